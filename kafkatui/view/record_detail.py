"""One record in lines: everything but its value."""

from __future__ import annotations

from kafkatui.codec.decoded import Decoded
from kafkatui.codec.decoder import RecordReader
from kafkatui.codec.sanitise import sanitise
from kafkatui.model.record import Record
from kafkatui.model.transaction import TransactionFate
from kafkatui.view import numbers
from kafkatui.view.data_text import EMPTY_TEXT, NULL_TEXT, data_spans, name_text
from kafkatui.view.span import Span, Tone
from kafkatui.view.transaction_words import fate_span

LABEL_WIDTH = 9
TEXT_LIMIT = 4_000
"""Characters of a key or header shown."""


def _label(text: str) -> Span:
    return (text.ljust(LABEL_WIDTH), Tone.DIM)


def record_lines(record: Record, reader: RecordReader, fate: TransactionFate | None = None) -> list[tuple[Span, ...]]:
    """Key, time and every header, a line each; what is null or empty is said to be.

    Args:
        fate: what became of its transaction; None where there is nothing to say.
    """
    key = data_spans(reader.key.preview(record.key, TEXT_LIMIT), Tone.KEY)
    lines: list[tuple[Span, ...]] = [(_label("key"), *key), _time_line(record)]
    if fate is not None:
        lines.append((_label("status"), fate_span(fate)))
    for index, (name, value) in enumerate(record.headers):
        spans = data_spans(reader.header(name).preview(value, TEXT_LIMIT), Tone.PLAIN)
        lines.append((_label("" if index else "headers"), (f"{name_text(name)}=", Tone.DIM), *spans))
    if record.headers_problem:
        lines.append((_label("headers"), (sanitise(record.headers_problem), Tone.WARNING)))
    return lines


def record_title(record: Record) -> str:
    """ "Record 0 @ 1,234 · 14 headers": which it is, and how much of it may have to be scrolled to."""
    count = len(record.headers)
    headers = f" · {count:,} header{'s' if count > 1 else ''}" if count else ""
    return f"Record {record.partition} @ {record.offset:,}{headers}"


def _time_line(record: Record) -> tuple[Span, ...]:
    if record.timestamp_ms is None:
        return (_label("time"), ("none", Tone.DIM))
    return (
        _label("time"),
        (numbers.timestamp(record.timestamp_ms), Tone.PLAIN),
        (f"  {record.timestamp_type}", Tone.DIM),
    )


def value_line(record: Record, decoded: Decoded | None) -> tuple[Span, ...]:
    """What the value is taken for and how large it is: "json  135 B"; None while it is being decoded."""
    if not record.value:
        return (_label("value"), (_absent_value(record), Tone.DIM if record.key is None else Tone.WARNING))
    size: Span = (f"  {numbers.size(len(record.value))}", Tone.DIM)
    if decoded is None:
        return (_label("value"), ("…", Tone.DIM), size)
    reason = [(f"  {decoded.reason}", Tone.WARNING)] if decoded.reason else []
    return (_label("value"), (decoded.type, Tone.PLAIN), size, *reason)


def schema_line(words: str) -> tuple[Span, ...]:
    """Which registered schema the value was read by; `M` shows it."""
    return (_label("schema"), (words, Tone.PLAIN), ("  M shows it", Tone.DIM))


def _absent_value(record: Record) -> str:
    if record.value is None:
        return f"{NULL_TEXT}: a tombstone, which deletes its key" if record.key is not None else NULL_TEXT
    return EMPTY_TEXT
