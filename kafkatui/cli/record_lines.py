"""One record as one line: for people, for a pipe, as JSON, as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Protocol

from kafkatui.cli.terminal import is_terminal, printable
from kafkatui.codec.decoded import Decoded
from kafkatui.codec.decoder import RecordReader
from kafkatui.model.record import Record
from kafkatui.model.transaction import TransactionFate
from kafkatui.view.data_text import data_line, data_value, lossy_base64
from kafkatui.view.numbers import iso_timestamp_utc
from kafkatui.view.transaction_words import fate_json

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


def record_writer(kind: str, reader_of: ReaderOf, *, is_raw: bool = True) -> Line:
    """The function that makes a record's line of bytes, its newline included.

    Args:
        kind: "line", "value", "json" or "csv".
        reader_of: asked once for each topic.
        is_raw: "value" writes the very bytes, unless they go to a terminal; False: as they are decoded.
    """
    is_screen = is_terminal()
    is_exact = kind == "value" and is_raw and not is_screen
    make = {"line": _line, "value": _line_of_value if is_screen else _text, "json": _json, "csv": _csv}[kind]
    readers: dict[str, RecordReader] = {}

    def line(record: Record, fate: TransactionFate | None = None) -> bytes:
        reader = readers.get(record.topic)
        if reader is None:
            reader = readers[record.topic] = reader_of(record.topic)
        if is_exact and not reader.value.masks:
            return _bytes(record)
        key, value = reader.key.decode_fetched(record.key), reader.value.decode_fetched(record.value)
        text = make(record, reader, key, value, fate)
        return f"{printable(text) if is_screen else text}\n".encode()

    return line


def header_line(kind: str, *, has_fates: bool = False) -> bytes:
    """What stands above all records: CSV's heading, else nothing.

    Args:
        has_fates: what became of transactions is told, too.
    """
    fields = (*CSV_FIELDS, FATE_FIELD) if has_fates else CSV_FIELDS
    return f"{_csv_line(fields)}\n".encode() if kind == "csv" else b""


def _bytes(record: Record, fate: TransactionFate | None = None) -> bytes:
    """The very bytes and a newline; null is as empty as what is empty."""
    return (record.value or b"") + b"\n"


def _line(record: Record, reader: RecordReader, key: Decoded, value: Decoded, fate: TransactionFate | None) -> str:
    """`topic[partition]@offset key value`, whole and sanitised, wherever it goes: one record is one line.

    What became of its transaction, where it was asked for, is a word before the key.
    """
    word = "" if fate is None else f"{fate.kind.value} "
    return f"{record.topic}[{record.partition}]@{record.offset} {word}{data_line(key)} {data_line(value)}"


def _line_of_value(
    record: Record, reader: RecordReader, key: Decoded, value: Decoded, fate: TransactionFate | None
) -> str:
    """The value on one line; null and empty in words."""
    return data_line(value)


def _text(record: Record, reader: RecordReader, key: Decoded, value: Decoded, fate: TransactionFate | None) -> str:
    """The value's true text."""
    return value.text


def _json(record: Record, reader: RecordReader, key: Decoded, value: Decoded, fate: TransactionFate | None) -> str:
    """One JSON object; names that are no UTF-8, and bytes that their text does not tell, are in base64."""
    from msgspec import json

    from kafkatui.view.record_json import record_json

    fields = record_json(record, key, value, reader, waits=True)
    if fate is not None:
        fields[FATE_FIELD] = fate_json(fate)
        if fate.reason:
            fields["transaction_problem"] = fate.reason
        if fate.producer_id >= 0:
            fields["producer_id"] = fate.producer_id
    return json.encode(fields).decode()


def _csv(record: Record, reader: RecordReader, key: Decoded, value: Decoded, fate: TransactionFate | None) -> str:
    at = "" if record.timestamp_ms is None else iso_timestamp_utc(record.timestamp_ms)
    texts = (data_value(key), data_value(value), key.type, value.type)
    exact = (lossy_base64(record.key, key), lossy_base64(record.value, value))
    told = () if fate is None else (fate_json(fate),)
    return _csv_line((record.topic, record.partition, record.offset, at, *texts, *exact, *told))


def _csv_line(fields: tuple[object, ...]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator=_BREAKS).writerow(fields)  # it quotes what it ends lines with, and no other break
    return text.getvalue().removesuffix(_BREAKS)
