"""The cluster's health: metadata, reachability and the topics' minimum ISR joined, counted once for each change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kafkatui.insight.brokers import BrokerLoad, broker_loads
from kafkatui.insight.health import Health, health
from kafkatui.model.cluster import ClusterMetadata, Topic
from kafkatui.model.presence import BrokerPresence, PresenceState
from kafkatui.report.topics import Configs, config_value

CONFIG_LIMIT = 500
"""Topics whose `min.insync.replicas` is asked for; with more topics, only those that miss replicas.

A minimum above the replication factor is then not seen while all replicas are there."""

__all__ = ["CONFIG_LIMIT", "ClusterHealth", "Health", "minimum_isr", "topics_to_configure"]

_LOADING = "reading the topics' configuration"


def topics_to_configure(metadata: ClusterMetadata) -> tuple[str, ...]:
    """The topics whose minimum ISR a page of the whole cluster asks for."""
    topics = metadata.topics.values()
    if len(topics) <= CONFIG_LIMIT:
        return tuple(metadata.topics)
    return tuple(topic.name for topic in topics if topic.under_replicated_count)[:CONFIG_LIMIT]


def minimum_isr(configs: Configs) -> dict[str, int]:
    """`min.insync.replicas` of the topics whose configuration is known."""
    values = ((name, config_value(entries, "min.insync.replicas").value) for name, entries in configs.items())
    return {name: int(value) for name, value in values if value is not None and value.isdecimal()}


class ClusterHealth:
    """Health and broker loads of the newest metadata. Readings of the same topics are told by identity."""

    def __init__(self) -> None:
        self._loads: Mapping[int, BrokerLoad] = {}
        self._loads_of: Mapping[str, Topic] | None = None
        self._wanted: tuple[str, ...] = ()
        self._wanted_of: Mapping[str, Topic] | None = None
        self._configs: Configs | None = None
        self._minimums: dict[str, int] = {}
        self._health: Health | None = None
        self._health_of: tuple[ClusterMetadata, Sequence[BrokerPresence], dict[str, int] | None] | None = None

    def topics_to_configure(self, metadata: ClusterMetadata) -> tuple[str, ...]:
        """The topics whose minimum ISR is wanted."""
        if self._wanted_of is not metadata.topics:
            self._wanted, self._wanted_of = topics_to_configure(metadata), metadata.topics
        return self._wanted

    def min_isr_unknown(self, metadata: ClusterMetadata, configs: Configs) -> str:
        """Why the minimum ISR is not known of the topics that it is wanted of; empty when it is."""
        wanted = self.topics_to_configure(metadata)
        if not wanted or any(name in configs and configs[name].has_value for name in wanted):
            return ""
        reasons = (configs[name].reason for name in wanted if name in configs)
        return next(filter(None, reasons), _LOADING)

    def min_isr_checked(self, metadata: ClusterMetadata, configs: Configs) -> int | None:
        """Partitions that miss replicas and whose minimum is known; None where all topics are asked about."""
        if len(metadata.topics) <= CONFIG_LIMIT:
            return None
        known = (metadata.topics[name] for name in self._minimums_in(configs) if name in metadata.topics)
        return sum(topic.under_replicated_count for topic in known)

    def health(
        self,
        metadata: ClusterMetadata,
        presences: Sequence[BrokerPresence] = (),
        configs: Configs | None = None,
    ) -> Health:
        """The health of `metadata`, counted once for as long as nothing it depends on changes.

        Args:
            configs: of the topics in `topics_to_configure`; None where nobody asks for the minimum ISR.
        """
        minimums = None
        if configs is not None and not self.min_isr_unknown(metadata, configs):
            minimums = self._minimums_in(configs)
        before = self._health_of
        is_same = before is not None and _shows_same(before[0], metadata) and before[1] == presences
        if self._health is None or before is None or not is_same or before[2] is not minimums:
            unreachable = [each.broker.id for each in presences if each.state is PresenceState.UNREACHABLE]
            known = [each.broker.id for each in presences]
            self._health = health(metadata, known, unreachable, minimums)
            self._health_of = (metadata, presences, minimums)
        return self._health

    def loads(self, metadata: ClusterMetadata) -> Mapping[int, BrokerLoad]:
        """What every broker carries by `metadata`."""
        if self._loads_of is not metadata.topics:
            self._loads, self._loads_of = broker_loads(metadata.topics.values()), metadata.topics
        return self._loads

    def _minimums_in(self, configs: Configs) -> dict[str, int]:
        if configs is not self._configs:
            self._configs, self._minimums = configs, minimum_isr(configs)
        return self._minimums


def _shows_same(before: ClusterMetadata, after: ClusterMetadata) -> bool:
    """Whether both show the same health, told without looking at 40,000 partitions."""
    is_same_rest = before.brokers == after.brokers and before.controller_id == after.controller_id
    return before.topics is after.topics and is_same_rest
