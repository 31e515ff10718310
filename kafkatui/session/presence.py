"""Which brokers are there: the metadata says one half, whether they answer us the other."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping

from kafkatui.model.cluster import Broker, ClusterMetadata
from kafkatui.model.presence import BrokerPresence, PresenceState

UNKNOWN_HOST = "?"
"""Host of a broker that only replica lists name."""


class Presences:
    """Remembers every broker the session has seen, and since when one is gone."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._brokers: dict[int, Broker] = {}
        self._gone_since: dict[int, float | None] = {}
        self._back_at: dict[int, float] = {}
        self._live: frozenset[int] = frozenset()

    def learn(self, metadata: ClusterMetadata) -> None:
        """Take note of who is in the metadata and who is only named by replica lists."""
        named = {
            broker_id
            for topic in metadata.topics.values()
            for partition in topic.partitions
            for broker_id in partition.replicas
        }
        with self._lock:
            is_first = not self._brokers
            now = time.time()
            for broker_id in named - metadata.brokers.keys() - self._brokers.keys():
                self._brokers[broker_id] = Broker(broker_id, UNKNOWN_HOST, 0)
                self._gone_since[broker_id] = None if is_first else now
            self._brokers.update(metadata.brokers)
            self._live = frozenset(metadata.brokers)
            for broker_id in self._brokers:
                if broker_id in self._live:
                    if broker_id in self._gone_since:
                        del self._gone_since[broker_id]
                        self._back_at[broker_id] = now
                else:
                    self._gone_since.setdefault(broker_id, now)

    def forget(self) -> None:
        """Another cluster answers: its brokers are others, whatever their ids."""
        with self._lock:
            self._brokers.clear()
            self._gone_since.clear()
            self._back_at.clear()
            self._live = frozenset()

    def all(self, unreachable: Mapping[int, float]) -> tuple[BrokerPresence, ...]:
        """Every broker by id; `unreachable` maps broker ids to since when they do not answer (Unix seconds)."""
        with self._lock:
            return tuple(self._presence(self._brokers[broker_id], unreachable) for broker_id in sorted(self._brokers))

    def _presence(self, broker: Broker, unreachable: Mapping[int, float]) -> BrokerPresence:
        if broker.id not in self._live:
            since = self._gone_since.get(broker.id)
            return BrokerPresence(broker, PresenceState.GONE, unreachable.get(broker.id, since))
        back_at = self._back_at.get(broker.id)
        if broker.id in unreachable:
            return BrokerPresence(broker, PresenceState.UNREACHABLE, unreachable[broker.id], back_at)
        return BrokerPresence(broker, PresenceState.UP, back_at_seconds=back_at)
