"""One record as JSON: on a line as `-o json` writes it, and as a document to be read."""

from __future__ import annotations

from typing import Any

import msgspec

from kafkatui.codec.decoded import Decoded
from kafkatui.codec.decoder import RecordReader
from kafkatui.codec.json_text import indent_json
from kafkatui.model.record import Record
from kafkatui.view.data_text import data_fields
from kafkatui.view.numbers import iso_timestamp
from kafkatui.view.records_table import header_fields


def record_json(
    record: Record, key: Decoded, value: Decoded, reader: RecordReader, *, waits: bool = False
) -> dict[str, Any]:
    """One JSON object's fields; names that are no UTF-8, and bytes that their text does not tell, are in base64.

    Args:
        waits: for what has to be fetched first to read the headers.
    """
    fields: dict[str, Any] = {
        "topic": record.topic,
        "partition": record.partition,
        "offset": record.offset,
        "timestamp_ms": record.timestamp_ms,
        **data_fields("key", record.key, key),
        **data_fields("value", record.value, value),
        "headers": header_fields(record, reader, waits=waits),
    }
    if record.headers_problem:
        fields["headers_problem"] = record.headers_problem
    return fields


def record_line(record: Record, reader: RecordReader) -> str:
    """The same of a record as `reader` has it, on one line; it does not wait for what has to be fetched."""
    key, value = reader.key.decode(record.key), reader.value.decode(record.value)
    return msgspec.json.encode(record_json(record, key, value, reader)).decode()


def record_document(record: Record, reader: RecordReader) -> str:
    """All of a record, indented; of a key and a value that have a structure, that instead of its text."""
    key, value = reader.key.decode_fetched(record.key), reader.value.decode_fetched(record.value)
    fields = record_json(record, key, value, reader, waits=True)
    if record.timestamp_ms is not None:
        fields["timestamp"] = f"{iso_timestamp(record.timestamp_ms)} ({record.timestamp_type})"
    for name, decoded in (("key", key), ("value", value)):
        if decoded.tree is not None:
            fields[name] = msgspec.Raw(decoded.tree)
    return indent_json(msgspec.json.encode(fields)) + "\n"


def value_document(decoded: Decoded) -> tuple[str, str]:
    """A value to be read in an editor, and what its file's name should end in."""
    if decoded.tree is not None:
        return indent_json(decoded.tree) + "\n", ".json"
    return ("\n".join(decoded.lines) if decoded.lines is not None else decoded.text), ".txt"
