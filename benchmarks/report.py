"""What a benchmark answers: figures with their targets, as a table."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure.

    Attributes:
        unit: "s", "ms", "MB" or "" for a count.
        target: the most it may be, None where there is no target.
        peer: the same figure of another program in the same run; None where it has none.
        note: how it was taken, or what it means.
    """

    question: str
    result: float
    unit: str
    target: float | None = None
    peer: float | None = None
    note: str = ""

    @property
    def verdict(self) -> str:
        """reached, or by how much it is missed."""
        if self.target is None:
            return "–"
        if self.result <= self.target:
            return "reached"
        over = self.result - self.target
        return f"missed by {_number(over)} {self.unit}".rstrip()

    def row(self) -> str:
        """The figure as a row of the table."""
        target = "–" if self.target is None else f"≤ {_number(self.target)} {self.unit}".rstrip()
        peer = "–" if self.peer is None else f"{_number(self.peer)} {self.unit}"
        ratio = "–" if self.peer is None or not self.result else f"{self.peer / self.result:.1f}×"
        result = f"{_number(self.result)} {self.unit}".rstrip()
        return f"| {self.question} | {target} | {result} | {peer} | {ratio} | {self.verdict} | {self.note} |"


def table(figures: Sequence[Figure], peer: str = "kaskade") -> str:
    """The figures as a Markdown table; `peer` is what they are beside."""
    name = peer.replace("|", "\\|")
    heading = (
        f"| figure | target | kafkatui | {name} | {name} ÷ kafkatui | verdict | note |\n|---|---|---|---|---|---|---|"
    )
    return "\n".join([heading, *(figure.row() for figure in figures)])


def median(values: Sequence[float]) -> float:
    """The middle one."""
    return statistics.median(values)


def percentile(values: Sequence[float], fraction: float) -> float:
    """The value that `fraction` of all do not exceed."""
    return sorted(values)[min(len(values) - 1, int(len(values) * fraction))]


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"
