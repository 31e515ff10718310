"""The header's right side: the cluster's health in a dozen words, the most important first to stay."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from kafkatui.insight.health import Health
from kafkatui.model.cluster import ClusterMetadata
from kafkatui.model.event import Severity
from kafkatui.model.finding import Finding
from kafkatui.model.observed import Observed, ObservedState
from kafkatui.model.presence import BrokerPresence, Link, LinkState, PresenceState
from kafkatui.model.profile import Profile
from kafkatui.model.side import is_by_you
from kafkatui.model.task import TaskState
from kafkatui.model.znode import ZooKeeperStatus
from kafkatui.view.span import Span, Tone
from kafkatui.view.text_width import text_width

GAP = "  "

ALWAYS = 0
"""The rank of what needs a person: it stays however narrow the header is."""


@dataclass(frozen=True, slots=True)
class StatusPart:
    """A few words of the header.

    Attributes:
        rank: how soon it gives way to the rest; `ALWAYS` never, the highest first.
    """

    text: str
    tone: Tone
    rank: int


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
    parts = [*kafka_parts(metadata, health, brokers), *zookeeper_parts(link, zookeeper)]
    if findings:
        parts.append(_findings_part(findings))
    if profile.read_only:
        parts.append(StatusPart("read-only", Tone.ZOOKEEPER, 1))
    if profile.note:
        parts.append(StatusPart(profile.note, Tone.WARNING, 6))
    if tasks:
        parts.append(StatusPart(_tasks_text(tasks), Tone.KAFKA, 2))
    if open_count > 1:
        parts.append(StatusPart(f"{open_count} clusters", Tone.DIM, 6))
    clock = time.strftime("%H:%M:%S", time.localtime(now_seconds))
    return [*parts, StatusPart(clock, Tone.DIM, 4)]


def _findings_part(findings: Sequence[Finding]) -> StatusPart:
    """`3 findings`, as bad as the worst."""
    is_bad = any(each.severity is Severity.BAD for each in findings)
    text = f"{len(findings):,} finding{'s' if len(findings) != 1 else ''}"
    return StatusPart(text, Tone.BAD if is_bad else Tone.WARNING, 1)


def _tasks_text(tasks: Sequence[TaskState]) -> str:
    """`2 tasks ▸ 41 %`: the newest one's share, where it is known."""
    share = tasks[0].progress.share
    count = f"{len(tasks)} task{'s' if len(tasks) != 1 else ''}"
    return count if share is None else f"{count} ▸ {share * 100:.0f} %"


def fitted_status(parts: Sequence[StatusPart], room: int) -> list[Span]:
    """The parts that fit into `room` cells, two blanks apart; whole words only, and what needs a person always."""
    kept = list(parts)
    while kept and _width(kept) > room:
        first_to_go = max(kept, key=lambda part: part.rank)
        if first_to_go.rank == ALWAYS:
            break
        kept.remove(first_to_go)
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
    metadata: Observed[ClusterMetadata], health: Health | None, brokers: Sequence[BrokerPresence]
) -> list[StatusPart]:
    """Brokers, controller, topics and what is wrong with them."""
    if is_by_you(metadata.reason):
        return [StatusPart("Kafka disconnected by you", Tone.WARNING, ALWAYS)]
    if metadata.value is None or health is None:
        if metadata.state is ObservedState.FAILED:
            return [StatusPart("Kafka does not answer", Tone.BAD, ALWAYS)]
        if metadata.state is ObservedState.NOT_SUPPORTED:
            return [StatusPart("no Kafka", Tone.DIM, ALWAYS)]
        return [StatusPart("connecting …", Tone.DIM, ALWAYS)]
    up = sum(broker.state is PresenceState.UP for broker in brokers)
    parts = []
    if up < len(brokers):
        parts.append(StatusPart(f"{up}/{len(brokers)} brokers", Tone.BAD, ALWAYS))
    else:
        parts.append(StatusPart(f"{up} broker{'s' if up != 1 else ''} ✓", Tone.GOOD, 2))
    parts.append(_controller_part(metadata.value.controller_id, brokers))
    parts.append(StatusPart(f"{health.topics:,} topic{'s' if health.topics != 1 else ''}", Tone.DIM, 7))
    lagging = health.under_replicated
    parts.append(StatusPart(f"URP {lagging:,}", Tone.WARNING if lagging else Tone.DIM, ALWAYS if lagging else 5))
    if health.leaderless:
        parts.append(StatusPart(f"leaderless {health.leaderless:,}", Tone.BAD, ALWAYS))
    if metadata.state is ObservedState.STALE and metadata.as_of_seconds is not None:
        clock = time.strftime("%H:%M:%S", time.localtime(metadata.as_of_seconds))
        parts.append(StatusPart(f"as of {clock}", Tone.WARNING, ALWAYS))
    return parts


def _controller_part(controller: int | None, brokers: Sequence[BrokerPresence]) -> StatusPart:
    """The controller; with ✗ while it is one by the metadata only."""
    if any(broker.broker.id == controller and broker.state is not PresenceState.UP for broker in brokers):
        return StatusPart(f"ctrl {controller} ✗", Tone.BAD, ALWAYS)
    return StatusPart(f"ctrl {controller if controller is not None else '?'}", Tone.DIM, 8)


def zookeeper_parts(link: Link, zookeeper: Observed[ZooKeeperStatus]) -> list[StatusPart]:
    """ZooKeeper, and whether it is this cluster's."""
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
