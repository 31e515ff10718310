"""A record as it is typed, before it is bytes."""

from __future__ import annotations

from msgspec import Struct


class RecordDraft(Struct, frozen=True):
    """What stands in the fields that a record is typed in.

    Attributes:
        key: empty for null.
        key_as, value_as: names of the encodings of key and value.
        headers: as `codec.header_text` reads them.
        partition: a number; empty: by key.
        is_null: whether null is sent as value, whatever is typed there.
        timestamp: a moment; empty: when it is sent.
        value_schema: which schema, where the value is read by one; empty: the latest of the topic's own.
    """

    key: str = ""
    key_as: str = "text"
    headers: str = ""
    partition: str = ""
    value: str = ""
    value_as: str = "text"
    is_null: bool = False
    timestamp: str = ""
    value_schema: str = ""
