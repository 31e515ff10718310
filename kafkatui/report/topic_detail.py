"""What is told of one topic beside its row: who leads and keeps it, its rates, its groups, its newest record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec import Struct

from kafkatui.insight.rates import total_rate
from kafkatui.insight.topic_totals import topics_of
from kafkatui.model.cluster import ClusterMetadata, Partition, Topic
from kafkatui.model.config_entry import LogDir
from kafkatui.model.group_samples import GroupsSample
from kafkatui.model.observed import Observed
from kafkatui.model.offset_sample import OffsetSample
from kafkatui.report.progress import TopicGroupRow, topic_group_rows
from kafkatui.report.topics import TopicRow


class TopicDetail(Struct, frozen=True):
    """One topic.

    Attributes:
        leaders: partitions led, by broker.
        preferred: partitions that their preferred leader leads.
        sizes: bytes on disk by broker; None while they were not looked up.
        rates: messages per second, look by look, all partitions together; None where one look gave none.
        consumed: messages per second that all its groups commit together; None when not known of any.
        groups: each group that has to do with it, the one with most lag first.
        newest_ms: the time of its newest record, Unix milliseconds.
        wrong: partitions without a leader or with a replica out of sync.
    """

    row: TopicRow
    leaders: Mapping[int, int]
    preferred: int
    sizes: Mapping[int, int] | None
    rates: Sequence[float | None]
    consumed: float | None
    groups: Sequence[TopicGroupRow]
    newest_ms: Observed[int]
    wrong: Sequence[Partition]


def topic_detail(
    row: TopicRow,
    *,
    sizes: Mapping[int, int] | None,
    offsets: OffsetSample | None,
    groups: Observed[GroupsSample],
    group_ids: Collection[str],
    metadata: ClusterMetadata | None,
    newest_ms: Observed[int],
) -> TopicDetail:
    """What is known of the topic of `row`.

    Args:
        sizes: as `sizes_by_broker` has them.
        offsets: of this topic, with the history of its rates; None while it was not looked at by itself.
        group_ids: of those that have to do with it.
    """
    topic = row.topic
    parts = topic_group_rows(topic.name, groups, metadata, group_ids)
    consumed = [each.rate for each in parts if each.rate is not None]
    return TopicDetail(
        row,
        leaders=Counter(partition.leader for partition in topic.partitions if not partition.is_leaderless),
        preferred=sum(bool(each.replicas) and each.leader == each.replicas[0] for each in topic.partitions),
        sizes=sizes,
        rates=_rates(topic, offsets),
        consumed=sum(consumed) if consumed else None,
        groups=sorted(parts, key=lambda each: (-(each.lag.known or 0), each.group.id)),
        newest_ms=newest_ms,
        wrong=[each for each in topic.partitions if each.is_leaderless or each.is_under_replicated],
    )


def sizes_by_broker(topic: str, log_dirs: Iterable[LogDir]) -> dict[int, int]:
    """Bytes that each broker told of the replicas of a topic; looks at every replica there is."""
    sizes: Counter[int] = Counter()
    for log_dir in log_dirs:
        for replica in log_dir.replicas:
            if replica.topic == topic:
                sizes[log_dir.broker_id] += replica.size_bytes
    return dict(sizes)


def group_ids_by_topic(sample: GroupsSample) -> Mapping[str, frozenset[str]]:
    """Which groups have to do with each topic; those without one are absent."""
    found: dict[str, set[str]] = {}
    for group in sample.groups:
        for topic in topics_of(group, sample.committed):
            found.setdefault(topic, set()).add(group.id)
    return {topic: frozenset(ids) for topic, ids in found.items()}


def _rates(topic: Topic, offsets: OffsetSample | None) -> tuple[float | None, ...]:
    """The histories of all partitions added up, the newest last."""
    if offsets is None:
        return ()
    keys = [(topic.name, partition.id) for partition in topic.partitions]
    histories = [offsets.rate_histories[key].samples for key in keys if key in offsets.rate_histories]
    longest = max(map(len, histories), default=0)
    found: list[float | None] = []
    for back in range(longest, 0, -1):
        known = {keys[index]: each[-back] for index, each in enumerate(histories) if len(each) >= back}
        told = {key: rate for key, rate in known.items() if rate is not None}
        found.append(total_rate(told, told))
    return tuple(found)
