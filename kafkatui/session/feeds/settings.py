"""What brokers tell of their properties beyond the values in effect."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, ClassVar

from kafkatui.model.observed import Observed
from kafkatui.model.setting import Settings
from kafkatui.session.feeds.base import Feed

if TYPE_CHECKING:
    from kafkatui.session.clients import Clients


class BrokerSettingsFeed(Feed[Settings], frozen=True):
    """A broker's properties with all their layers; with None what is set for all brokers."""

    broker_id: int | None

    interval_seconds: ClassVar[float] = 30.0
    lane: ClassVar[str] = "log dirs"

    def read(self, clients: Clients, previous: Observed[Settings], publish: Callable[[Settings], None]) -> Settings:
        from kafkatui.kafka.read.settings import read_broker_settings

        return read_broker_settings(clients.kafka, self.broker_id)


class BrokerDocumentationFeed(Feed[Settings], frozen=True):
    """A broker's properties with Kafka's sentences (2.6); read once."""

    broker_id: int

    interval_seconds: ClassVar[float] = 3600.0
    lane: ClassVar[str] = "log dirs"

    def read(self, clients: Clients, previous: Observed[Settings], publish: Callable[[Settings], None]) -> Settings:
        from kafkatui.kafka.read.settings import read_broker_settings

        return read_broker_settings(clients.kafka, self.broker_id, with_documentation=True)


class TopicDocumentationFeed(Feed[Settings], frozen=True):
    """A topic's properties with Kafka's sentences (2.6); read once."""

    topic: str

    interval_seconds: ClassVar[float] = 3600.0
    lane: ClassVar[str] = "log dirs"

    def read(self, clients: Clients, previous: Observed[Settings], publish: Callable[[Settings], None]) -> Settings:
        from kafkatui.kafka.read.settings import read_topic_documentation

        return read_topic_documentation(clients.kafka, self.topic)


class LogLevelsFeed(Feed[Mapping[str, str]], frozen=True):
    """A broker's loggers with the level in effect (Kafka 2.4)."""

    broker_id: int

    interval_seconds: ClassVar[float] = 10.0
    lane: ClassVar[str] = "log dirs"

    def read(
        self, clients: Clients, previous: Observed[Mapping[str, str]], publish: Callable[[Mapping[str, str]], None]
    ) -> Mapping[str, str]:
        from kafkatui.kafka.read.settings import read_log_levels

        return read_log_levels(clients.kafka, self.broker_id)
