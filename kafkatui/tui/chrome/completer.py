"""Completing an expression while it is typed: what fits is told, Tab takes it, Tab again the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from kafkatui.codec.sanitise import sanitise
from kafkatui.insight.search.completion import Completion, completions
from kafkatui.insight.search.known_fields import KnownFields
from kafkatui.view.span import Span, Tone

MOST_TOLD = 4


class _Taken(Struct, frozen=True):
    """What Tab did last: the line it made, and what it was made of."""

    line: str
    cursor: int
    before: str
    after: str
    offered: Sequence[Completion]
    index: int


class Completer:
    """The completions of one line.

    Args:
        known: the fields of the records at hand, asked for while typing.
    """

    def __init__(self, known: Callable[[], KnownFields]) -> None:
        self._known = known
        self._taken: _Taken | None = None

    def hint(self, line: str, cursor: int) -> list[Span]:
        """What Tab would take, and what else fits; empty when nothing does."""
        taken = self._taken
        if taken is not None and (taken.line, taken.cursor) == (line, cursor):
            offered, first = taken.offered, taken.index + 1
        else:
            offered, first = completions(line[:cursor], self._known()), 0
        if len(offered) <= (1 if first else 0):
            return []
        turn = [offered[(first + step) % len(offered)] for step in range(min(MOST_TOLD, len(offered)))]
        spans: list[Span] = [("Tab ", Tone.DIM), (sanitise(turn[0].text), Tone.PLAIN)]
        spans += [(f" · {sanitise(each.text)}", Tone.DIM) for each in turn[1:]]
        more = len(offered) - len(turn)
        return [*spans, (f" · {more} more", Tone.DIM)] if more else spans

    def take(self, line: str, cursor: int) -> tuple[str, int] | None:
        """The line with what fits best, or with the next that fits where Tab made it; None when nothing fits.

        Returns:
            the line, and where its cursor is.
        """
        taken = self._taken
        if taken is None or (taken.line, taken.cursor) != (line, cursor):
            offered = completions(line[:cursor], self._known())
            if not offered:
                return None
            taken = _Taken(line, cursor, line[: offered[0].start], line[cursor:], offered, -1)
        index = (taken.index + 1) % len(taken.offered)
        made = taken.before + taken.offered[index].text
        self._taken = _Taken(made + taken.after, len(made), taken.before, taken.after, taken.offered, index)
        return self._taken.line, self._taken.cursor
