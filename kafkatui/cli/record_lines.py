"""One record as one line: for people, for a pipe, as JSON, as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Protocol

from kafkatui.cli.field_option import field_values
from kafkatui.cli.terminal import is_terminal, printable
from kafkatui.codec.decoded import Decoded
from kafkatui.codec.decoder import RecordReader
from kafkatui.codec.sanitise import sanitise
from kafkatui.insight.search.field_path import field_text
from kafkatui.insight.search.subject import MISSING
from kafkatui.model.cluster import TopicPartition
from kafkatui.model.record import Record
from kafkatui.model.transaction import MARKER_FIELD, TransactionFate, TransactionMarker
from kafkatui.view.data_text import data_line, data_value, lossy_base64
from kafkatui.view.numbers import iso_timestamp_utc
from kafkatui.view.transaction_words import fate_json, marker_words

FATE_FIELD = "transaction"

CSV_FIELDS = (
    "topic", "partition", "offset", "timestamp", "key", "value", "key_type", "value_type", "key_base64", "value_base64",
)  # fmt: skip

_BREAKS = "\r\n"

ReaderOf = Callable[[str], RecordReader]
"""How the records of a topic, by its name, are decoded."""


class Line(Protocol):
    """Makes a record's line of bytes, its newline included."""

    def __call__(self, record: Record, fate: TransactionFate | None = None) -> bytes:
        """`fate`: what became of its transaction; None where nobody asked."""


class Beside(NamedTuple):
    """What was asked for beside the record itself.

    Attributes:
        fate: what became of its transaction; None where nobody asked.
        fields: by name; MISSING where it has none.
    """

    fate: TransactionFate | None
    fields: dict[str, Any]


Make = Callable[[Record, RecordReader, Decoded, Decoded, Beside], str]
"""Makes the line of a record with its decoded key and value."""


def record_writer(kind: str, reader_of: ReaderOf, *, is_raw: bool = True, fields: Sequence[str] = ()) -> Line:
    """The function that makes a record's line of bytes, its newline included.

    Args:
        kind: "line", "value", "json" or "csv".
        reader_of: asked once for each topic.
        is_raw: "value" writes the very bytes, unless they go to a terminal; False: as they are decoded.
        fields: names of fields to be written, too; "value" then writes nothing else.

    Raises:
        SearchSyntaxError: a name is no field's.
    """
    is_screen = is_terminal()
    found = field_values(fields)
    is_exact = kind == "value" and is_raw and not is_screen and found is None
    make = _maker(kind, is_screen=is_screen, has_fields=found is not None)
    readers: dict[str, RecordReader] = {}

    def line(record: Record, fate: TransactionFate | None = None) -> bytes:
        reader = readers.get(record.topic)
        if reader is None:
            reader = readers[record.topic] = reader_of(record.topic)
        if is_exact and not reader.value.masks:
            return (record.value or b"") + b"\n"  # null is as empty as what is empty
        key, value = reader.key.decode_fetched(record.key), reader.value.decode_fetched(record.value)
        named = {} if found is None else dict(zip(fields, found(record, reader), strict=True))
        text = make(record, reader, key, value, Beside(fate, named))
        return f"{printable(text) if is_screen else text}\n".encode()

    return line


def header_line(kind: str, fields: Sequence[str] = (), *, has_fates: bool = False) -> bytes:
    """What stands above all records: CSV's heading, else nothing.

    Args:
        fields: that are written, too.
        has_fates: what became of transactions is told, too.
    """
    own = (*CSV_FIELDS, FATE_FIELD) if has_fates else CSV_FIELDS
    return f"{_csv_line((*own, *fields))}\n".encode() if kind == "csv" else b""


def marker_line(kind: str, key: TopicPartition, marker: TransactionMarker, *, blanks: int = 0) -> bytes:
    """The line of a transaction's end, its newline included; what imports records passes over it.

    Args:
        kind: "line", "json" or "csv".
        blanks: fields of CSV behind a record's own, which a marker has nothing in.
    """
    topic, partition = key
    words = marker_words(marker)
    if kind == "json":
        from msgspec import json

        return json.encode(_marker_fields(key, marker)) + b"\n"
    if kind == "csv":
        at = "" if marker.timestamp_ms is None else iso_timestamp_utc(marker.timestamp_ms)
        own = (topic, partition, marker.offset, at, "", words, "", MARKER_FIELD, "", "")
        return f"{_csv_line((*own, *[''] * blanks))}\n".encode()
    return f"{topic}[{partition}]@{marker.offset} {words}\n".encode()


def _marker_fields(key: TopicPartition, marker: TransactionMarker) -> dict[str, object]:
    return {
        "topic": key[0],
        "partition": key[1],
        "offset": marker.offset,
        "timestamp_ms": marker.timestamp_ms,
        MARKER_FIELD: "commit" if marker.is_commit else "abort",
        "producer_id": marker.producer_id,
        "producer_epoch": marker.producer_epoch,
        "coordinator_epoch": marker.coordinator_epoch,
    }


def _maker(kind: str, *, is_screen: bool, has_fields: bool) -> Make:
    match kind:
        case "line":
            return _line
        case "json":
            return _json_maker()
        case "csv":
            return _csv
    return _fields_alone if has_fields else _line_of_value if is_screen else _text


def _line(record: Record, reader: RecordReader, key: Decoded, value: Decoded, beside: Beside) -> str:
    """`topic[partition]@offset key value`, whole and sanitised, wherever it goes: one record is one line.

    What became of its transaction, where it was asked for, is a word before the key; fields stand before the value.
    """
    place = f"{record.topic}[{record.partition}]@{record.offset}"
    word = [] if beside.fate is None else [beside.fate.kind.value]
    named = [f"{name}={sanitise(field_text(found))}" for name, found in beside.fields.items() if found is not MISSING]
    return " ".join([place, *word, data_line(key), *named, data_line(value)])


def _fields_alone(record: Record, reader: RecordReader, key: Decoded, value: Decoded, beside: Beside) -> str:
    """Tabs between them; empty where the record has none."""
    return "\t".join(sanitise(field_text(found)) for found in beside.fields.values())


def _line_of_value(record: Record, reader: RecordReader, key: Decoded, value: Decoded, beside: Beside) -> str:
    """The value on one line; null and empty in words."""
    return data_line(value)


def _text(record: Record, reader: RecordReader, key: Decoded, value: Decoded, beside: Beside) -> str:
    """The value's true text."""
    return value.text


def _json_maker() -> Make:
    """One JSON object; names that are no UTF-8, and bytes that their text does not tell, are in base64."""
    from msgspec import json

    from kafkatui.view.record_json import record_json

    def make(record: Record, reader: RecordReader, key: Decoded, value: Decoded, beside: Beside) -> str:
        fields = record_json(record, key, value, reader, waits=True)
        fate = beside.fate
        if fate is not None:
            fields[FATE_FIELD] = fate_json(fate)
            if fate.reason:
                fields["transaction_problem"] = fate.reason
            if fate.producer_id >= 0:
                fields["producer_id"] = fate.producer_id
            if fate.marker_offset is not None:
                fields["marker_offset"] = fate.marker_offset
        fields.update((name, None if found is MISSING else found) for name, found in beside.fields.items())
        return json.encode(fields).decode()

    return make


def _csv(record: Record, reader: RecordReader, key: Decoded, value: Decoded, beside: Beside) -> str:
    at = "" if record.timestamp_ms is None else iso_timestamp_utc(record.timestamp_ms)
    texts = (data_value(key), data_value(value), key.type, value.type)
    exact = (lossy_base64(record.key, key), lossy_base64(record.value, value))
    told = () if beside.fate is None else (fate_json(beside.fate),)
    named = map(field_text, beside.fields.values())
    return _csv_line((record.topic, record.partition, record.offset, at, *texts, *exact, *told, *named))


def _csv_line(fields: tuple[object, ...]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator=_BREAKS).writerow(fields)  # it quotes what it ends lines with, and no other break
    return text.getvalue().removesuffix(_BREAKS)
