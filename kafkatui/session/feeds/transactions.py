"""Transactions that are open, and what they hold back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from kafkatui.model.observed import Observed
from kafkatui.model.open_transaction import OpenTransactions
from kafkatui.model.replacing import replace
from kafkatui.session.feeds.base import Feed
from kafkatui.session.feeds.kafka import unanswerable

if TYPE_CHECKING:
    from kafkatui.session.clients import Clients


class OpenTransactionsFeed(Feed[OpenTransactions], frozen=True):
    """Every open transaction of the cluster, partition by partition (Kafka 3.0)."""

    interval_seconds: ClassVar[float] = 5.0
    lane: ClassVar[str] = "log dirs"

    def read(
        self, clients: Clients, previous: Observed[OpenTransactions], publish: Callable[[OpenTransactions], None]
    ) -> OpenTransactions:
        from kafkatui.kafka.read.open_transactions import read_open_transactions

        metadata = clients.metadata()
        sample = read_open_transactions(clients.kafka, list(metadata.topics.values()), list(metadata.brokers))
        return _with_held_back(clients, sample) if sample.transactions else sample


def _with_held_back(clients: Clients, sample: OpenTransactions) -> OpenTransactions:
    """The same, each with what readers of committed records do not get on its partition."""
    from kafkatui.kafka.read.offsets import read_offsets

    partitions = sorted({(each.topic, each.partition) for each in sample.transactions})
    skip = unanswerable(clients.metadata(), partitions, clients.kafka.silent_brokers())
    stable = read_offsets(clients.kafka, partitions, read_committed=True, skip=skip)
    ends = read_offsets(clients.kafka, partitions, skip=skip)
    held: dict[tuple[str, int], int] = {}
    for key in partitions:
        end, last_stable = ends[key].end, stable[key].end
        if end is not None and last_stable is not None:
            held[key] = max(0, end - last_stable)
    found = tuple(replace(each, held_back=held.get((each.topic, each.partition))) for each in sample.transactions)
    return replace(sample, transactions=found)
