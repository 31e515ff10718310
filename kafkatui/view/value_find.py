"""Finding a text in the lines of a value."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from kafkatui.codec.sanitise import sanitise

MOST_MATCHES = 10_000
"""So many are found at most; who looks for more of them looks for something else."""

SLICE_LINES = 500


class Match(Struct, frozen=True, order=True):
    """Where the text stands: a line, and the first character and the one behind the last of it."""

    line: int
    start: int
    end: int


def pattern_of(text: str) -> re.Pattern[str]:
    """What finds `text` as it is shown, in any case."""
    return re.compile(re.escape(sanitise(text)), re.IGNORECASE)


def find_slices(
    count: int, text_at: Callable[[int], str], pattern: re.Pattern[str], found: list[Match]
) -> Iterator[int]:
    """Look through lines in steps of a few milliseconds; gives how many were looked at.

    Args:
        count: of the lines.
        text_at: a line as it is shown; empty for one that is not looked at.
        found: takes the matches, in order.
    """
    for line in range(count):
        for match in pattern.finditer(text_at(line)):
            found.append(Match(line, match.start(), match.end()))
            if len(found) >= MOST_MATCHES:
                return
        if line % SLICE_LINES == 0:
            yield line


def found_words(matches: Sequence[Match], index: int | None) -> str:
    """ "3 of 17", "17 found" before one of them was gone to, "not found"."""
    if not matches:
        return "not found"
    count = f"{len(matches):,}" + ("+" if len(matches) >= MOST_MATCHES else "")
    return f"{count} found" if index is None else f"{index + 1:,} of {count}"
