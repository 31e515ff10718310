"""What producers write and how long it is kept, against how far groups are."""

from __future__ import annotations

from collections.abc import Iterator

from kafkatui.insight.doctor.groups import group_subject
from kafkatui.insight.doctor.known import Known
from kafkatui.insight.doctor.questions import BUSY_RATE
from kafkatui.insight.doctor.rule import Rule, Suspicion, some
from kafkatui.insight.doctor.topics import topic_subject
from kafkatui.insight.verdict import span
from kafkatui.model.event import Severity
from kafkatui.model.place import PlaceKind
from kafkatui.model.target import Target
from kafkatui.model.unread_age import UnreadPlace

LEAST_BATCHES = 20
TINY_RECORDS, TINY_BYTES = 2.0, 1_024.0
"""Batches of fewer records and fewer bytes on average are tiny: each is a request's work for the broker."""


def _retention_seconds(known: Known, topic: str) -> float | None:
    """How long a topic keeps records by their age; None for ever, and where it is not known."""
    policy, entry = known.config(topic, "cleanup.policy"), known.config(topic, "retention.ms")
    if policy is None or "delete" not in (policy.value or "") or entry is None or not (entry.value or "").isdecimal():
        return None
    return int(entry.value or "0") / 1000


def behind_retention(known: Known) -> Iterator[Suspicion]:
    """The oldest record that a group has still to read is older than its topic keeps records."""
    ages, sample = known.unread_ages.current, known.groups.current
    late: dict[str, list[tuple[float, UnreadPlace, float]]] = {}
    for place, written in (ages or {}).items():
        kept = _retention_seconds(known, place.topic)
        committed = sample.committed.get(place.group_id) if sample is not None else None
        is_there = committed is not None and committed.committed.get((place.topic, place.partition)) == place.offset
        age = known.now_seconds - written
        if kept is not None and is_there and age > kept:
            late.setdefault(place.group_id, []).append((age, place, kept))
    for group in sample.groups if sample is not None else ():
        if not (found := sorted(late.get(group.id, ()), reverse=True)):
            continue
        words = [
            f"{place.topic}-{place.partition}: its oldest unread record is {span(age)} old" for age, place, _ in found
        ]
        age, place, kept = found[0]
        yield Suspicion(
            group_subject(group),
            f"Group {group.id} is further behind than {place.topic} keeps records.",
            (
                known.kafka_of(known.unread_ages, some(words, 3)),
                known.kafka_of(known.configs[place.topic], f"retention.ms={kept * 1000:.0f} ({span(kept)})"),
            ),
            known.now_seconds - (age - kept),
            targets=(Target(PlaceKind.TOPIC, place.topic, setting="retention.ms"),),
        )


def tiny_batches(known: Known) -> Iterator[Suspicion]:
    """A busy partition is written to in batches of next to nothing."""
    for key, sizes in (known.batches.current or {}).items():
        if key[0] not in known.topics or sizes.batches < LEAST_BATCHES:
            continue
        records, size = sizes.records / sizes.batches, sizes.size_bytes / sizes.batches
        if records < TINY_RECORDS and size < TINY_BYTES:
            words = (
                f"{key[0]}-{key[1]}: {sizes.batches:,} batches of {records:,.1f} records and {size:,.0f} B on average"
            )
            yield Suspicion(
                topic_subject(key[0], "partitions"),
                f"{key[0]} is written to in tiny batches.",
                (known.kafka_of(known.batches, words),),
            )


GROUP_RULES = (
    Rule(
        "group-behind-retention",
        "groups",
        "Retention shorter than the lag",
        Severity.WARNING,
        behind_retention,
        "What it has not read may be deleted at any time: it is older than the topic keeps records.",
        "Raise the topic's retention until it has caught up.",
        action="topic.config",
        hold_seconds=60.0,
    ),
)
"""The rules about groups and retention."""

TOPIC_RULES = (
    Rule(
        "batches-tiny",
        "topics",
        "Tiny batches",
        Severity.INFO,
        tiny_batches,
        f"From {BUSY_RATE:.0f} messages a second on every batch is a request's work; they compress badly, too.",
        "Let its producers wait a little (linger.ms) and take more (batch.size).",
        hold_seconds=600.0,
    ),
)
"""The rules about how topics are written to."""
