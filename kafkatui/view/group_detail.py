"""What is to be said of the group under the cursor, line by line."""

from __future__ import annotations

from collections.abc import Sequence

from kafkatui.codec.sanitise import sanitise
from kafkatui.model.group import Group
from kafkatui.model.group_track import LagLook
from kafkatui.model.lag import PartitionProgress
from kafkatui.report.consumption import ConsumptionRow
from kafkatui.view import numbers
from kafkatui.view.cell import Cell, cell
from kafkatui.view.cells import optional_cell, optional_rate, text_cell
from kafkatui.view.column import Align
from kafkatui.view.consumption_cells import time_lag_cell, verdict_cell
from kafkatui.view.progress_table import committed_cell, lag_cell, member_text
from kafkatui.view.span import Span, Tone
from kafkatui.view.text_table import table_lines
from kafkatui.view.verdict_lines import verdict_lines

Line = tuple[Span, ...]

MOST_PARTITIONS = 30
"""Those that need somebody most, of those listed; the others are counted."""

MOST_MEMBERS = 4

_HEADINGS = (
    ("Partition", Align.LEFT),
    ("Lag", Align.RIGHT),
    ("Behind", Align.RIGHT),
    ("in/s", Align.RIGHT),
    ("out/s", Align.RIGHT),
    ("Verdict", Align.LEFT),
    ("Committed", Align.RIGHT),
    ("End", Align.RIGHT),
    ("Member", Align.LEFT),
)


def group_lines(row: ConsumptionRow, looks: Sequence[LagLook]) -> list[Line]:
    """Its verdict in words and figures, its lag over time, its members, and its partitions, the worst first."""
    lines = [*verdict_lines(row, looks), _members(row.group)]
    if not row.progress:
        return lines
    worst = sorted(row.progress, key=_need, reverse=True)
    lines += [(), *table_lines(_HEADINGS, [_cells(part) for part in worst[:MOST_PARTITIONS]])]
    if len(worst) > MOST_PARTITIONS:
        lines.append(((f"and {numbers.count(len(worst) - MOST_PARTITIONS)} more; ⏎ lists them", Tone.DIM),))
    return lines


def _need(part: PartitionProgress) -> tuple[int, int]:
    """How much a partition needs somebody: by its verdict, then by what is left to read."""
    rank = -1 if part.verdict is None else part.verdict.kind.rank
    return rank, part.lag if part.lag is not None else part.backlog or 0


def _members(group: Group) -> Line:
    if not group.members:
        return (("nobody is in the group", Tone.DIM),)
    noun = "member" if len(group.members) == 1 else "members"
    names = [
        f"{sanitise(member.client_id or member.member_id)} @{sanitise(member.host.lstrip('/'))}"
        f" reads {len(member.assignment)}"
        for member in group.members[:MOST_MEMBERS]
    ]
    more = len(group.members) - MOST_MEMBERS
    rest = f" and {numbers.count(more)} more" if more > 0 else ""
    return ((f"{numbers.count(len(group.members))} {noun}  ", Tone.PLAIN), (", ".join(names) + rest, Tone.DIM))


def _cells(part: PartitionProgress) -> tuple[Cell, ...]:
    return (
        text_cell(f"{part.topic}-{part.partition}", Tone.BRIGHT),
        lag_cell(part),
        time_lag_cell(part.time_lag),
        optional_rate(part.produce_rate),
        optional_rate(part.consume_rate),
        verdict_cell(part.verdict),
        committed_cell(part),
        optional_cell(part.end, numbers.count),
        text_cell(member_text(part)) if part.member is not None else cell("nobody", Tone.DIM),
    )
