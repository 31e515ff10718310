"""How names of topics fold by what they begin with, up to a separator."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence

from msgspec import Struct

SEPARATORS = (".", "-", "_")
"""What parts of names are put together with."""

_LAST = "\U0010ffff"
"""Sorts behind whatever a name may go on with."""


class TopicPrefix(Struct, frozen=True):
    """A line for several topics whose names begin alike.

    Attributes:
        text: what they begin with, the separator included.
        start, end: which of the names they are.
        depth: of how many opened prefixes it is a part.
        is_open: whether what it stands for is listed below it.
    """

    text: str
    start: int
    end: int
    depth: int = 0
    is_open: bool = False

    @property
    def count(self) -> int:
        """How many topics it stands for."""
        return self.end - self.start

    @property
    def key(self) -> str:
        """What tells it from every topic: no name has a star."""
        return f"{self.text}*"


class SingleTopic(Struct, frozen=True):
    """A line for one topic: which of the names it is, and of how many opened prefixes it is a part."""

    index: int
    depth: int = 0


def _cut(name: str, separator: str, at: int) -> int:
    """Behind the next separator from `at` on, where something stands before and after it; 0 when there is none."""
    start = at
    while name.startswith(separator, start):
        start += len(separator)
    found = name.find(separator, start)
    end = found + len(separator)
    return end if found >= 0 and end < len(name) else 0


def _runs(names: Sequence[str], separator: str, start: int, end: int, at: int) -> Iterator[tuple[str, int, int]]:
    """Names that begin alike beyond `at`, as what they all begin with and which they are; without a text: a single one.

    Args:
        names: sorted.
    """
    while start < end:
        cut = _cut(names[start], separator, at)
        after = bisect_left(names, names[start][:cut] + _LAST, start, end) if cut else start + 1
        if after - start < 2:
            yield "", start, start + 1
            start += 1
            continue
        while deeper := _cut(names[start], separator, cut):
            if not names[after - 1].startswith(names[start][:deeper]):
                break
            cut = deeper
        yield names[start][:cut], start, after
        start = after


def folded(names: Sequence[str], separator: str, opened: Collection[str]) -> list[TopicPrefix | SingleTopic]:
    """The lines of a list of topics that is folded.

    Args:
        names: sorted.
        opened: prefixes whose topics are listed below them.
    """
    lines: list[TopicPrefix | SingleTopic] = []

    def add(start: int, end: int, at: int, depth: int) -> None:
        for text, first, after in _runs(names, separator, start, end, at):
            if not text:
                lines.append(SingleTopic(first, depth))
                continue
            is_open = text in opened
            lines.append(TopicPrefix(text, first, after, depth, is_open))
            if is_open:
                add(first, after, len(text), depth + 1)

    add(0, len(names), 0, 0)
    return lines


def prefixes_of(name: str, names: Sequence[str], separator: str) -> tuple[str, ...]:
    """The prefixes that `name` is folded in, from the shortest on."""
    found: list[str] = []
    start, end, at = 0, len(names), 0
    while cut := _cut(name, separator, at):
        prefix = name[:cut]
        start, end = bisect_left(names, prefix, start, end), bisect_left(names, prefix + _LAST, start, end)
        text = next((text for text, _, _ in _runs(names, separator, start, end, at) if text), "")
        if not text or not name.startswith(text):
            break
        found.append(text)
        at = len(text)
    return tuple(found)


def separators_of(names: Sequence[str]) -> tuple[str, ...]:
    """Separators at which some of the names fold, those first at which the most do."""

    def count(separator: str) -> int:
        return sum(end - start for text, start, end in _runs(names, separator, 0, len(names), 0) if text)

    counts = {separator: count(separator) for separator in SEPARATORS}
    return tuple(sorted((each for each in SEPARATORS if counts[each]), key=lambda each: -counts[each]))
