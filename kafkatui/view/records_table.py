"""The table of records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from kafkatui.model.record import Record, name_bytes
from kafkatui.view import numbers
from kafkatui.view.cell import Cell, cell
from kafkatui.view.cells import text_cell
from kafkatui.view.column import Column
from kafkatui.view.column_kinds import number_column, text_column
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition

PREVIEW_CHARACTERS = 500
"""Of a key or value, what a cell may show; the detail pane shows all."""

NULL_TEXT = "null"
EMPTY_TEXT = "empty"

Decode = Callable[[bytes], str]
"""Bytes to one line or more of text; must not fail."""


def decode_text(data: bytes) -> str:
    """UTF-8 text, or "0x" and hexadecimal digits when it is none."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return f"0x{data.hex()}"


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One record with its key and value decoded for the list.

    Attributes:
        key_text, value_text: None for Kafka's null; a text that was cut ends in "…".
    """

    record: Record
    key_text: str | None
    value_text: str | None


def record_row(
    record: Record,
    decode_key: Decode = decode_text,
    decode_value: Decode = decode_text,
    limit: int | None = PREVIEW_CHARACTERS,
) -> RecordRow:
    """The row of `record`, its key and value decoded and cut to `limit` characters; None keeps all, for exports."""
    return RecordRow(record, _decoded(record.key, decode_key, limit), _decoded(record.value, decode_value, limit))


def _decoded(data: bytes | None, decode: Decode, limit: int | None) -> str | None:
    if data is None:
        return None
    text = decode(data)
    return text if limit is None or len(text) <= limit else f"{text[:limit]}…"


def _data_cell(text: str | None, tone: Tone) -> Cell:
    if text is None:
        return cell(NULL_TEXT, Tone.DIM)
    return text_cell(text, tone) if text else cell(EMPTY_TEXT, Tone.DIM)


def _time_cell(row: RecordRow) -> Cell:
    moment = row.record.timestamp_ms
    return cell("none", Tone.DIM) if moment is None else cell(numbers.timestamp(moment), Tone.DIM)


def _recent_time_cell(row: RecordRow) -> Cell:
    """The time of day for what was written today, with the date for all else."""
    moment = row.record.timestamp_ms
    if moment is None:
        return _time_cell(row)
    return cell(numbers.timestamp(moment).removeprefix(f"{date.today():%Y-%m-%d} "), Tone.DIM)


def _value_cell(row: RecordRow) -> Cell:
    if row.record.value is None and row.record.key is not None:
        return cell(f"{NULL_TEXT} (tombstone)", Tone.WARNING)
    return _data_cell(row.value_text, Tone.PLAIN)


def _headers_cell(row: RecordRow) -> Cell:
    if row.record.headers_problem:
        return cell("?", Tone.WARNING)
    return cell(str(len(row.record.headers)) if row.record.headers else "–", Tone.DIM)


def _headers_text(row: RecordRow) -> dict[str, str | None] | list[list[str | None]]:
    """An object, or a list of pairs when a name comes twice."""
    pairs = [
        (decode_text(name_bytes(name)), None if value is None else decode_text(value))
        for name, value in row.record.headers
    ]
    return dict(pairs) if len({name for name, _ in pairs}) == len(pairs) else [list(pair) for pair in pairs]


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
    ),
    text_column("topic", "Topic", "The topic it was read from.", lambda row: row.record.topic, max_width=40),
    number_column(
        "partition",
        "P",
        "The partition: records with one key are in one partition, in order.",
        lambda row: row.record.partition,
        cell=lambda row: cell(str(row.record.partition)),
        json_name="partition",
        min_width=1,
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
        cell=lambda row: _data_cell(row.key_text, Tone.KEY),
        sort_key=lambda row: row.key_text,
        json_name="key",
        json_value=lambda row: row.key_text,
        min_width=4,
        max_width=40,
    ),
    Column(
        "value",
        "Value",
        "The payload, decoded as `t` says; null is a tombstone, which deletes its key.",
        cell=_value_cell,
        sort_key=lambda row: row.value_text,
        json_name="value",
        json_value=lambda row: row.value_text,
        min_width=10,
        max_width=PREVIEW_CHARACTERS,
        grow=1,
    ),
    Column(
        "headers",
        "Hdr",
        "How many headers it carries: names and values beside the payload.",
        cell=_headers_cell,
        sort_key=lambda row: len(row.record.headers),
        json_name="headers",
        json_value=_headers_text,
    ),
    number_column(
        "size",
        "Size",
        "Bytes of key, value and headers (1 kB = 1,000 bytes).",
        lambda row: row.record.size_bytes,
        cell=lambda row: cell(numbers.size(row.record.size_bytes), Tone.DIM),
        json_name="size_bytes",
    ),
]

RECORDS_TABLE: TableDefinition[RecordRow] = TableDefinition(
    id="records",
    noun="record",
    noun_plural="records",
    columns=_COLUMNS,
    key=lambda row: f"{row.record.topic}-{row.record.partition}-{row.record.offset}",
    filter_text=lambda row: f"{row.key_text or ''} {row.value_text or ''}",
    is_wrong=lambda row: row.record.value is None,
)

TOPIC_RECORDS_TABLE: TableDefinition[RecordRow] = replace(
    RECORDS_TABLE,
    columns=[
        replace(column, cell=_recent_time_cell) if column.id == "time" else column
        for column in _COLUMNS
        if column.id != "topic"
    ],
)
"""The records of one topic, followed live: they need not name it on every line, nor today's date."""
