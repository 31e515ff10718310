"""How old the newest record of topics is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, ClassVar

from kafkatui.model.observed import Observed
from kafkatui.session.feeds.base import Feed
from kafkatui.session.feeds.kafka import unanswerable

if TYPE_CHECKING:
    from kafkatui.session.clients import Clients


class NewestRecordsFeed(Feed[Mapping[str, int | None]], frozen=True):
    """The time of the newest record of some topics, in Unix milliseconds; None where there is none.

    Topics of which no partition answered are absent. Only for brokers with `Capability.NEWEST_TIMES`: others take the
    question for one after the first record.
    """

    topics: tuple[str, ...]

    interval_seconds: ClassVar[float] = 5.0

    def read(
        self,
        clients: Clients,
        previous: Observed[Mapping[str, int | None]],
        publish: Callable[[Mapping[str, int | None]], None],
    ) -> Mapping[str, int | None]:
        from kafkatui.kafka.read.newest_times import read_newest_times

        metadata = clients.metadata()
        known = [metadata.topics[name] for name in self.topics if name in metadata.topics]
        partitions = [(topic.name, partition.id) for topic in known for partition in topic.partitions]
        skip = unanswerable(metadata, partitions, clients.kafka.silent_brokers())
        times = read_newest_times(clients.kafka, partitions, skip)
        found: dict[str, int | None] = {}
        for (name, _), time_ms in times.items():
            before = found.get(name)
            found[name] = before if time_ms is None else max(time_ms, before or 0)
        return found
