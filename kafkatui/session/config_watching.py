"""What is configured through ZooKeeper, kept to tell what it was before it changed."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING

from kafkatui.insight.config_changes import ConfigReading, config_events

if TYPE_CHECKING:
    from kafkatui.session.timeline import Timeline
    from kafkatui.zookeeper.connection import ZooKeeperConnection

PIECE = 250
"""Configurations read at once, with a pause after each such piece: whoever works with the screen comes first."""

PAUSE_SECONDS = 0.2


class ConfigWatching:
    """Looks when it is told to; used by one thread. Keeps only what is set at all."""

    def __init__(self, connection: ZooKeeperConnection, timeline: Timeline) -> None:
        from kafkatui.zookeeper.config_notifications import CHANGES

        self.path = CHANGES
        """Where Kafka says that a configuration changed."""
        self._connection, self._timeline = connection, timeline
        self._seen: frozenset[str] | None = None
        self._known: dict[str, Mapping[str, str]] = {}
        self._unread: list[str] = []

    @property
    def is_ready(self) -> bool:
        """Whether everything was read once."""
        return self._seen is not None and not self._unread

    def look(self, closed: threading.Event) -> None:
        """Tell what was changed since the last time; the first time read what there is.

        Raises:
            KafkatuiError: it could not be read.
        """
        from kafkatui.zookeeper.config_notifications import read_entities, read_notifications

        if self._seen is None:
            self._unread = read_entities(self._connection)
            self._seen = read_notifications(self._connection)
        self._tell()
        while self._unread and not closed.is_set():
            piece, self._unread = self._unread[:PIECE], self._unread[PIECE:]
            self._learn(piece)
            if self._unread:
                closed.wait(PAUSE_SECONDS)
                self._tell()

    def _tell(self) -> None:
        from kafkatui.zookeeper.config_notifications import (
            read_changed_entities,
            read_entity_configs,
            read_notifications,
        )

        assert self._seen is not None
        names = read_notifications(self._connection)
        changed = read_changed_entities(self._connection, names - self._seen)
        self._seen = names
        unread = set(self._unread)
        for entity, config in read_entity_configs(self._connection, changed).items():
            before = None if entity in unread else self._known.get(entity, {})
            reading = ConfigReading(entity, before, config.values, "zookeeper", config.modified_ms / 1000 or None)
            self._keep(entity, config.values)
            self._timeline.add(config_events(self._timeline.cluster, reading, time.time()))

    def _learn(self, entities: list[str]) -> None:
        from kafkatui.zookeeper.config_notifications import read_entity_configs

        for entity, config in read_entity_configs(self._connection, entities).items():
            self._keep(entity, config.values)

    def _keep(self, entity: str, values: Mapping[str, str]) -> None:
        if values:
            self._known[entity] = values
        else:
            self._known.pop(entity, None)
