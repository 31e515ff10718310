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

_STATE_TONES = {
    "stable": Tone.GOOD,
    "empty": Tone.DIM,
    "preparingrebalance": Tone.WARNING,
    "completingrebalance": Tone.WARNING,
    "assigning": Tone.WARNING,
    "reconciling": Tone.WARNING,
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


def lag_total_cell(total: LagTotal) -> Cell:
    """ "1,204", "1,204 +3?" when three partitions are unknown, "?" when all are."""
    if total.known is None:
        return FAILED_CELL if not total.backlog else cell(f"? ({numbers.count(total.backlog)} unread)", Tone.WARNING)
    spans: list[Span] = [(numbers.count(total.known), Tone.PLAIN if total.known else Tone.DIM)]
    if total.unknown:
        spans.append((f" +{numbers.count(total.unknown)}?", Tone.WARNING))
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
        "Stable: members read; Empty: nobody does; PreparingRebalance, CompletingRebalance: partitions change hands; "
        "Dead: it is gone.",
        cell=lambda row: state_cell(group(row)),
        sort_key=lambda row: group(row).state.lower() or None,
        json_name="state",
        json_value=lambda row: group(row).state or None,
        min_width=6,
        max_width=40,
    )


def lag_column(sentence: str, total: Callable[[R], LagTotal | None], draw: Callable[[R], Cell]) -> Column[R]:
    """The lag drawn by `draw`, sorted by what is known of it and exported only when all of it is."""

    def known(row: R) -> int | None:
        lag = total(row)
        return None if lag is None else lag.known

    def exact(row: R) -> int | None:
        lag = total(row)
        return None if lag is None else lag.exact

    return Column(
        "lag",
        "Lag",
        sentence,
        cell=draw,
        align=Align.RIGHT,
        sort_key=known,
        json_name="lag",
        json_value=exact,
        min_width=5,
        max_width=32,
    )
