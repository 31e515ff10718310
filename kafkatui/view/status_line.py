"""The header's right side: the cluster's health in a dozen words, the most important first to stay."""

from __future__ import annotations

import time
from collections.abc import Sequence

from msgspec import Struct

from kafkatui.insight.health import Health
from kafkatui.model.cluster import ClusterMetadata
from kafkatui.model.event import Severity
from kafkatui.model.finding import Finding
from kafkatui.model.observed import Observed, ObservedState
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.presence import BrokerPresence, Link, LinkState, PresenceState
from kafkatui.model.profile import Profile
from kafkatui.model.replacing import replace
from kafkatui.model.side import is_by_you
from kafkatui.model.task import TaskState
from kafkatui.model.znode import ZooKeeperStatus
from kafkatui.view.span import Span, Tone
from kafkatui.view.text_width import text_width

GAP = "  "

ALWAYS = 0
"""The rank of what needs a person: it stays however narrow the header is."""


class StatusPart(Struct, frozen=True):
    """A few words of the header.

    Attributes:
        rank: how soon it gives way to the rest; `ALWAYS` never, the highest first.
        place: where a click on it leads; None: nowhere.
    """

    text: str
    tone: Tone
    rank: int
    place: Place | None = None


def status_parts(
    profile: Profile,
    metadata: Observed[ClusterMetadata],
    health: Health | None,
    brokers: Sequence[BrokerPresence],
    link: Link,
    zookeeper: Observed[ZooKeeperStatus],
    now_seconds: float,
    tasks: Sequence[TaskState] = (),
    open_count: int = 1,
    findings: Sequence[Finding] = (),
) -> list[StatusPart]:
    """Brokers, controller, topics, what is wrong, ZooKeeper, mode and clock, in that order.

    Args:
        health: of the metadata's value; None while there is none.
        tasks: under way.
        open_count: clusters that are open, this one among them.
        findings: of the doctor, those that need somebody.
    """
    cluster = Place(profile.name, PlaceKind.CLUSTER)
    parts = [*kafka_parts(metadata, health, brokers, profile.name), *zookeeper_parts(link, zookeeper, profile.name)]
    if findings:
        parts.append(_findings_part(findings, cluster.at(tab="doctor")))
    if profile.read_only:
        parts.append(StatusPart("read-only", Tone.ZOOKEEPER, 1, cluster.at(tab="connection")))
    if profile.note:
        parts.append(StatusPart(profile.note, Tone.WARNING, 6, cluster.at(tab="connection")))
    if tasks:
        parts.append(StatusPart(_tasks_text(tasks), Tone.KAFKA, 2, cluster.at(tab="tasks")))
    if open_count > 1:
        parts.append(StatusPart(f"{open_count} clusters", Tone.DIM, 6))
    clock = time.strftime("%H:%M:%S", time.localtime(now_seconds))
    return [*parts, StatusPart(clock, Tone.DIM, 4)]


def _findings_part(findings: Sequence[Finding], doctor: Place) -> StatusPart:
    """`3 findings`, as bad as the worst; leads to that one."""
    worst = next((each for each in findings if each.severity is Severity.BAD), findings[0])
    text = f"{len(findings):,} finding{'s' if len(findings) != 1 else ''}"
    tone = Tone.BAD if worst.severity is Severity.BAD else Tone.WARNING
    return StatusPart(text, tone, 1, doctor.at(cursor=worst.key))


def _tasks_text(tasks: Sequence[TaskState]) -> str:
    """`2 tasks ▸ 41 %`: the newest one's share, where it is known."""
    share = tasks[0].progress.share
    count = f"{len(tasks)} task{'s' if len(tasks) != 1 else ''}"
    return count if share is None else f"{count} ▸ {share * 100:.0f} %"


def fitted_parts(parts: Sequence[StatusPart], room: int) -> list[StatusPart]:
    """The parts that fit into `room` cells; whole words only, and what needs a person always."""
    kept = list(parts)
    while kept and _width(kept) > room:
        first_to_go = max(kept, key=lambda part: part.rank)
        if first_to_go.rank == ALWAYS:
            break
        kept.remove(first_to_go)
    return kept


def status_spans(kept: Sequence[StatusPart]) -> list[Span]:
    """The parts two blanks apart."""
    spans: list[Span] = []
    for part in kept:
        if spans:
            spans.append((GAP, Tone.PLAIN))
        spans.append((part.text, part.tone))
    return spans


def _width(parts: Sequence[StatusPart]) -> int:
    return sum(text_width(part.text) for part in parts) + len(GAP) * (len(parts) - 1)


def least_width(parts: Sequence[StatusPart]) -> int:
    """Cells that the parts which never give way take."""
    return max(0, _width([part for part in parts if part.rank == ALWAYS]))


def kafka_parts(
    metadata: Observed[ClusterMetadata], health: Health | None, brokers: Sequence[BrokerPresence], cluster: str = ""
) -> list[StatusPart]:
    """Brokers, controller, topics and what is wrong with them.

    Args:
        cluster: the profile's name, for the places that they lead to; empty where they lead nowhere.
    """
    parts = _kafka_parts(metadata, health, brokers, cluster)
    return parts if cluster else [replace(part, place=None) for part in parts]


def _kafka_parts(
    metadata: Observed[ClusterMetadata], health: Health | None, brokers: Sequence[BrokerPresence], cluster: str
) -> list[StatusPart]:
    connection = Place(cluster, PlaceKind.CLUSTER, tab="connection")
    if is_by_you(metadata.reason):
        return [StatusPart("Kafka disconnected by you", Tone.WARNING, ALWAYS, connection)]
    if metadata.value is None or health is None:
        if metadata.state is ObservedState.FAILED:
            return [StatusPart("Kafka does not answer", Tone.BAD, ALWAYS, connection)]
        if metadata.state is ObservedState.NOT_SUPPORTED:
            return [StatusPart("no Kafka", Tone.DIM, ALWAYS)]
        return [StatusPart("connecting …", Tone.DIM, ALWAYS)]
    list_of = Place(cluster, PlaceKind.BROKERS)
    wrong = Place(cluster, PlaceKind.CLUSTER, tab="partitions", only_wrong=True)
    up = sum(broker.state is PresenceState.UP for broker in brokers)
    parts = []
    if up < len(brokers):
        parts.append(StatusPart(f"{up}/{len(brokers)} brokers", Tone.BAD, ALWAYS, list_of.at(only_wrong=True)))
    else:
        parts.append(StatusPart(f"{up} broker{'s' if up != 1 else ''} ✓", Tone.GOOD, 2, list_of))
    parts.append(_controller_part(metadata.value.controller_id, brokers, list_of))
    topics = f"{health.topics:,} topic{'s' if health.topics != 1 else ''}"
    parts.append(StatusPart(topics, Tone.DIM, 7, Place(cluster, PlaceKind.TOPICS)))
    lagging, under = health.under_replicated, wrong.at(filter="under-replicated")
    parts.append(StatusPart(f"URP {lagging:,}", Tone.WARNING if lagging else Tone.DIM, ALWAYS if lagging else 5, under))
    if health.leaderless:
        place = wrong.at(filter="leaderless")
        parts.append(StatusPart(f"leaderless {health.leaderless:,}", Tone.BAD, ALWAYS, place))
    if metadata.state is ObservedState.STALE and metadata.as_of_seconds is not None:
        clock = time.strftime("%H:%M:%S", time.localtime(metadata.as_of_seconds))
        parts.append(StatusPart(f"as of {clock}", Tone.WARNING, ALWAYS, connection))
    return parts


def _controller_part(controller: int | None, brokers: Sequence[BrokerPresence], list_of: Place) -> StatusPart:
    """The controller; with ✗ while it is one by the metadata only."""
    place = list_of.at(cursor="" if controller is None else str(controller))
    if any(broker.broker.id == controller and broker.state is not PresenceState.UP for broker in brokers):
        return StatusPart(f"ctrl {controller} ✗", Tone.BAD, ALWAYS, place)
    return StatusPart(f"ctrl {controller if controller is not None else '?'}", Tone.DIM, 8, place)


def zookeeper_parts(link: Link, zookeeper: Observed[ZooKeeperStatus], cluster: str = "") -> list[StatusPart]:
    """ZooKeeper, and whether it is this cluster's.

    Args:
        cluster: as `kafka_parts` takes it.
    """
    place = Place(cluster, PlaceKind.ZOOKEEPER, tab="server") if cluster else None
    return [replace(part, place=place) for part in _zookeeper_parts(link, zookeeper)]


def _zookeeper_parts(link: Link, zookeeper: Observed[ZooKeeperStatus]) -> list[StatusPart]:
    version = zookeeper.value.version if zookeeper.value else ""
    if is_by_you(zookeeper.reason):
        return [StatusPart("zk disconnected by you", Tone.WARNING, ALWAYS)]
    match link.state:
        case LinkState.LINKED if zookeeper.state is ObservedState.STALE:
            return [StatusPart("zk lost", Tone.BAD, ALWAYS)]
        case LinkState.LINKED:
            return [StatusPart(f"zk {version} ✓".replace("  ", " "), Tone.GOOD, 3)]
        case LinkState.CONNECTING:
            return [StatusPart("zk …", Tone.DIM, 3)]
        case LinkState.MISMATCH:
            return [StatusPart("zk: another cluster", Tone.BAD, ALWAYS)]
        case LinkState.UNKNOWN:
            return [StatusPart("zk not linked", Tone.WARNING, 3)]
        case LinkState.FAILED:
            return [StatusPart("zk ✗", Tone.WARNING, 1)]
        case LinkState.NONE:
            return []
