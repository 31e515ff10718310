"""The rows of all topics, made when somebody looks at them: a refresh costs the same at 10 and at 10,000 topics."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kafkatui.insight.topic_totals import TopicSize, groups_by_topic, size_by_topic
from kafkatui.model.cluster import ClusterMetadata
from kafkatui.model.config_entry import LogDir
from kafkatui.model.group_samples import GroupsSample
from kafkatui.model.observed import Observed
from kafkatui.report.derived import Derived
from kafkatui.report.lazy_rows import LazyRows
from kafkatui.report.topics import GroupCounts, TopicReadings, TopicRow, topic_row


class ListedTopics:
    """The topics of one metadata that are listed, internal ones among them or not."""

    def __init__(self, metadata: ClusterMetadata | None = None, *, shows_internal: bool = False) -> None:
        every = () if metadata is None else tuple(metadata.topics.values())
        self._metadata, self._shows_internal = metadata, shows_internal
        self.topics = every if shows_internal else tuple(topic for topic in every if not topic.is_internal)
        self.names = [topic.name for topic in self.topics]
        self.hidden_count = len(every) - len(self.topics)
        self.partition_count = sum(len(topic.partitions) for topic in self.topics)

    def partitions_of(self, names: Iterable[str]) -> int:
        """How many partitions those have that are still there."""
        topics = {} if self._metadata is None else self._metadata.topics
        return sum(len(topics[name].partitions) for name in names if name in topics)

    def of(self, metadata: ClusterMetadata, shows_internal: bool) -> ListedTopics:
        """Those of `metadata`: these again when its topics are the same."""
        is_same = self._metadata is not None and metadata.topics is self._metadata.topics
        if is_same and shows_internal == self._shows_internal:
            return self
        return ListedTopics(metadata, shows_internal=shows_internal)


class TopicList:
    """Rows of the topics, the same ones again for as long as nothing they are made from changes."""

    def __init__(self) -> None:
        self.listed = ListedTopics()
        self._readings: TopicReadings | None = None
        self._rows: Sequence[TopicRow] = ()

    def rows(self, metadata: ClusterMetadata, readings: TopicReadings, *, shows_internal: bool) -> Sequence[TopicRow]:
        """A row for every topic of `metadata` that is listed; each is made when it is looked at."""
        listed = self.listed.of(metadata, shows_internal)
        if listed is not self.listed or not readings.is_as(self._readings):
            self.listed, self._readings = listed, readings
            topics = listed.topics
            self._rows = LazyRows(listed.names, lambda index: topic_row(topics[index], readings))
        return self._rows


def derived_sizes() -> Derived[tuple[LogDir, ...], Mapping[str, TopicSize]]:
    """What the log directories say of each topic, worked out once for each reading."""
    return Derived(size_by_topic)


def derived_groups() -> Derived[GroupsSample, GroupCounts]:
    """How many groups have to do with each topic, worked out once for each reading."""
    return Derived(group_counts)


def group_counts(sample: GroupsSample) -> GroupCounts:
    """How many groups have to do with each topic."""
    counts = groups_by_topic(sample.groups, sample.committed)
    return GroupCounts(counts, bool(sample.errors), consumed_by_topic(sample))


def consumed_by_topic(sample: GroupsSample) -> Mapping[str, float]:
    """Messages per second that all groups together commit in each topic; absent where nothing is known."""
    found: dict[str, float] = {}
    for rates in sample.commit_rates.values():
        for (topic, _), rate in rates.items():
            found[topic] = found.get(topic, 0.0) + rate
    return found


def sizes_of(log_dirs: Observed[tuple[LogDir, ...]]) -> Observed[Mapping[str, TopicSize]]:
    """What the log directories say of each topic."""
    return log_dirs.map(lambda dirs: size_by_topic(dirs))


def topic_rows(metadata: ClusterMetadata, names: Iterable[str], readings: TopicReadings) -> list[TopicRow]:
    """The rows of those topics, in that order, all made at once."""
    return [topic_row(metadata.topics[name], readings) for name in names]
