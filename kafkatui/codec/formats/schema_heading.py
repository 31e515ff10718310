"""What stands before a value that a registered schema describes: a zero and the schema's id in 4 bytes.

https://docs.confluent.io/platform/current/schema-registry/fundamentals/serdes-develop/index.html#wire-format
"""

from __future__ import annotations

HEADING_BYTES = 5


def schema_id_of(data: bytes) -> int | None:
    """The schema's id, where the data may begin with one."""
    if len(data) <= HEADING_BYTES or data[0]:
        return None
    return int.from_bytes(data[1:HEADING_BYTES], "big")
