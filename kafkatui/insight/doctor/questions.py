"""Of what the doctor asks a few only: of which, and at most of how many."""

from __future__ import annotations

from collections import Counter

from kafkatui.model.cluster import ClusterMetadata, TopicPartition
from kafkatui.model.group_samples import GroupsSample
from kafkatui.model.offset_sample import OffsetSample
from kafkatui.model.unread_age import UnreadPlace

MOST_PLACES = 100
MOST_PLACES_OF_A_PARTITION = 3
MOST_BUSY = 10
BUSY_RATE = 100.0
"""Messages a second, from which on it matters in how many batches they come."""

NEWEST_RECORDS = 500
MOST_LEADERLESS = 50


def unread_places(sample: GroupsSample) -> tuple[UnreadPlace, ...]:
    """Where groups go on reading, those first that have most of what is there before them."""
    found: list[tuple[float, str, str, int, int]] = []
    for group in sample.groups:
        committed = sample.committed.get(group.id)
        if committed is None or group.type == "share":
            continue
        for (topic, partition), offset in committed.committed.items():
            log = sample.offsets.ranges.get((topic, partition))
            if log is None or not log.count or log.begin is None or log.end is None:
                continue
            if log.begin <= offset < log.end:
                share = (log.end - offset) / log.count
                found.append((-share, group.id, topic, partition, offset))
    kept: list[UnreadPlace] = []
    of_partition: Counter[TopicPartition] = Counter()
    for _, group_id, topic, partition, offset in sorted(found):
        if len(kept) == MOST_PLACES:
            break
        if of_partition[topic, partition] < MOST_PLACES_OF_A_PARTITION:
            of_partition[topic, partition] += 1
            kept.append(UnreadPlace(group_id, topic, partition, offset))
    return tuple(kept)


def busy_positions(sample: OffsetSample, before: OffsetSample | None) -> tuple[tuple[TopicPartition, int], ...]:
    """The busiest partition of each of the busiest topics, with where its newest records begin.

    Args:
        before: an earlier sample; without one nobody knows what is busy.
    """
    if before is None:
        return ()
    least = BUSY_RATE * max(1.0, sample.read_at_seconds - before.read_at_seconds)
    grown = sorted(((_growth(before, sample, key), key) for key in sample.ranges), reverse=True)
    busiest: dict[str, TopicPartition] = {}
    for count, key in grown:
        if count < least or len(busiest) == MOST_BUSY:
            break
        if not key[0].startswith("__"):
            busiest.setdefault(key[0], key)
    found = []
    for key in sorted(busiest.values()):
        log = sample.ranges.get(key)
        if log is not None and log.begin is not None and log.end is not None:
            found.append((key, max(log.begin, log.end - NEWEST_RECORDS)))
    return tuple(found)


def _growth(before: OffsetSample, now: OffsetSample, key: TopicPartition) -> int:
    earlier = before.ranges.get(key)
    end = now.ranges[key].end
    return end - earlier.end if earlier is not None and earlier.end is not None and end is not None else 0


def leaderless_topics(metadata: ClusterMetadata) -> tuple[str, ...]:
    """Topics with partitions that have no leader."""
    names = [name for name, topic in metadata.topics.items() if any(part.is_leaderless for part in topic.partitions)]
    return tuple(names[:MOST_LEADERLESS])
