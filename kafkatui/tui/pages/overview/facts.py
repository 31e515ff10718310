"""What the overview counts, kept until the metadata changes: a large cluster is not counted anew every second."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from kafkatui.insight.brokers import NO_LOAD, BrokerLoad, broker_loads
from kafkatui.insight.health import Health, health
from kafkatui.model.cluster import ClusterMetadata
from kafkatui.model.config_entry import ConfigEntry
from kafkatui.model.observed import Observed
from kafkatui.model.presence import BrokerPresence, PresenceState
from kafkatui.view.brokers_table import BrokerRow

CONFIG_LIMIT = 500
"""Topics whose `min.insync.replicas` is asked for; with more topics, only those that miss replicas.

A minimum above the replication factor is then not seen while all replicas are there."""

_UNREAD_TIME: Observed[float] = Observed.unknown()


class OverviewFacts:
    """Health and broker loads of the newest metadata."""

    def __init__(self) -> None:
        self._min_isr: dict[str, int] = {}
        self._loads: Mapping[int, BrokerLoad] = {}
        self._counted: ClusterMetadata | None = None
        self._health: Health | None = None
        self._health_of: tuple[object, ...] = ()

    def topics_to_configure(self, metadata: ClusterMetadata) -> tuple[str, ...]:
        """The topics whose minimum ISR the overview needs."""
        topics = metadata.topics.values()
        if len(topics) <= CONFIG_LIMIT:
            return tuple(metadata.topics)
        return tuple(topic.name for topic in topics if topic.under_replicated_count)[:CONFIG_LIMIT]

    def min_isr_checked(self, metadata: ClusterMetadata) -> int | None:
        """Partitions that miss replicas and whose minimum is known; None where all topics are asked about."""
        if len(metadata.topics) <= CONFIG_LIMIT:
            return None
        known = (metadata.topics[name] for name in self._min_isr if name in metadata.topics)
        return sum(topic.under_replicated_count for topic in known)

    def learn_configs(self, configs: Mapping[str, tuple[ConfigEntry, ...]]) -> None:
        """Take the minimum ISR of topics from their configuration."""
        for topic, entries in configs.items():
            value = next((entry.value for entry in entries if entry.name == "min.insync.replicas"), None)
            if value is not None and value.isdigit():
                self._min_isr[topic] = int(value)

    def health(self, metadata: ClusterMetadata, presences: Sequence[BrokerPresence], *, has_configs: bool) -> Health:
        """The health of `metadata`, counted once for as long as nothing it depends on changes."""
        depends_on = (metadata, presences, len(self._min_isr), has_configs)
        if self._health is None or self._health_of != depends_on:
            unreachable = [each.broker.id for each in presences if each.state is PresenceState.UNREACHABLE]
            known = [each.broker.id for each in presences]
            self._health = health(metadata, known, unreachable, dict(self._min_isr) if has_configs else None)
            self._health_of = depends_on
        return self._health

    def broker_rows(
        self, metadata: ClusterMetadata, presences: Sequence[BrokerPresence], sizes: Mapping[int, Observed[int]]
    ) -> list[BrokerRow]:
        """A row for every broker that is or should be there."""
        if self._counted is not metadata:
            self._loads, self._counted = broker_loads(metadata.topics.values()), metadata
        now = time.time()
        return [
            BrokerRow(
                presence=each,
                is_controller=each.broker.id == metadata.controller_id,
                load=self._loads.get(each.broker.id, NO_LOAD),
                state_age_seconds=None if each.since_seconds is None else now - each.since_seconds,
                size_bytes=sizes[each.broker.id],
                registered_at_seconds=_UNREAD_TIME,
            )
            for each in presences
        ]
