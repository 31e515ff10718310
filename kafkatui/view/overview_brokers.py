"""The brokers on the overview: one line each, with bars that show imbalance at a glance."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from kafkatui.model.presence import PresenceState
from kafkatui.report.brokers import BrokerRow
from kafkatui.report.disk_sizes import DiskSize
from kafkatui.view import numbers
from kafkatui.view.bar import bar
from kafkatui.view.brokers_table import BROKERS_TABLE, state_text
from kafkatui.view.cell import Cell, cell
from kafkatui.view.cells import MISSING_MARK, observed_cell, plain_count, text_cell
from kafkatui.view.column import SIZE_CELLS, Align, Column
from kafkatui.view.span import Span, Tone
from kafkatui.view.table import TableDefinition
from kafkatui.view.text_width import text_width

SIZE_BAR_FROM = 4
"""Where bars are shorter than this, sizes have none."""

_STATE_MARKS = {
    PresenceState.UP: ("●", Tone.GOOD),
    PresenceState.UNREACHABLE: ("!", Tone.WARNING),
    PresenceState.GONE: ("✗", Tone.BAD),
}


class BrokerLine(Struct, frozen=True):
    """A broker with what its bars are measured against.

    Attributes:
        most_leaders, largest_bytes: of all brokers.
        bar_width: cells of a bar; 0 for none.
    """

    row: BrokerRow
    most_leaders: int
    largest_bytes: int
    bar_width: int


def broker_lines(rows: Sequence[BrokerRow], bar_width: int) -> list[BrokerLine]:
    """A line for each row, all bars on one scale."""
    most = max((row.load.leaders for row in rows), default=0)
    largest = max((row.size.value.size_bytes if row.size.value is not None else 0 for row in rows), default=0)
    return [BrokerLine(row, most, largest, bar_width) for row in rows]


def _id_cell(line: BrokerLine) -> Cell:
    mark, tone = _STATE_MARKS[line.row.presence.state]
    return Cell(((f"{mark} ", tone), (str(line.row.id), Tone.BRIGHT)))


def _address_cell(line: BrokerLine) -> Cell:
    address = line.row.address
    spans: list[Span] = list(text_cell(address).spans) if address else [("address not known", Tone.DIM)]
    if line.row.is_controller:
        spans.append((" ctrl", Tone.KAFKA))
    if line.row.presence.broker.rack is not None:
        spans.append((f" {text_cell(line.row.presence.broker.rack).text}", Tone.DIM))
    return Cell(tuple(spans))


def _leaders_cell(line: BrokerLine) -> Cell:
    leaders, preferred = line.row.load.leaders, line.row.load.preferred
    spans: list[Span] = []
    if line.bar_width:
        spans.append((bar(leaders, line.most_leaders, line.bar_width) + " ", Tone.KAFKA))
    width = len(numbers.count(line.most_leaders))
    spans.append((numbers.count(leaders).rjust(width), Tone.PLAIN if leaders else Tone.DIM))
    if leaders != preferred:
        spans.append((f"/{numbers.count(preferred)}", Tone.DIM))
    bar_cells = line.bar_width + 1 if line.bar_width else 0
    return Cell(tuple(spans), room=bar_cells + 2 * width + 1)


def _size_figure(size: DiskSize) -> Cell:
    figure: Span = (numbers.size(size.size_bytes).rjust(SIZE_CELLS), Tone.PLAIN)
    return Cell((figure, (f" {MISSING_MARK}", Tone.WARNING)) if size.missing else (figure,))


def _size_cell(line: BrokerLine) -> Cell:
    shown = observed_cell(line.row.size, _size_figure)
    if line.bar_width < SIZE_BAR_FROM:
        return shown
    if line.row.size.value is None:  # as wide as it will be
        blank = " " * (line.bar_width + 1 + SIZE_CELLS - text_width(shown.text))
        return Cell((*shown.spans, (blank, Tone.PLAIN)))
    filled = bar(line.row.size.value.size_bytes, line.largest_bytes, line.bar_width)
    return Cell(((f"{filled} ", Tone.KAFKA), *shown.spans))


def _state_cell(line: BrokerLine) -> Cell:
    presence = line.row.presence.state
    if presence is PresenceState.UP:
        late = line.row.load.out_of_sync
        if late:
            return cell(f"up, {numbers.count(late)} behind", Tone.WARNING)
        return cell("up", Tone.GOOD)
    return cell(state_text(line.row), _STATE_MARKS[presence][1])


OVERVIEW_BROKERS: TableDefinition[BrokerLine] = TableDefinition(
    id="overview_brokers",
    noun="broker",
    noun_plural="brokers",
    columns=[
        Column("id", "Id", "The broker's id; ● up, ! unreachable, ✗ gone.", cell=_id_cell, min_width=3),
        Column(
            "address",
            "Address",
            "Where clients reach it, ctrl for the controller, and its rack.",
            cell=_address_cell,
            min_width=12,
            grow=1,
        ),
        Column(
            "leaders",
            "Leaders",
            "Partitions it leads; after the slash those it should lead by preference, when that differs.",
            cell=_leaders_cell,
            max_width=40,
        ),
        Column(
            "replicas",
            "Repl",
            "Replicas: partitions it keeps a copy of.",
            cell=lambda line: plain_count(line.row.load.replicas),
            align=Align.RIGHT,
        ),
        Column(
            "size",
            "Log size",
            "Bytes of all log segments on its disks (1 MB = 1,000,000 bytes).",
            cell=_size_cell,
            max_width=40,
        ),
        Column(
            "state",
            "State",
            "up; behind: replicas on it that are not in sync; unreachable or gone, and since when.",
            cell=_state_cell,
            max_width=20,
        ),
    ],
    key=lambda line: str(line.row.id),
    filter_text=lambda line: f"{line.row.id} {line.row.address}",
    next_step=lambda line: BROKERS_TABLE.next_step(line.row),
)
