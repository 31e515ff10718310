"""Columns that every table of groups has: the group, its state and its lag."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from kafkatui.model.group import Group
from kafkatui.model.lag import LagTotal
from kafkatui.view import numbers
from kafkatui.view.cell import Cell, cell
from kafkatui.view.cells import FAILED_CELL, text_cell
from kafkatui.view.column import Align, Column
from kafkatui.view.column_kinds import text_column
from kafkatui.view.span import Span, Tone

R = TypeVar("R")

BEYOND_END = "beyond the end"
BEYOND_END_FIELD = "beyond_end"
"""In JSON and CSV, beside the lag."""

BEYOND_END_HELP = " N beyond the end: commits lie so far behind the logs' ends, as after a topic was made anew."

_STATE_TONES = {
    "stable": Tone.GOOD,
    "empty": Tone.DIM,
    "preparingrebalance": Tone.WARNING,
    "completingrebalance": Tone.WARNING,
    "assigning": Tone.WARNING,
    "reconciling": Tone.WARNING,
    "notready": Tone.WARNING,
    "dead": Tone.BAD,
}


def state_tone(group: Group) -> Tone:
    """How good the group's state is."""
    return _STATE_TONES.get(group.state.lower().replace("_", ""), Tone.PLAIN)


def state_cell(group: Group) -> Cell:
    """The group's state; its error instead when it could not be described."""
    if group.error:
        return text_cell(group.error, Tone.BAD)
    return text_cell(group.state, state_tone(group))


def lag_text(lag: int) -> str:
    """1204 → "1,204", −999 → "999 beyond the end"."""
    return numbers.count(lag) if lag >= 0 else f"{numbers.count(-lag)} {BEYOND_END}"


def lag_total_cell(total: LagTotal) -> Cell:
    """ "1,204", "1,204 +3?" when three partitions are unknown, "?" when all are; "999 beyond the end" in any case."""
    if total.known is None:
        return FAILED_CELL if not total.backlog else cell(f"? ({numbers.count(total.backlog)} unread)", Tone.WARNING)
    spans: list[Span] = []
    if total.known or not total.beyond_end:
        spans.append((numbers.count(total.known), Tone.PLAIN if total.known else Tone.DIM))
    if total.unknown:
        spans.append((f" +{numbers.count(total.unknown)}?", Tone.WARNING))
    if total.beyond_end:
        spans.append((f"{', ' if spans else ''}{numbers.count(total.beyond_end)} {BEYOND_END}", Tone.BAD))
    return Cell(tuple(spans))


def group_column(sentence: str, group: Callable[[R], Group]) -> Column[R]:
    """The group's id."""
    return text_column(
        "id",
        "Group",
        sentence,
        lambda row: group(row).id,
        tone=lambda row: Tone.BRIGHT,
        min_width=12,
        max_width=80,
        grow=1,
    )


def state_column(group: Callable[[R], Group]) -> Column[R]:
    """The group's state, or why it is not known."""
    return Column(
        "state",
        "State",
        "Stable: members read; Empty: nobody does; PreparingRebalance, CompletingRebalance, Assigning, Reconciling: "
        "partitions change hands; NotReady: a streams application lacks topics, or they do not fit; Dead: it is gone.",
        cell=lambda row: state_cell(group(row)),
        sort_key=lambda row: group(row).state.lower() or None,
        json_name="state",
        json_value=lambda row: group(row).state or None,
        min_width=6,
        max_width=40,
    )


def lag_column(
    sentence: str,
    total: Callable[[R], LagTotal | None],
    draw: Callable[[R], Cell],
    marks: tuple[tuple[str, Callable[[R], object]], ...] = (),
) -> Column[R]:
    """The lag drawn by `draw`, sorted by what is known of it and exported only when all of it is.

    How far commits lie beyond the ends is exported beside it.
    """

    def known(row: R) -> int | None:
        lag = total(row)
        return None if lag is None else lag.known

    def exact(row: R) -> int | None:
        lag = total(row)
        return None if lag is None else lag.exact

    def beyond_end(row: R) -> int | None:
        lag = total(row)
        return None if lag is None or lag.known is None else lag.beyond_end

    return Column(
        "lag",
        "Lag",
        sentence + BEYOND_END_HELP,
        cell=draw,
        align=Align.RIGHT,
        sort_key=known,
        json_name="lag",
        json_value=exact,
        json_marks=((BEYOND_END_FIELD, beyond_end), *marks),
        min_width=5,
        max_width=48,
    )
