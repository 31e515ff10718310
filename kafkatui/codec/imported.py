"""Records as kafkatui writes them into files, read back: the very bytes."""

from __future__ import annotations

import base64
import binascii
import csv
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any

import msgspec
from msgspec import Struct

from kafkatui.codec.decoded import EMPTY, NULL, PENDING
from kafkatui.codec.encode import encode
from kafkatui.codec.encoding import Encoding
from kafkatui.model.errors import UsageError
from kafkatui.model.mask import TYPE as MASKED
from kafkatui.model.transaction import MARKER_FIELD


class ImportFormat(Enum):
    """LINES: a value on each line. JSON: an object on each line, as `tail -o json` and `w` write them. CSV: with their
    heading."""

    LINES = "lines"
    JSON = "json"
    CSV = "csv"


class ImportedRecord(Struct, frozen=True):
    """A record that was read from a file; what the file does not tell is None."""

    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes | None], ...] = ()
    timestamp_ms: int | None = None
    partition: int | None = None


class ImportProblem(UsageError):
    """A line that is no record; says which.

    Attributes:
        line: its number, from 1.
    """

    def __init__(self, line: int, what: str) -> None:
        super().__init__(f"Line {line:,}: {what}")
        self.line = line


_ENCODINGS = {each.value: each for each in Encoding}


def read_records(lines: Iterable[bytes], how: ImportFormat) -> Iterator[ImportedRecord]:
    """The records of a file's lines; empty lines of JSON, and the markers of transactions, are left out.

    Raises:
        ImportProblem: a line is no record.
    """
    if how is ImportFormat.LINES:
        for line in lines:
            yield ImportedRecord(None, line.removesuffix(b"\n").removesuffix(b"\r"))
    elif how is ImportFormat.JSON:
        yield from _json_records(lines)
    else:
        yield from _csv_records(lines)


def _json_records(lines: Iterable[bytes]) -> Iterator[ImportedRecord]:
    decode = msgspec.json.Decoder().decode
    for number, line in enumerate(lines, 1):
        line = line.strip().removesuffix(b",")  # a list, as `w` writes it, has an object on each line, too
        if line in (b"", b"[", b"]", b"[]"):
            continue
        try:
            fields = decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise ImportProblem(number, f"not JSON: {error}.") from None
        if not isinstance(fields, dict):
            raise ImportProblem(number, "no JSON object.")
        if MARKER_FIELD in fields and "value" not in fields:
            continue
        yield _record(number, fields, _headers(number, fields.get("headers")))


def _csv_records(lines: Iterable[bytes]) -> Iterator[ImportedRecord]:
    texts = (line.decode("utf-8-sig" if number == 0 else "utf-8") for number, line in enumerate(lines))
    rows = csv.DictReader(texts, strict=True)
    try:
        if rows.fieldnames is not None and "value" not in rows.fieldnames:
            raise ImportProblem(1, "the heading names no column value.")
        for row in rows:
            if None in row or None in row.values():
                raise ImportProblem(rows.line_num, "it has more or fewer columns than the heading.")
            if row.get("value_type") == MARKER_FIELD:
                continue
            headers = row.get("headers")
            try:
                found = msgspec.json.decode(headers) if headers else []
            except msgspec.DecodeError:
                raise ImportProblem(rows.line_num, "its headers are no JSON list.") from None
            yield _record(rows.line_num, {**row, "headers": None}, _headers(rows.line_num, found), is_csv=True)
    except (csv.Error, UnicodeDecodeError) as error:
        raise ImportProblem(rows.line_num + 1, f"not CSV: {error}.") from None


def _record(
    line: int, fields: Mapping[str, Any], headers: tuple[tuple[str, bytes | None], ...], *, is_csv: bool = False
) -> ImportedRecord:
    return ImportedRecord(
        _bytes(line, fields, "key", is_csv=is_csv),
        _bytes(line, fields, "value", is_csv=is_csv),
        headers,
        _number(line, fields, "timestamp_ms") or _moment_ms(line, fields.get("timestamp")),
        _number(line, fields, "partition"),
    )


def _headers(line: int, found: Any) -> tuple[tuple[str, bytes | None], ...]:
    if found is None:
        return ()
    if isinstance(found, Mapping):  # as people write them
        found = [{"name": name, "value": value} for name, value in found.items()]
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise ImportProblem(line, "its headers are no list of objects with name and value.")
    return tuple((_header_name(line, each), _bytes(line, each, "value")) for each in found)


def _header_name(line: int, header: Mapping[str, Any]) -> str:
    if (exact := header.get("name_base64")) is not None:
        return _of_base64(line, exact).decode("utf-8", "surrogateescape")
    name = header.get("name")
    if not isinstance(name, str):
        raise ImportProblem(line, "a header has no name.")
    return name


def _bytes(line: int, fields: Mapping[str, Any], name: str, *, is_csv: bool = False) -> bytes | None:
    """Of `name`, `name_type` and `name_base64` the bytes; what is no text is its JSON."""
    value, kind = fields.get(name), fields.get(f"{name}_type") or ""
    if str(kind).split(" ")[-1] == MASKED:
        raise ImportProblem(
            line, f"its {name} was masked by the settings when it was written: these are not its bytes."
        )
    if exact := fields.get(f"{name}_base64"):
        return _of_base64(line, exact)
    if value is None or kind == NULL or (is_csv and value == "" and name == "key" and not kind):
        return None
    if kind == PENDING:
        raise ImportProblem(line, f"its {name} could not be read when it was written.")
    if kind == EMPTY:
        return b""
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    try:
        return encode(text, _ENCODINGS.get(kind, Encoding.TEXT) if kind != "json" else Encoding.TEXT)
    except UsageError as error:
        raise ImportProblem(line, f"{name}: {error.what}") from None


def _of_base64(line: int, text: Any) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, TypeError, ValueError):
        raise ImportProblem(line, "what should be base64 is none.") from None


def _moment_ms(line: int, text: Any) -> int | None:
    """Of a time as ISO 8601 has it."""
    if text in (None, ""):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except (ValueError, TypeError):
        raise ImportProblem(line, "timestamp is no time.") from None
    since = (moment if moment.tzinfo else moment.astimezone()) - datetime(1970, 1, 1, tzinfo=UTC)
    return round(since / timedelta(milliseconds=1))


def _number(line: int, fields: Mapping[str, Any], name: str) -> int | None:
    value = fields.get(name)
    if value in (None, ""):
        return None
    if isinstance(value, str) and value.isascii() and value.isdecimal():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**63:
        raise ImportProblem(line, f"{name} is no number.")
    return value
