"""Records to be searched."""

from __future__ import annotations

from kafkatui.codec.decoded import Part, Subject
from kafkatui.codec.decoder import Reader, RecordReader
from kafkatui.codec.formats.registry import AUTO
from kafkatui.insight.search.subject import SearchedRecord
from kafkatui.model.record import Record

READER = RecordReader(
    Reader(AUTO, Subject("orders", Part.KEY)),
    Reader(AUTO, Subject("orders", Part.VALUE)),
    Reader(AUTO, Subject("orders", Part.HEADERS)),
)

ORDER = (
    b'{"user":{"id":42,"name":"Ann \\u00e9","mail":null},"total":9.5,"paid":true,"tags":["new","gift"],'
    b'"a.b":1,"lines":[{"sku":"x-1"},{"sku":"y-2"}],"code":"007"}'
)


def searched(
    value: bytes | None = ORDER,
    key: bytes | None = b"order-17",
    headers: tuple[tuple[str, bytes | None], ...] = (("trace-id", b"zz9"), ("trace-id", b"second"), ("empty", None)),
    *,
    partition: int = 3,
    offset: int = 1_204,
    timestamp_ms: int | None = 1_700_000_000_000,
) -> SearchedRecord:
    """A record of the topic orders."""
    return SearchedRecord(Record("orders", partition, offset, timestamp_ms, "create", key, value, headers), READER)
