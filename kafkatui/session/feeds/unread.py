"""How old what a group has still to read is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from kafkatui.model.errors import RequestFailed
from kafkatui.model.group import WHOLE_GROUP
from kafkatui.model.observed import Observed
from kafkatui.model.time_lag import UnreadRecord, UnreadRecords
from kafkatui.session.feeds.base import Feed
from kafkatui.session.feeds.groups import COMMITS_TOPIC, COORDINATOR_ADVICE, read_positions
from kafkatui.session.feeds.kafka import read_sample

if TYPE_CHECKING:
    from kafkatui.model.cluster import TopicPartition
    from kafkatui.session.clients import Clients


class UnreadRecordsFeed(Feed[UnreadRecords], frozen=True):
    """The oldest record that a group has still to read, in each partition where there is one."""

    group_id: str

    interval_seconds: ClassVar[float] = 10.0
    lane: ClassVar[str] = "log dirs"

    def read(
        self, clients: Clients, previous: Observed[UnreadRecords], publish: Callable[[UnreadRecords], None]
    ) -> UnreadRecords:
        from kafkatui.kafka.read.groups import describe_groups
        from kafkatui.kafka.read.oldest_unread import read_oldest_unread

        if COMMITS_TOPIC not in clients.metadata().topics:
            return UnreadRecords({}, {})
        groups = describe_groups(clients.kafka, [self.group_id])
        committed = read_positions(clients, groups)[self.group_id]  # first: a lag is never below 0 so
        if WHOLE_GROUP in committed.errors:
            raise RequestFailed(committed.errors[WHOLE_GROUP], COORDINATOR_ADVICE)
        ranges = read_sample(clients, sorted(committed.committed), Observed.unknown()).ranges
        wanted: dict[TopicPartition, int] = {}
        for key, offset in committed.committed.items():
            log = ranges[key]
            if log.begin is not None and log.end is not None and offset < log.end:
                wanted[key] = max(offset, log.begin)
        before = previous.value.records if previous.value is not None else {}
        known: dict[TopicPartition, UnreadRecord] = {
            key: before[key] for key, offset in wanted.items() if key in before and before[key].committed == offset
        }
        found = read_oldest_unread(clients.kafka, {key: offset for key, offset in wanted.items() if key not in known})
        return UnreadRecords({**known, **found.records}, found.problems)
