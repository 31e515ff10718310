"""How one value becomes a cell, known or not."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from kafkatui.codec.sanitise import sanitise
from kafkatui.model.observed import Observed, ObservedState
from kafkatui.view import numbers
from kafkatui.view.cell import EMPTY_CELL, Cell, cell
from kafkatui.view.span import Tone

T = TypeVar("T")

LOADING = "…"
"""Stands for a value that is not read yet."""

FAILED = "?"
"""Stands for a value that could not be read, or that nobody can know."""

NOT_SUPPORTED = "n/a"
"""Stands for a value this broker or client cannot tell."""

MISSING_MARK = "+?"
"""After a sum that misses a part."""

LOADING_CELL = cell(LOADING, Tone.DIM)
FAILED_CELL = cell(FAILED, Tone.WARNING)
UNKNOWN_CELL = cell(FAILED, Tone.DIM)
NOT_SUPPORTED_CELL = cell(NOT_SUPPORTED, Tone.DIM)


def text_cell(text: str, tone: Tone = Tone.PLAIN) -> Cell:
    """Text from outside, sanitised, in one line."""
    return cell(sanitise(text), tone)


def optional_cell(value: T | None, show: Callable[[T], str], tone: Tone = Tone.PLAIN) -> Cell:
    """A value that may be unknown for good, shown by `show`."""
    return UNKNOWN_CELL if value is None else cell(show(value), tone)


def observed_cell(observed: Observed[T], show: Callable[[T], Cell]) -> Cell:
    """The value as `show` draws it; "…" while not read, "?" when failed, "n/a" when it cannot be told.

    A stale value is dim and carries the time it was read: "1,204 @12:00:05".
    """
    if observed.value is not None:
        shown = show(observed.value)
        return stale_cell(shown, observed.as_of_seconds) if observed.state is ObservedState.STALE else shown
    if observed.state is ObservedState.UNKNOWN:
        return LOADING_CELL
    return NOT_SUPPORTED_CELL if observed.state is ObservedState.NOT_SUPPORTED else FAILED_CELL


def stale_cell(shown: Cell, as_of_seconds: float | None) -> Cell:
    """`shown`, dimmed and marked with the time it was true."""
    when = FAILED if as_of_seconds is None else numbers.clock(as_of_seconds)
    mark = f" @{when}"
    return Cell(((f"{shown.text}{mark}", Tone.DIM),), passing=len(mark))


def plain_count(number: int) -> Cell:
    """A count with thousands separated."""
    return cell(numbers.count(number))


def alarming_count(number: int, tone: Tone = Tone.WARNING) -> Cell:
    """A count of things that should not be: dim at 0, in `tone` above."""
    return cell(numbers.count(number), tone if number else Tone.DIM)


def plain_size(size_bytes: int) -> Cell:
    """Bytes in a readable unit."""
    return cell(numbers.size(size_bytes))


def plain_rate(per_second: float) -> Cell:
    """Messages per second; dim when nothing moves."""
    return cell(numbers.rate(per_second), Tone.PLAIN if per_second else Tone.DIM)


def optional_rate(per_second: float | None) -> Cell:
    """Messages per second that may be unknown for good."""
    return UNKNOWN_CELL if per_second is None else plain_rate(per_second)


def marked_cell(text: str, mark: str, tone: Tone) -> Cell:
    """Plain text followed by a mark in `tone`."""
    return Cell(((text, Tone.PLAIN), (f" {mark}", tone)))


__all__ = [
    "EMPTY_CELL",
    "FAILED_CELL",
    "LOADING_CELL",
    "MISSING_MARK",
    "NOT_SUPPORTED_CELL",
    "UNKNOWN_CELL",
    "alarming_count",
    "marked_cell",
    "observed_cell",
    "optional_cell",
    "optional_rate",
    "plain_count",
    "plain_rate",
    "plain_size",
    "stale_cell",
    "text_cell",
]
