"""Where the logs of a topic begin and end for each kind of reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, ClassVar

from kafkatui.model.cluster import TopicPartition
from kafkatui.model.errors import NotFound
from kafkatui.model.log_bounds import LogBounds
from kafkatui.model.observed import Observed
from kafkatui.session.feeds.base import Feed
from kafkatui.session.feeds.kafka import unanswerable

if TYPE_CHECKING:
    from kafkatui.session.clients import Clients


class LogBoundsFeed(Feed[Mapping[TopicPartition, LogBounds]], frozen=True):
    """Log start, last stable offset and high watermark of a topic's partitions; those that nobody answers for lack."""

    topic: str

    interval_seconds: ClassVar[float] = 3.0

    def read(
        self,
        clients: Clients,
        previous: Observed[Mapping[TopicPartition, LogBounds]],
        publish: Callable[[Mapping[TopicPartition, LogBounds]], None],
    ) -> Mapping[TopicPartition, LogBounds]:
        from kafkatui.kafka.read.offsets import read_offsets

        metadata = clients.metadata()
        if self.topic not in metadata.topics:
            raise NotFound(f"{self.topic} is not among the cluster's topics.")
        partitions = [(self.topic, partition.id) for partition in metadata.topics[self.topic].partitions]
        skip = unanswerable(metadata, partitions, clients.kafka.silent_brokers())
        # Ends first: what is written between the two requests must not look like an open transaction.
        ends = read_offsets(clients.kafka, partitions, skip=skip)
        stable = read_offsets(clients.kafka, partitions, read_committed=True, skip=skip)
        found = {}
        for key, told in ends.items():
            last_stable = stable[key].end
            if told.begin is not None and told.end is not None and last_stable is not None:
                found[key] = LogBounds(told.begin, min(last_stable, told.end), told.end)
        return found
