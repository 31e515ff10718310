"""One record in lines: everything but its value."""

from __future__ import annotations

from kafkatui.codec.decode import decode
from kafkatui.codec.encoding import Encoding
from kafkatui.codec.sanitise import sanitise
from kafkatui.model.record import Record, name_bytes
from kafkatui.view import numbers
from kafkatui.view.span import Span, Tone

LABEL_WIDTH = 9
HEADERS_SHOWN = 8
TEXT_LIMIT = 200
"""Characters of a key or header shown."""


def _label(text: str) -> Span:
    return (text.ljust(LABEL_WIDTH), Tone.DIM)


def record_lines(record: Record) -> list[tuple[Span, ...]]:
    """Key, time and headers, a line each; what is null is said to be null."""
    key: Span = ("null", Tone.DIM)
    if record.key is not None:
        shown = decode(record.key, max_characters=TEXT_LIMIT)
        key = (shown.preview, Tone.KEY) if record.key else ("empty", Tone.DIM)
    lines: list[tuple[Span, ...]] = [(_label("key"), key), _time_line(record)]
    for index, (name, value) in enumerate(record.headers[:HEADERS_SHOWN]):
        text = ("null", Tone.DIM) if value is None else (decode(value, max_characters=TEXT_LIMIT).preview, Tone.PLAIN)
        title = decode(name_bytes(name), max_characters=60).preview
        lines.append((_label("headers" if index == 0 else ""), (f"{title} = ", Tone.DIM), text))
    if record.headers_problem:
        lines.append((_label("headers"), (sanitise(record.headers_problem), Tone.WARNING)))
    if len(record.headers) > HEADERS_SHOWN:
        lines.append((_label(""), (f"… {len(record.headers) - HEADERS_SHOWN} more", Tone.DIM)))
    return lines


def _time_line(record: Record) -> tuple[Span, ...]:
    if record.timestamp_ms is None:
        return (_label("time"), ("none", Tone.DIM))
    return (
        _label("time"),
        (numbers.timestamp(record.timestamp_ms), Tone.PLAIN),
        (f"  {record.timestamp_type}", Tone.DIM),
    )


def value_line(record: Record, how: Encoding) -> tuple[Span, ...]:
    """What the value is taken for and how large it is: "json  135 B"."""
    if not record.value:
        return (_label("value"), (value_note(record), Tone.DIM if record.key is None else Tone.WARNING))
    decoded = decode(record.value, how, max_characters=1)
    spans: list[Span] = [
        _label("value"),
        (decoded.kind.value, Tone.PLAIN),
        (f"  {numbers.size(decoded.size_bytes)}", Tone.DIM),
    ]
    if decoded.problem:
        spans.append((f"  {decoded.problem}", Tone.WARNING))
    return tuple(spans)


def value_note(record: Record) -> str:
    """What the value is, apart from its text."""
    if record.value is None:
        return "null: a tombstone, which deletes its key" if record.key is not None else "null"
    return "empty" if not record.value else numbers.size(len(record.value))
