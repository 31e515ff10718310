"""The table of brokers."""

from __future__ import annotations

from kafkatui.model.place import PlaceKind
from kafkatui.model.presence import PresenceState
from kafkatui.report.brokers import BrokerRow
from kafkatui.report.disk_sizes import DiskSize
from kafkatui.view import numbers
from kafkatui.view.cell import Cell, cell
from kafkatui.view.cells import EMPTY_CELL, MISSING_MARK, alarming_count, plain_size, text_cell
from kafkatui.view.column import Align, Column
from kafkatui.view.column_kinds import number_column, observed_column, text_column
from kafkatui.view.next_steps import BROKER_STEPS, NextStep
from kafkatui.view.span import Span, Tone
from kafkatui.view.table import TableDefinition

CONTROLLER_MARK = "ctrl"

PARTITIONS_STEP = NextStep(
    "See which brokers what it leads lacks in sync: :partitions.", page=PlaceKind.CLUSTER, tab="partitions"
)

ADDRESS_WIDTH = 15
"""Of a short IPv4 address with a port: on narrow screens the last columns give way, not what names the broker."""


def state_text(row: BrokerRow) -> str:
    """ "up", "unreachable 12s", "gone 2m"."""
    state = row.presence.state.value
    if row.presence.state is PresenceState.UP or row.state_age_seconds is None:
        return state
    return f"{state} {numbers.age(row.state_age_seconds)}"


def disk_size_cell(size: DiskSize) -> Cell:
    """ "1.2 GB"; "1.2 GB +?" when a log directory could not be read."""
    known = plain_size(size.size_bytes)
    return Cell((*known.spans, (f" {MISSING_MARK}", Tone.WARNING))) if size.missing else known


_STATE_TONES = {
    PresenceState.UP: Tone.GOOD,
    PresenceState.UNREACHABLE: Tone.WARNING,
    PresenceState.GONE: Tone.BAD,
}


def _rack_cell(row: BrokerRow) -> Cell:
    rack = row.presence.broker.rack
    return cell("–", Tone.DIM) if rack is None else text_cell(rack)


def _leaders_cell(row: BrokerRow) -> Cell:
    """With room for what is behind the slash: a broker that fails puts it there, on all."""
    leaders, preferred = numbers.count(row.load.leaders), f"/{numbers.count(row.load.preferred)}"
    spans: list[Span] = [(leaders, Tone.PLAIN)]
    if row.load.leaders != row.load.preferred:
        spans.append((preferred, Tone.DIM))
    return Cell(tuple(spans), room=len(leaders) + len(preferred))


def _next_step(row: BrokerRow) -> str:
    if step := BROKER_STEPS.get(row.presence.state):
        return step
    if row.load.out_of_sync:
        return "It catches up by itself; if it does not, see its log and disks: ⏎."
    if row.load.under_replicated:
        return PARTITIONS_STEP
    return ""


_COLUMNS: list[Column[BrokerRow]] = [
    number_column(
        "id",
        "Id",
        "The broker's id: node.id, or broker.id in ZooKeeper mode.",
        lambda row: row.id,
        cell=lambda row: cell(str(row.id), Tone.BRIGHT),
        min_width=2,
        is_name=True,
    ),
    text_column(
        "address",
        "Host:port",
        "Where the broker says clients reach it, on the listener kafkatui uses.",
        lambda row: row.address,
        min_width=ADDRESS_WIDTH,
        grow=1,
    ),
    text_column(
        "rack",
        "Rack",
        "The broker's broker.rack; Kafka spreads the replicas of new partitions over racks.",
        lambda row: row.presence.broker.rack or "",
        cell=_rack_cell,
        max_width=24,
    ),
    Column(
        "controller",
        "Ctrl",
        "The controller is the broker that elects leaders and tells the others; there is exactly one at a time.",
        cell=lambda row: cell(CONTROLLER_MARK, Tone.KAFKA) if row.is_controller else EMPTY_CELL,
        sort_key=lambda row: not row.is_controller,
        json_name="is_controller",
        json_value=lambda row: row.is_controller,
        min_width=4,
    ),
    number_column(
        "leaders",
        "Leaders",
        "Partitions this broker leads; after the slash those it should lead by preference, when that differs.",
        lambda row: row.load.leaders,
        cell=_leaders_cell,
    ),
    number_column(
        "replicas",
        "Replicas",
        "Partitions this broker keeps a copy of, as leader or follower.",
        lambda row: row.load.replicas,
    ),
    number_column(
        "under_replicated",
        "Under-repl",
        "Partitions led by this broker that have fewer in-sync replicas than replicas, as its own metric counts.",
        lambda row: row.load.under_replicated,
        cell=lambda row: alarming_count(row.load.under_replicated),
    ),
    number_column(
        "out_of_sync",
        "Out of sync",
        "Replicas on this broker that are not in the ISR: what it has yet to catch up with, or lost.",
        lambda row: row.load.out_of_sync,
        cell=lambda row: alarming_count(row.load.out_of_sync),
    ),
    observed_column(
        "size",
        "Log size",
        "Bytes of all log segments in this broker's log directories (1 MB = 1,000,000 bytes); +? when one of them "
        "could not be read.",
        lambda row: row.size,
        show=disk_size_cell,
        json_name="size_bytes",
        json_value=lambda size: size.whole_bytes,
        json_marks=(("size_is_partial", lambda row: row.size.value and bool(row.size.value.missing)),),
        sort_value=lambda size: size.size_bytes,
    ),
    observed_column(
        "registered",
        "Registered since",
        "When the broker registered in ZooKeeper: its last start, or the last time its session was lost.",
        lambda row: row.registered_at_seconds,
        show=lambda at: cell(numbers.date_time(at)),
        json_name="registered_at",
        json_value=lambda at: numbers.iso_timestamp(int(at * 1000)),
        align=Align.LEFT,
        max_width=30,
    ),
    text_column(
        "state",
        "State",
        "up; unreachable: the cluster still names it but it does not answer kafkatui; gone: the cluster lost it.",
        state_text,
        tone=lambda row: _STATE_TONES[row.presence.state],
        max_width=24,
    ),
]

BROKERS_TABLE: TableDefinition[BrokerRow] = TableDefinition(
    id="brokers",
    noun="broker",
    noun_plural="brokers",
    columns=_COLUMNS,
    key=lambda row: str(row.id),
    filter_text=lambda row: f"{row.id} {row.address} {row.presence.broker.rack or ''} {state_text(row)}",
    is_wrong=lambda row: row.is_wrong,
    next_step=_next_step,
)
