"""Looks at consumer groups for the verb `progress`: once, or again and again for a while."""

from __future__ import annotations

import time
from collections.abc import Sequence

from kafkatui.cli.readings import observe
from kafkatui.model.cluster import ClusterMetadata
from kafkatui.model.errors import NotFound
from kafkatui.model.group_samples import GroupSample
from kafkatui.model.observed import Observed
from kafkatui.model.replacing import replace
from kafkatui.model.time_lag import UnreadRecords
from kafkatui.report.consumption import ConsumptionRow, consumption_row, each_group
from kafkatui.report.progress import NO_RECORDS, group_within
from kafkatui.session.feeds import GroupFeed, GroupsFeed, MetadataFeed, UnreadRecordsFeed
from kafkatui.session.group_memory import GroupMemory
from kafkatui.session.session import ClusterSession

LOOK_SECONDS = 2.0
"""Between two looks."""

MOST_TIMED = 20
"""Without names, so many groups' lags in time are read: each takes some requests."""


def look_at_groups(session: ClusterSession, names: Sequence[str], topic: str, seconds: float) -> list[ConsumptionRow]:
    """How groups do.

    Args:
        names: of the groups; empty: all there are.
        topic: only what concerns it; empty: everything.
        seconds: for how long they are looked at; 0: once.

    Raises:
        NotFound: no such topic, or no such group.
    """
    metadata = session.fetch(MetadataFeed())
    if topic and topic not in metadata.topics:
        raise NotFound(f"There is no topic {topic}.", "`kafkatui topics` lists them.")
    session.find_unreachable()
    memory = GroupMemory()
    deadline = time.monotonic() + seconds
    samples = _looked(session, names, memory)
    while (left := deadline - time.monotonic()) > 0:
        time.sleep(min(LOOK_SECONDS, left))
        samples = _looked(session, names, memory)
    within = [each for each in (_within(topic, sample) for sample in samples) if each is not None]
    is_timed = bool(names) or len(within) <= MOST_TIMED
    return [
        consumption_row(
            sample,
            _narrowed(metadata, topic),
            memory.track(sample.group.id),
            _unread(session, sample.group.id) if is_timed and not sample.group.error else NO_RECORDS,
        )
        for sample in within
    ]


def _looked(session: ClusterSession, names: Sequence[str], memory: GroupMemory) -> tuple[GroupSample, ...]:
    if names:
        feeds = [GroupFeed(name) for name in dict.fromkeys(names)]
        samples = tuple(session.fetch(feed) for feed in feeds)
    else:
        samples = each_group(session.fetch(GroupsFeed()))
        feeds = [GroupFeed(sample.group.id) for sample in samples]
    for feed, sample in zip(feeds, samples, strict=True):
        memory.see(feed, Observed.ok(sample, time.time()))
    return samples


def _unread(session: ClusterSession, group_id: str) -> UnreadRecords:
    """The oldest unread records; none where they cannot be read: the rest stands without them."""
    return observe(session, UnreadRecordsFeed(group_id)).value or NO_RECORDS


def _within(topic: str, sample: GroupSample) -> GroupSample | None:
    """The sample as far as the topic is concerned; None where the group has nothing to do with it."""
    if not topic:
        return sample
    group, committed = group_within(lambda key: key[0] == topic, sample.group, sample.committed)
    if not committed.committed and not any(member.assignment for member in group.members):
        return None
    return replace(sample, group=group, committed=committed)


def _narrowed(metadata: ClusterMetadata, topic: str) -> ClusterMetadata:
    return replace(metadata, topics={topic: metadata.topics[topic]}) if topic else metadata
