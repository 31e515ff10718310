"""The table of records."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import date

from msgspec import Struct

from kafkatui.codec.decoded import Decoded
from kafkatui.codec.decoder import RecordReader
from kafkatui.model.cluster import TopicPartition
from kafkatui.model.record import Record, name_bytes
from kafkatui.model.replacing import replace
from kafkatui.model.transaction import TransactionFate, TransactionMarker
from kafkatui.view import numbers
from kafkatui.view.cell import EMPTY_CELL, Cell, cell
from kafkatui.view.column import Align, Column
from kafkatui.view.column_kinds import number_column, text_column
from kafkatui.view.data_text import (
    NULL_TEXT,
    data_fields,
    data_line,
    data_spans,
    data_value,
    filter_line,
    lossy_base64,
    name_text,
)
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition
from kafkatui.view.transaction_words import fate_json, marked_spans, marker_words

PREVIEW_CHARACTERS = 500
"""Of a key or value, what a cell may show; the detail pane shows all."""


SEEN_TYPES = ("text", "json", "null", "empty")
"""What JSON shows by itself."""


class RecordRow(Struct, frozen=True):
    """One record, decoded when it is looked at: what a cell shows is the beginning of what is filtered and exported.

    Attributes:
        reader: how its key, value and headers are read.
        fate: what became of its transaction; None where there is nothing to say.
        above_ms: the time of the record above it, where a cell tells how long after that it was made.
        marker: of a transaction, which is no record: the row stands where it is in its partition.
    """

    record: Record
    reader: RecordReader
    fate: TransactionFate | None = None
    above_ms: int | None = None
    marker: TransactionMarker | None = None

    @property
    def key(self) -> Decoded:
        """All of the key."""
        return self.reader.key.decode(self.record.key)

    @property
    def value(self) -> Decoded:
        """All of the value."""
        return self.reader.value.decode(self.record.value)


def record_row(record: Record, reader: RecordReader, fate: TransactionFate | None = None) -> RecordRow:
    """The row of `record`."""
    return RecordRow(record, reader, fate)


def marker_row(key: TopicPartition, marker: TransactionMarker, reader: RecordReader) -> RecordRow:
    """The row of a transaction's marker, which nothing is read of."""
    note = marker_words(marker)
    record = Record(*key, marker.offset, marker.timestamp_ms, "", None, None, note=note)
    return RecordRow(record, reader, marker=marker)


def _key_cell(row: RecordRow) -> Cell:
    return Cell(data_spans(row.reader.key.preview(row.record.key, PREVIEW_CHARACTERS), Tone.KEY))


def _value_cell(row: RecordRow) -> Cell:
    if row.record.value is None and row.record.key is not None:
        return Cell(marked_spans(row.fate, ((f"{NULL_TEXT} (tombstone)", Tone.WARNING),)))
    value = data_spans(row.reader.value.preview(row.record.value, PREVIEW_CHARACTERS), Tone.PLAIN)
    return Cell(marked_spans(row.fate, value))


def _headers_cell(row: RecordRow) -> Cell:
    if row.record.headers_problem:
        return cell("?", Tone.WARNING)
    return cell(str(len(row.record.headers)) if row.record.headers else "–", Tone.DIM)


def filter_text(row: RecordRow) -> str:
    """What a filter looks at: the whole key, the whole value, and of each header `name=value`."""
    if row.record.note:
        return row.record.note
    read = row.reader.header
    headers = [f"{name_text(name)}={filter_line(read(name).decode(value))}" for name, value in row.record.headers]
    return " ".join([filter_line(row.key), filter_line(row.value), *headers])


def shown_text(row: RecordRow) -> str:
    """Of the same, what the cells show."""
    previews = (
        row.reader.key.preview(row.record.key, PREVIEW_CHARACTERS),
        row.reader.value.preview(row.record.value, PREVIEW_CHARACTERS),
    )
    return " ".join(preview.shown for preview in previews)


def header_fields(record: Record, reader: RecordReader, *, waits: bool = False) -> list[dict[str, str | None]]:
    """The headers for JSON, in order; a name may come twice. A value's type is told where it cannot be seen.

    Args:
        waits: for what has to be fetched first; never in the UI's loop.
    """
    found = []
    for name, value in record.headers:
        read = reader.header(name)
        decoded = read.decode_fetched(value) if waits else read.decode(value)
        fields = {**_name_field(name), **data_fields("value", value, decoded)}
        if decoded.type in SEEN_TYPES:
            del fields["value_type"]
        found.append(fields)
    return found


def _name_field(name: str) -> dict[str, str | None]:
    """A name that is no UTF-8 is in base64."""
    data = name_bytes(name)
    try:
        return {"name": data.decode()}
    except UnicodeDecodeError:
        return {"name_base64": base64.b64encode(data).decode("ascii")}


def _time_cell(row: RecordRow) -> Cell:
    moment = row.record.timestamp_ms
    return cell("none", Tone.DIM) if moment is None else cell(numbers.timestamp(moment), Tone.DIM)


def _recent_time_cell(row: RecordRow) -> Cell:
    """The time of day for what was written today, with the date for all else, and the year where it is another."""
    moment = row.record.timestamp_ms
    if moment is None:
        return _time_cell(row)
    today = date.today()
    text = numbers.timestamp(moment).removeprefix(f"{today:%Y-%m-%d} ")
    return cell(text.removeprefix(f"{today:%Y}-"), Tone.DIM)


_COLUMNS: list[Column[RecordRow]] = [
    Column(
        "time",
        "Time",
        "The record's timestamp in local time: when it was made, or appended if the topic says so.",
        cell=_time_cell,
        sort_key=lambda row: row.record.timestamp_ms,
        json_name="timestamp",
        json_value=lambda row: (
            None if row.record.timestamp_ms is None else numbers.iso_timestamp(row.record.timestamp_ms)
        ),
        min_width=12,
        max_width=30,
        gives_way=2,
    ),
    replace(
        text_column("topic", "Topic", "The topic it was read from.", lambda row: row.record.topic, max_width=40),
        shrinks=True,
    ),
    number_column(
        "partition",
        "P",
        "The partition: records with one key are in one partition, in order.",
        lambda row: row.record.partition,
        cell=lambda row: cell(str(row.record.partition)),
        json_name="partition",
        min_width=1,
        is_name=True,
    ),
    number_column(
        "offset",
        "Offset",
        "The record's place in its partition; offsets only grow and are never reused.",
        lambda row: row.record.offset,
    ),
    Column(
        "key",
        "Key",
        "Chooses the partition, and under compaction the newest record of each key stays.",
        cell=_key_cell,
        sort_key=lambda row: data_value(row.key),
        json_name="key",
        json_value=lambda row: data_value(row.key),
        json_remarks=(
            ("key_type", lambda row: row.key.type),
            ("key_base64", lambda row: lossy_base64(row.record.key, row.key)),
        ),
        line=lambda row: data_line(row.key),
        text=lambda row: row.key.text,
        min_width=4,
        max_width=40,
        gives_way=1,
        shrinks=True,
    ),
    Column(
        "value",
        "Value",
        "The payload, decoded as `t` says, after what it was taken for if that is not text; null deletes its key.",
        cell=_value_cell,
        sort_key=lambda row: data_value(row.value),
        json_name="value",
        json_value=lambda row: data_value(row.value),
        json_remarks=(
            ("value_type", lambda row: row.value.type),
            ("value_base64", lambda row: lossy_base64(row.record.value, row.value)),
            ("transaction", lambda row: fate_json(row.fate)),
        ),
        line=lambda row: data_line(row.value),
        text=lambda row: row.value.text,
        min_width=10,
        max_width=PREVIEW_CHARACTERS,
        grow=1,
        fills=1,
    ),
    Column(
        "headers",
        "Hdr",
        "How many headers it carries: names and values beside the payload.",
        cell=_headers_cell,
        sort_key=lambda row: len(row.record.headers),
        json_name="headers",
        json_value=lambda row: header_fields(row.record, row.reader),
        align=Align.RIGHT,
        gives_way=8,
    ),
    number_column(
        "size",
        "Size",
        "Bytes of key, value and headers (1 kB = 1,000 bytes).",
        lambda row: row.record.size_bytes,
        cell=lambda row: cell(numbers.size(row.record.size_bytes), Tone.DIM),
        json_name="size_bytes",
        gives_way=8,
    ),
]


RECORDS_TABLE: TableDefinition[RecordRow] = TableDefinition(
    id="records",
    noun="record",
    noun_plural="records",
    columns=_COLUMNS,
    key=lambda row: f"{row.record.topic}-{row.record.partition}-{row.record.offset}",
    filter_text=filter_text,
    shown_text=shown_text,
    is_wrong=lambda row: row.record.value is None,
)


def _marker_cell(row: RecordRow, record_cell: Callable[[RecordRow], Cell], column_id: str) -> Cell:
    """Where it stands and when it was written, as of a record, and what it is; all of it dim."""
    if column_id == "value":
        return cell(row.record.note, Tone.DIM)
    if column_id not in ("time", "partition", "offset"):
        return EMPTY_CELL
    return cell(record_cell(row).text, Tone.DIM)


def _live(column: Column[RecordRow]) -> Column[RecordRow]:
    """The column as a tail has it: short times, and lines between records that say what happened to the topic."""
    record_cell = _recent_time_cell if column.id == "time" else column.cell
    is_value = column.id == "value"

    def live_cell(row: RecordRow) -> Cell:
        if not row.record.note or column.id == "topic":
            return record_cell(row)
        if row.marker is not None:
            return _marker_cell(row, record_cell, column.id)
        return cell(f"── {row.record.note} ──" if is_value else "", Tone.WARNING)

    return replace(column, cell=live_cell)


TOPIC_RECORDS_TABLE: TableDefinition[RecordRow] = replace(
    RECORDS_TABLE, columns=[_live(column) for column in _COLUMNS if column.id != "topic"]
)
"""The records of one topic, followed live: they need not name it on every line, nor today's date."""

SEVERAL_TOPICS_RECORDS_TABLE: TableDefinition[RecordRow] = replace(
    RECORDS_TABLE, columns=[_live(column) for column in _COLUMNS]
)
"""The records of several topics, followed live."""
