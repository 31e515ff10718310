"""A broker's figures one below the other, those that it did not tell with the reason."""

from __future__ import annotations

from msgspec import Struct

from kafkatui.model.broker_figures import FIGURES, BrokerFigures, Figure, FigureUnit

LITTLE_IDLE = 0.3
"""Below this share of idle time, what handles requests is too busy."""

NEEDS_TWO = "Known after the second look: a total alone is told."
OF_CONTROLLER = "The controller tells it."
NOT_TOLD = "The agent does not tell it."


class FigureRow(Struct, frozen=True):
    """One figure.

    Attributes:
        value: None when it was not told.
        reason: why it is not there.
        is_wrong: whether somebody should look at it.
    """

    figure: Figure
    value: float | None
    reason: str = ""
    is_wrong: bool = False


def figure_rows(told: BrokerFigures) -> list[FigureRow]:
    """Every figure there is, in its order."""
    return [_row(figure, told) for figure in FIGURES]


def _row(figure: Figure, told: BrokerFigures) -> FigureRow:
    value = told.values.get(figure.name)
    if value is not None:
        return FigureRow(figure, value, is_wrong=_is_wrong(figure, value))
    if figure.name in told.totals:
        return FigureRow(figure, None, NEEDS_TWO)
    return FigureRow(figure, None, OF_CONTROLLER if figure.controller_only else NOT_TOLD)


def _is_wrong(figure: Figure, value: float) -> bool:
    if figure.unit is FigureUnit.SHARE:
        return value < LITTLE_IDLE
    return figure.name in ("under_replicated_partitions", "offline_partitions") and value > 0
