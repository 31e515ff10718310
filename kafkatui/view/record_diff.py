"""Two records compared: key, headers and value, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from enum import Enum
from itertools import zip_longest

from msgspec import Struct

from kafkatui.codec.decoded import EMPTY, NULL, Decoded
from kafkatui.codec.decoder import RecordReader
from kafkatui.codec.sanitise import sanitise
from kafkatui.model.record import Record
from kafkatui.view import numbers
from kafkatui.view.data_text import EMPTY_TEXT, NULL_TEXT, data_line, name_text
from kafkatui.view.value_lines import plain_lines

CONTEXT_LINES = 3
"""Lines alike that are shown around those that differ."""

MATCHED_LINES = 4_000
"""More lines than these are compared one by one, the first with the first: to find what moved takes too long."""


class LineKind(Enum):
    """What a line of a comparison is."""

    PART = "part"
    SAME = "same"
    OTHER = "other"
    LEFT_OUT = "left out"


class DiffLine(Struct, frozen=True):
    """A line of both; None where one has no such line.

    Attributes:
        left: of the first record, sanitised; of a part its name, of lines left out how many.
    """

    kind: LineKind
    left: str | None
    right: str | None


class RecordDiff(Struct, frozen=True):
    """What two records have in common and what not.

    Attributes:
        parts: those that differ: "key", "headers", "value".
        verdict: the same in words.
    """

    titles: tuple[str, str]
    lines: tuple[DiffLine, ...]
    parts: tuple[str, ...]
    verdict: str


def record_diff(first: tuple[Record, RecordReader], second: tuple[Record, RecordReader]) -> RecordDiff:
    """Compare two records as they are decoded; it waits for what has to be fetched first."""
    lines: list[DiffLine] = []
    differing: list[str] = []
    count = 0
    one, other = _parts(*first), _parts(*second)
    for name in one:
        compared = list(_compared(one[name], other[name]))
        changed = sum(line.kind is LineKind.OTHER for line in compared)
        count += changed
        title = f"{name}: {_differ(changed)}" if changed else f"{name}: the same"
        lines.append(DiffLine(LineKind.PART, title, title))
        if changed:
            differing.append(name)
            lines += _shortened(compared)
    return RecordDiff(
        (_title(first[0]), _title(second[0])),
        tuple(lines),
        tuple(differing),
        _verdict(first[0], second[0], differing, count),
    )


def text_diff(titles: tuple[str, str], name: str, first: str, second: str) -> RecordDiff:
    """Compare two texts, sanitised."""
    lines = [[sanitise(line) for line in text.split("\n")] for text in (first, second)]
    compared = list(_compared(*lines))
    changed = sum(line.kind is LineKind.OTHER for line in compared)
    if not changed:
        return RecordDiff(titles, (DiffLine(LineKind.PART, f"{name}: the same", None),), (), "they read the same")
    title = f"{name}: {_differ(changed)}"
    shown = (DiffLine(LineKind.PART, title, title), *_shortened(compared))
    return RecordDiff(titles, shown, (name,), _differ(changed))


def _verdict(first: Record, second: Record, differing: Sequence[str], count: int) -> str:
    if differing:
        *others, last = differing
        return f"{_differ(count)}, in {' and '.join([', '.join(others), last] if others else [last])}"
    if (first.key, first.headers, first.value) == (second.key, second.headers, second.value):
        return "identical: key, headers and value"
    return "they read the same, but their bytes differ"


def _differ(count: int) -> str:
    return "1 line differs" if count == 1 else f"{count:,} lines differ"


def _title(record: Record) -> str:
    at = "" if record.timestamp_ms is None else f"  {numbers.timestamp(record.timestamp_ms)}"
    return sanitise(f"{record.topic} {record.partition} @ {record.offset:,}{at}")


def _parts(record: Record, reader: RecordReader) -> dict[str, list[str]]:
    headers = [
        sanitise(f"{name_text(name)}={data_line(reader.header(name).decode_fetched(value))}")
        for name, value in record.headers
    ]
    return {
        "key": _lines(reader.key.decode_fetched(record.key)),
        "headers": headers,
        "value": _lines(reader.value.decode_fetched(record.value)),
    }


def _lines(decoded: Decoded) -> list[str]:
    if decoded.type in (NULL, EMPTY):
        return [NULL_TEXT if decoded.type == NULL else EMPTY_TEXT]
    return [sanitise(line) for line in plain_lines(decoded)]


def _compared(left: list[str], right: list[str]) -> Iterator[DiffLine]:
    """Every line of both, side by side."""
    start = 0
    while start < min(len(left), len(right)) and left[start] == right[start]:
        start += 1
    end = 0
    while end < min(len(left), len(right)) - start and left[-1 - end] == right[-1 - end]:
        end += 1
    yield from (DiffLine(LineKind.SAME, line, line) for line in left[:start])
    yield from _middle(left[start : len(left) - end], right[start : len(right) - end])
    yield from (DiffLine(LineKind.SAME, line, line) for line in left[len(left) - end :])


def _middle(left: list[str], right: list[str]) -> Iterator[DiffLine]:
    if len(left) + len(right) > MATCHED_LINES:
        yield from (_pair(one, other) for one, other in zip_longest(left, right))
        return
    for _, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        yield from (_pair(one, other) for one, other in zip_longest(left[a:b], right[c:d]))


def _pair(one: str | None, other: str | None) -> DiffLine:
    return DiffLine(LineKind.SAME if one == other else LineKind.OTHER, one, other)


def _shortened(lines: Sequence[DiffLine]) -> Iterator[DiffLine]:
    """Without what is alike far from every difference."""
    kept = [False] * len(lines)
    for index, line in enumerate(lines):
        if line.kind is LineKind.OTHER:
            low, high = max(0, index - CONTEXT_LINES), min(len(lines), index + CONTEXT_LINES + 1)
            kept[low:high] = [True] * (high - low)
    left_out = 0
    for line, is_kept in zip(lines, kept, strict=True):
        if is_kept and left_out:
            yield _left_out(left_out)
            left_out = 0
        if is_kept:
            yield line
        else:
            left_out += 1
    if left_out:
        yield _left_out(left_out)


def _left_out(count: int) -> DiffLine:
    words = f"… {count:,} line{'s' if count != 1 else ''} alike"
    return DiffLine(LineKind.LEFT_OUT, words, words)


def unified(lines: Sequence[DiffLine]) -> list[DiffLine]:
    """The same for one column: of neighbours that differ, all of the first record and then all of the second."""
    found: list[DiffLine] = []
    added: list[DiffLine] = []
    for line in lines:
        if line.kind is LineKind.OTHER:
            if line.left is not None:
                found.append(DiffLine(LineKind.OTHER, line.left, None))
            if line.right is not None:
                added.append(DiffLine(LineKind.OTHER, None, line.right))
        else:
            found += added
            added = []
            found.append(line)
    return found + added
