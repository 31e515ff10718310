"""Facts about topics, gathered from what is read by broker or by group."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from kafkatui.model.cluster import ClusterMetadata, Topic
from kafkatui.model.observed import Observed
from kafkatui.model.offset_sample import OffsetSample

T = TypeVar("T")
U = TypeVar("U")


def part(observed: Observed[T], take: Callable[[T], U | None]) -> Observed[U]:
    """A part of what was observed; unknown when the part is not there yet."""
    if observed.value is None:
        return Observed(observed.state, None, observed.as_of_seconds, observed.reason)
    value = take(observed.value)
    return Observed.unknown() if value is None else Observed(observed.state, value, observed.as_of_seconds)


class Derived(Generic[T, U]):
    """A consequence of an observed value, worked out once for each value.

    Args:
        work_out: what takes too long to be repeated at every refresh.
    """

    def __init__(self, work_out: Callable[[T], U]) -> None:
        self._work_out = work_out
        self._source: Observed[T] | None = None
        self._result: Observed[U] = Observed.unknown()

    def of(self, observed: Observed[T]) -> Observed[U]:
        """The consequence of `observed`; the same object again for the same observation."""
        if observed is not self._source:
            is_same_value = self._source is not None and observed.value is self._source.value
            value = self._result.value if is_same_value else observed.map(self._work_out).value
            self._source = observed
            self._result = Observed(observed.state, value, observed.as_of_seconds, observed.reason)
        return self._result


class ListedTopics:
    """The topics of one metadata that are listed, internal ones among them or not."""

    def __init__(self, metadata: ClusterMetadata | None = None, *, shows_internal: bool = False) -> None:
        every = () if metadata is None else tuple(metadata.topics.values())
        self._metadata, self._shows_internal = metadata, shows_internal
        self.topics = every if shows_internal else tuple(topic for topic in every if not topic.is_internal)
        self.names = [topic.name for topic in self.topics]
        self.hidden_count = len(every) - len(self.topics)
        self.partition_count = sum(len(topic.partitions) for topic in self.topics)

    def of(self, metadata: ClusterMetadata, shows_internal: bool) -> ListedTopics:
        """Those of `metadata`: these again when it is the same."""
        if metadata is self._metadata and shows_internal == self._shows_internal:
            return self
        return ListedTopics(metadata, shows_internal=shows_internal)


def newest_of(topic: Topic, some: Observed[OffsetSample], every: Observed[OffsetSample]) -> Observed[OffsetSample]:
    """Of two samples the one to believe of `topic`: that of `some` topics when it has this one and is not older."""
    if some.value is None or not all((topic.name, partition.id) in some.value.ranges for partition in topic.partitions):
        return every
    is_older = every.value is not None and every.value.read_at_seconds > some.value.read_at_seconds
    has_all = every.value is not None and every.value.is_complete
    return every if is_older and has_all else some
