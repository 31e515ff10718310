"""One record as one line: for people, for a pipe, as JSON, as CSV."""

from __future__ import annotations

import base64
import csv
import io
from collections.abc import Callable
from typing import Any

from kafkatui.cli.terminal import is_terminal
from kafkatui.codec.decode import decode
from kafkatui.model.record import Record, name_bytes
from kafkatui.view.numbers import iso_timestamp_utc

CSV_FIELDS = ("topic", "partition", "offset", "timestamp", "key", "value")
LINE_CHARACTERS = 4000


def record_writer(kind: str) -> Callable[[Record], bytes]:
    """The function that makes a record's line of bytes, its newline included.

    Args:
        kind: "line", "value", "json" or "csv".
    """
    return {"line": _line, "value": _value, "json": _json, "csv": _csv}[kind]


def header_line(kind: str) -> bytes:
    """What stands above all records: CSV's heading, else nothing."""
    return _csv_line(CSV_FIELDS) if kind == "csv" else b""


def _line(record: Record) -> bytes:
    """`topic[partition]@offset key value`, decoded and sanitised; without a key two spaces."""
    where = f"{record.topic}[{record.partition}]@{record.offset}"
    key = "" if record.key is None else decode(record.key, max_characters=LINE_CHARACTERS).preview
    value = decode(record.value, max_characters=LINE_CHARACTERS).preview
    return f"{where} {key} {value}\n".encode("utf-8", "replace")


def _value(record: Record) -> bytes:
    """The very bytes and a newline; sanitised when it goes to a terminal after all."""
    value = record.value or b""
    if is_terminal():
        return decode(value, max_characters=LINE_CHARACTERS).preview.encode("utf-8", "replace") + b"\n"
    return value + b"\n"


def _json(record: Record) -> bytes:
    """One JSON object; bytes that are no UTF-8 are in base64 under a name that says so."""
    from msgspec import json

    fields: dict[str, Any] = {
        "topic": record.topic,
        "partition": record.partition,
        "offset": record.offset,
        "timestamp_ms": record.timestamp_ms,
        **_json_text("key", record.key),
        **_json_text("value", record.value),
        "headers": [
            {**_json_text("name", name_bytes(name)), **_json_text("value", value)} for name, value in record.headers
        ],
    }
    if record.headers_problem:
        fields["headers_problem"] = record.headers_problem
    return json.encode(fields) + b"\n"


def _json_text(name: str, data: bytes | None) -> dict[str, str | None]:
    if data is None:
        return {name: None}
    try:
        return {name: data.decode("utf-8")}
    except UnicodeDecodeError:
        return {f"{name}_base64": base64.b64encode(data).decode("ascii")}


def _csv(record: Record) -> bytes:
    at = "" if record.timestamp_ms is None else iso_timestamp_utc(record.timestamp_ms)
    texts = (_csv_text(record.key), _csv_text(record.value))
    return _csv_line((record.topic, record.partition, record.offset, at, *texts))


def _csv_line(fields: tuple[object, ...]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(fields)
    return text.getvalue().encode("utf-8", "surrogateescape")


def _csv_text(data: bytes | None) -> str:
    return "" if data is None else data.decode("utf-8", "surrogateescape")
