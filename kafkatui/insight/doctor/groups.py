"""Consumer groups: who reads, who does not, and what was or will be lost."""

from __future__ import annotations

from collections.abc import Iterator

from kafkatui.insight.doctor.course import Standing
from kafkatui.insight.doctor.known import Known
from kafkatui.insight.doctor.rule import Rule, Suspicion, some
from kafkatui.insight.falling_behind import falls_behind
from kafkatui.insight.verdict import GROWS_FOR_SECONDS, NEAR_LOSS_SHARE, growing_seconds
from kafkatui.model.cluster import OffsetRange, TopicPartition, partition_text
from kafkatui.model.counted import counted
from kafkatui.model.event import Severity
from kafkatui.model.finding import Subject
from kafkatui.model.group import Group
from kafkatui.model.group_samples import GroupsSample
from kafkatui.model.place import PlaceKind
from kafkatui.model.target import Target

STUCK_SECONDS = 300.0
"""Consumers commit every 5 s, sinks of Kafka Connect once in a minute, others with their checkpoints."""

_UNKNOWN = OffsetRange(None, None)
_REBALANCING = frozenset({"PreparingRebalance", "CompletingRebalance", "Assigning", "Reconciling"})

_Commits = Iterator[tuple[TopicPartition, int, OffsetRange]]


def group_subject(group: Group) -> Subject:
    """A group."""
    return Subject(f"group {group.id}", PlaceKind.GROUP, group.id)


def _read(known: Known) -> Iterator[tuple[Group, GroupsSample]]:
    """Groups that were read just now."""
    sample = known.groups.current
    for group in sample.groups if sample is not None else ():
        if sample is not None and not group.error:
            yield group, sample


def _commits(group: Group, sample: GroupsSample) -> _Commits:
    """What it has committed, with the logs."""
    committed = sample.committed.get(group.id)
    if committed is not None and group.type != "share":
        for key, offset in sorted(committed.committed.items()):
            yield key, offset, sample.offsets.ranges.get(key, _UNKNOWN)


def not_told(known: Known) -> Iterator[Suspicion]:
    """Groups whose coordinator does not tell of them."""
    sample = known.groups.current
    for group in sample.groups if sample is not None else ():
        if group.error:
            yield Suspicion(
                group_subject(group),
                f"Nothing is known of group {group.id}.",
                (known.kafka_of(known.groups, group.error),),
            )


def left_behind(known: Known) -> Iterator[Suspicion]:
    """Nobody is in it, and there is something to read."""
    for group, sample in _read(known):
        total = sample.lags.get(group.id)
        if not group.members and total is not None and total.known and total.known > 0:
            words = f"state {group.state}, no member, {counted(total.known, 'record')} to read"
            yield Suspicion(
                group_subject(group), f"Nobody reads for group {group.id}.", (known.kafka_of(known.groups, words),)
            )


def unread_partitions(known: Known) -> Iterator[Suspicion]:
    """It has members, and none of them reads a partition with something in it."""
    for group, sample in _read(known):
        if group.state != "Stable" or not any(member.assignment for member in group.members):
            continue
        read = {key for member in group.members for key in member.assignment}
        topics = {topic for topic, _ in read} | {topic for member in group.members for topic in member.topics}
        left = [
            key
            for key, offset, log in _commits(group, sample)
            if key not in read and key[0] in topics and log.end is not None and log.end > offset
        ]
        if left:
            words = f"{counted(len(left), 'partition')} without a reader: {some([partition_text(key) for key in left])}"
            yield Suspicion(
                group_subject(group),
                f"Members of group {group.id} leave partitions out.",
                (known.kafka_of(known.groups, words),),
            )


def falling_behind(known: Known) -> Iterator[Suspicion]:
    """Its lag grows for ever: by more than its steps explain, or for a quarter of an hour already."""
    for group, sample in _read(known):
        history, total = sample.lag_history.get(group.id), sample.lags.get(group.id)
        if not group.members or total is None or total.known is None:
            continue
        growing = growing_seconds(known.course.lags.get(group.id, ()), known.now_seconds)
        if growing >= GROWS_FOR_SECONDS or (history is not None and falls_behind(history)):
            words = f"lag {total.known:,} and growing, {counted(len(group.members), 'member')}"
            since = known.now_seconds - growing if growing >= GROWS_FOR_SECONDS else None
            yield Suspicion(
                group_subject(group), f"Group {group.id} falls behind.", (known.kafka_of(known.groups, words),), since
            )


def stuck(known: Known) -> Iterator[Suspicion]:
    """A member has a partition, more is written to it, and its commit does not move."""
    for group, sample in _read(known):
        here: list[tuple[str, Standing]] = []
        for member in group.members:
            for key in member.assignment:
                standing, log = known.course.standing.get((group.id, key)), sample.offsets.ranges.get(key, _UNKNOWN)
                if standing is not None and log.end is not None and log.end > standing.end:
                    lag = log.end - standing.offset
                    words = f"{partition_text(key)} at {standing.offset:,}, {lag:,} behind, {member.client_id}"
                    here.append((words, standing))
        if here and group.state == "Stable":
            since = min(standing.since_seconds for _, standing in here)
            yield Suspicion(
                group_subject(group),
                f"Group {group.id} is stuck on {counted(len(here), 'partition')}.",
                (known.kafka_of(known.groups, some([words for words, _ in here], 3)),
                 known.seen("none of these commits has moved, and the logs have", since)),
                since,
            )  # fmt: skip


def rebalancing(known: Known) -> Iterator[Suspicion]:
    """It does not come out of its rebalance."""
    for group, _ in _read(known):
        if group.state in _REBALANCING:
            yield Suspicion(
                group_subject(group),
                f"Group {group.id} does not come to rest.",
                (known.kafka_of(known.groups, f"state {group.state}, {counted(len(group.members), 'member')}"),),
            )


def gone_topics(known: Known) -> Iterator[Suspicion]:
    """Commits for topics that are gone."""
    for group, sample in _read(known):
        gone = sorted({key[0] for key, _, _ in _commits(group, sample)} - known.topics.keys())
        if gone:
            yield Suspicion(
                group_subject(group),
                f"Group {group.id} has commits for {counted(len(gone), 'topic')} that are gone.",
                (known.kafka_of(known.groups, f"commits for {some(gone)}"), known.kafka("no such topic")),
            )


def lost_records(known: Known) -> Iterator[Suspicion]:
    """Its commit lies before the beginning of the log."""
    for group, sample in _read(known):
        lost = {
            key: log.begin - offset
            for key, offset, log in _commits(group, sample)
            if log.begin is not None and offset < log.begin and not _is_compacted(known, key[0])
        }
        if lost:
            words = some([f"{partition_text(key)}: {count:,}" for key, count in lost.items()], 3)
            yield Suspicion(
                group_subject(group),
                f"Group {group.id} lost {sum(lost.values()):,} records.",
                (known.kafka_of(known.groups, f"deleted before they were read: {words}"),),
            )


def beyond_end(known: Known) -> Iterator[Suspicion]:
    """Its commit lies beyond the end of the log."""
    for group, sample in _read(known):
        found = [
            f"{partition_text(key)}: {offset:,} of {log.end:,}"
            for key, offset, log in _commits(group, sample)
            if log.end is not None and offset > log.end
        ]
        if found:
            yield Suspicion(
                group_subject(group),
                f"Group {group.id} has committed what does not exist.",
                (known.kafka_of(known.groups, some(found, 3)),),
            )


def near_loss(known: Known) -> Iterator[Suspicion]:
    """Most of what the log still holds is unread, and the log loses its oldest records."""
    for group, sample in _read(known):
        near, topics = [], dict[str, None]()
        for key, offset, log in _commits(group, sample):
            held = log.count
            if not held or not log.begin or log.end is None or offset < log.begin or _is_compacted(known, key[0]):
                continue
            if (log.end - offset) / held > NEAR_LOSS_SHARE:
                near.append(f"{partition_text(key)}: {(log.end - offset) / held:.0%}")
                topics[key[0]] = None
        if near:
            yield Suspicion(
                group_subject(group),
                f"Group {group.id} will lose records soon.",
                (known.kafka_of(known.groups, f"of what is retained, unread: {some(near, 3)}"),),
                targets=tuple(Target(PlaceKind.TOPIC, topic, setting="retention.ms") for topic in topics),
            )


def _is_compacted(known: Known, topic: str) -> bool:
    """Whether the log's beginning may move for another reason than its age; also where that is not known."""
    entry = known.config(topic, "cleanup.policy")
    return entry is None or entry.value is None or "delete" not in entry.value


_RESET = "Find out what was lost; then reset the group's offsets to where it should go on."

RULES = (
    Rule(
        "group-not-told",
        "groups",
        "Group that nobody tells of",
        Severity.WARNING,
        not_told,
        "Its coordinator does not answer, so that it cannot commit either; or this user may not see it.",
        "Go by what is said here; else look at __consumer_offsets and the broker that leads its partition.",
        hold_seconds=30.0,
    ),
    Rule(
        "group-without-members",
        "groups",
        "Nobody reads, though there is something",
        Severity.WARNING,
        left_behind,
        "Its consumers are not running; what it has not read grows and is deleted in time.",
        "Start its consumers, or delete the group if it is not needed any more.",
        hold_seconds=60.0,
    ),
    Rule(
        "group-unread-partitions",
        "groups",
        "Partitions that no member reads",
        Severity.WARNING,
        unread_partitions,
        "Records of these partitions wait although the group is running.",
        "Look at the members' assignments; their consumers may assign partitions by hand.",
        hold_seconds=60.0,
    ),
    Rule(
        "group-falling-behind",
        "groups",
        "Group falls behind",
        Severity.WARNING,
        falling_behind,
        "More is written than it reads: its lag grows until records are deleted unread.",
        "Add consumers, up to the number of partitions, or find what slows them down.",
        hold_seconds=60.0,
        needs_time=True,
    ),
    Rule(
        "group-stuck",
        "groups",
        "Group that is stuck",
        Severity.WARNING,
        stuck,
        "A member has the partition and gets nowhere: a record that it cannot deal with, or it hangs.",
        "Look at that member's log; its next record is read with Messages from the committed offset.",
        hold_seconds=STUCK_SECONDS,
        needs_time=True,
    ),
    Rule(
        "group-rebalancing",
        "groups",
        "Group that does not come to rest",
        Severity.WARNING,
        rebalancing,
        "Nobody reads while it lasts: a member does not come back, or members come and go.",
        "Look at its members; one may take longer than max.poll.interval.ms.",
        hold_seconds=120.0,
        needs_time=True,
    ),
    Rule(
        "group-gone-topic",
        "groups",
        "Commits for a topic that is gone",
        Severity.INFO,
        gone_topics,
        "A new topic of that name would be read from there on.",
        "Delete these offsets.",
        action="group.delete_offsets",
        hold_seconds=60.0,
        compares=True,
    ),
    Rule(
        "group-lost-records",
        "groups",
        "Records lost",
        Severity.BAD,
        lost_records,
        "They were deleted before the group read them.",
        _RESET,
        action="group.reset",
        hold_seconds=10.0,
    ),
    Rule(
        "group-beyond-end",
        "groups",
        "Commit beyond the end",
        Severity.WARNING,
        beyond_end,
        "The log was cut or made anew: the group begins anew by its auto.offset.reset, or skips what comes.",
        _RESET,
        action="group.reset",
        hold_seconds=30.0,
    ),
    Rule(
        "group-near-loss",
        "groups",
        "Records about to be lost",
        Severity.WARNING,
        near_loss,
        "It has not read over 80 % of what the log still holds, and the oldest are being deleted.",
        "Raise the topic's retention until it has caught up.",
        action="topic.config",
        hold_seconds=60.0,
    ),
)
"""The rules about consumer groups."""
