"""The overview's health lines: what a person on call wants to know first, each with a mark and where to look."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from kafkatui.insight.health import Health
from kafkatui.model.cluster import ClusterMetadata
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.presence import BrokerPresence, PresenceState
from kafkatui.report.cluster_partitions import PartitionState
from kafkatui.view import numbers
from kafkatui.view.cell import Cell
from kafkatui.view.cells import text_cell
from kafkatui.view.column import Column
from kafkatui.view.next_steps import BROKER_STEPS, PARTITION_STEPS, NextStep
from kafkatui.view.span import Span, Tone
from kafkatui.view.table import TableDefinition

SKEW_LIMIT = 0.1
"""Above this share of partitions that an election would give back to their preferred replica Kafka itself steps in
(`leader.imbalance.per.broker.percentage`, default 10)."""

_MARKS = {Tone.GOOD: "✓", Tone.WARNING: "!", Tone.BAD: "✗"}


class HealthLine(Struct, frozen=True):
    """One line.

    Attributes:
        tone: GOOD, WARNING, BAD, or DIM for a plain fact.
        spans: the value and what explains it.
        place: where Enter leads.
        next_step: what to do, where it is not as it should be.
    """

    label: str
    tone: Tone
    spans: tuple[Span, ...]
    place: Place | None = None
    next_step: str = ""


CONTROLLER_STEP = NextStep(
    "Look at the brokers' controller logs and at what elects it: ZooKeeper, or the quorum.",
    page=PlaceKind.BROKERS,
    tab="logs",
)
SKEW_STEP = NextStep("Let the preferred replicas lead again: a, Elect leaders.", "partition.elect")


def health_lines(
    cluster: str,
    metadata: ClusterMetadata,
    health: Health,
    presences: Sequence[BrokerPresence],
    min_isr_unknown: str,
    min_isr_checked: int | None = None,
) -> list[HealthLine]:
    """The lines, in the order of urgency.

    Args:
        cluster: the profile's name, for places.
        min_isr_unknown: why `min.insync.replicas` is not known of every topic; empty when it is.
        min_isr_checked: where it was asked only of topics that miss replicas: their partitions that miss some and
            whose minimum is known; None where it was asked of all topics.
    """
    topics = Place(cluster, PlaceKind.TOPICS)
    partitions = Place(cluster, PlaceKind.CLUSTER, tab="partitions")
    wrong = partitions.at(only_wrong=True)
    return [
        _brokers(cluster, health, presences),
        _controller(cluster, metadata, health),
        _alarm("Under-repl", PartitionState.UNDER_REPLICATED, health.under_replicated, health, wrong),
        _alarm("Leaderless", PartitionState.LEADERLESS, health.leaderless, health, wrong),
        _min_isr(health, min_isr_unknown, min_isr_checked, partitions.at(filter="minimum")),
        _skew(cluster, health),
        _leaders(cluster, health),
        HealthLine("Topics", Tone.DIM, _counted(health.topics, f"+{health.internal_topics:,} internal"), topics),
        HealthLine("Partitions", Tone.DIM, _counted(health.partitions, _replicas(metadata)), partitions),
    ]


def _counted(count: int, note: str) -> tuple[Span, ...]:
    return ((numbers.count(count), Tone.BRIGHT), (f"  {note}", Tone.DIM))


def _replicas(metadata: ClusterMetadata) -> str:
    count = sum(len(partition.replicas) for topic in metadata.topics.values() for partition in topic.partitions)
    return f"{numbers.count(count)} replicas"


def _brokers(cluster: str, health: Health, presences: Sequence[BrokerPresence]) -> HealthLine:
    is_ok = health.brokers_up == health.brokers_expected
    spans: list[Span] = [(f"{health.brokers_up} of {health.brokers_expected} up", Tone.BRIGHT if is_ok else Tone.BAD)]
    absent = [presence for presence in presences if presence.state is not PresenceState.UP]
    if absent:
        named = ", ".join(f"{presence.broker.id} {presence.state.value}" for presence in absent)
        spans.append((f"  {named}", Tone.BAD))
    states = {presence.state for presence in absent}
    worst = PresenceState.GONE if PresenceState.GONE in states or not states else PresenceState.UNREACHABLE
    step = "" if is_ok else BROKER_STEPS[worst]
    place = Place(cluster, PlaceKind.BROKERS)
    return HealthLine("Brokers", Tone.GOOD if is_ok else Tone.BAD, tuple(spans), place, step)


def _controller(cluster: str, metadata: ClusterMetadata, health: Health) -> HealthLine:
    controller = health.controller_id
    if not metadata.is_controller_known:
        return HealthLine("Controller", Tone.DIM, (("?", Tone.DIM), ("  not told yet", Tone.DIM)))
    if controller is None:
        words: tuple[Span, ...] = (("?", Tone.BAD), ("  no broker says it is", Tone.DIM))
        return HealthLine("Controller", Tone.BAD, words, Place(cluster, PlaceKind.BROKERS), CONTROLLER_STEP)
    place = Place(cluster, PlaceKind.BROKER, str(controller))
    broker = metadata.brokers.get(controller)
    if broker is None:
        # A KRaft controller need not be a broker.
        return HealthLine("Controller", Tone.GOOD, ((str(controller), Tone.BRIGHT), ("  not a broker", Tone.DIM)))
    address = text_cell(broker.address).text
    return HealthLine("Controller", Tone.GOOD, ((str(controller), Tone.BRIGHT), (f"  {address}", Tone.DIM)), place)


def _alarm(label: str, state: PartitionState, count: int, health: Health, wrong: Place) -> HealthLine:
    note, place = f"of {health.partitions:,}", wrong.at(filter=state.value)
    if not count:
        return HealthLine(label, Tone.GOOD, (("0", Tone.BRIGHT), (f"  {note}", Tone.DIM)), place)
    tone = Tone.BAD if state is PartitionState.LEADERLESS else Tone.WARNING
    spans = ((numbers.count(count), tone), (f"  {note}", Tone.DIM))
    return HealthLine(label, tone, spans, place, PARTITION_STEPS[state])


def _min_isr(health: Health, unknown: str, checked: int | None, place: Place) -> HealthLine:
    label = "Under min"
    if health.under_min_isr is None:
        return HealthLine(label, Tone.DIM, (("?", Tone.DIM), (f"  {text_cell(unknown).text}", Tone.DIM)), place)
    note = f"of {health.partitions:,}"
    if checked is not None:
        missed = health.under_replicated
        note = (
            f"of {checked:,} missing replicas" if checked == missed else f"of {checked:,}/{missed:,} missing replicas"
        )
    elif health.under_min_isr:
        note = "acks=all refused"
    spans: list[Span] = [(numbers.count(health.under_min_isr), Tone.BAD if health.under_min_isr else Tone.BRIGHT)]
    if health.at_min_isr:
        spans.append((f"  {numbers.count(health.at_min_isr)} at minimum", Tone.WARNING))
    spans.append((f"  {note}", Tone.DIM))
    tone = Tone.BAD if health.under_min_isr else Tone.WARNING if health.at_min_isr else Tone.GOOD
    step = PARTITION_STEPS[PartitionState.UNDER_MIN if tone is Tone.BAD else PartitionState.AT_MIN]
    return HealthLine(label, tone, tuple(spans), place, "" if tone is Tone.GOOD else step)


def _skew(cluster: str, health: Health) -> HealthLine:
    place = Place(cluster, PlaceKind.CLUSTER, tab="partitions", filter="preferred")
    if health.preferred_skew is None:
        return HealthLine("Leader skew", Tone.DIM, (("–", Tone.DIM), ("  no partition has a leader", Tone.DIM)), place)
    is_much = (health.electable_skew or 0) > SKEW_LIMIT
    shown = (numbers.percent(health.preferred_skew), Tone.WARNING if is_much else Tone.BRIGHT)
    note = f"  {numbers.count(health.not_preferred)} moved"
    tone = Tone.WARNING if is_much else Tone.GOOD
    return HealthLine("Leader skew", tone, (shown, (note, Tone.DIM)), place, SKEW_STEP if is_much else "")


def _leaders(cluster: str, health: Health) -> HealthLine:
    place = Place(cluster, PlaceKind.BROKERS)
    low, high = health.leaders_min, health.leaders_max
    if low is None or high is None:
        return HealthLine("Leaders", Tone.DIM, (("?", Tone.WARNING), ("  no broker is known", Tone.DIM)), place)
    spread = numbers.count(low) if low == high else f"{numbers.count(low)}–{numbers.count(high)}"
    return HealthLine("Leaders", Tone.DIM, ((spread, Tone.BRIGHT), ("  per broker", Tone.DIM)), place)


def _label_cell(line: HealthLine) -> Cell:
    return Cell(((f"{_MARKS.get(line.tone, ' ')} ", line.tone), (line.label, Tone.DIM)))


OVERVIEW_HEALTH: TableDefinition[HealthLine] = TableDefinition(
    id="overview_health",
    noun="line",
    noun_plural="lines",
    columns=[
        Column("label", "Health", "✓ as it should be, ! look at it, ✗ act.", cell=_label_cell, min_width=13),
        Column(
            "value",
            "Now",
            "What it is, and why.",
            cell=lambda line: Cell(line.spans),
            max_width=80,
            grow=1,
        ),
    ],
    key=lambda line: line.label,
    filter_text=lambda line: line.label,
    is_wrong=lambda line: line.tone in (Tone.WARNING, Tone.BAD),
    next_step=lambda line: line.next_step,
)
