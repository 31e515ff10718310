"""The connectors of the profile's Kafka Connect."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from kafkatui.model.connector import Connectors
from kafkatui.model.observed import Observed
from kafkatui.session.feeds.base import Feed

if TYPE_CHECKING:
    from kafkatui.session.clients import Clients


class ConnectorsFeed(Feed[Connectors], frozen=True):
    """Every connector with its tasks; not supported where the profile names no Connect."""

    interval_seconds: ClassVar[float] = 5.0
    lane: ClassVar[str] = "connect"

    def read(
        self, clients: Clients, previous: Observed[Connectors], publish: Callable[[Connectors], None]
    ) -> Connectors:
        from kafkatui.kafka.connect_worker.connectors import ConnectReader

        return ConnectReader(clients.connects()).connectors()
