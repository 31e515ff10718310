"""What brokers' Java machines tell of themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from kafkatui.model.broker_figures import BrokerFigures
from kafkatui.model.errors import NotFound
from kafkatui.model.observed import Observed
from kafkatui.session.feeds.base import Feed

if TYPE_CHECKING:
    from kafkatui.session.clients import Clients


class BrokerFiguresFeed(Feed[BrokerFigures], frozen=True):
    """A broker's JMX figures; not supported where the profile does not say where its agent is."""

    broker_id: int

    interval_seconds: ClassVar[float] = 5.0
    lane: ClassVar[str] = "jmx"

    def read(
        self, clients: Clients, previous: Observed[BrokerFigures], publish: Callable[[BrokerFigures], None]
    ) -> BrokerFigures:
        from kafkatui.kafka.jmx.figures import read_figures
        from kafkatui.kafka.jmx.settings import jmx_settings

        kafka = clients.profile.kafka
        jmx_settings(kafka, self.broker_id, "any")  # where nothing is configured, no broker is asked either
        broker = clients.metadata().brokers.get(self.broker_id)
        if broker is None:
            raise NotFound(f"Broker {self.broker_id} is not there: its host is not known.")
        return read_figures(kafka, self.broker_id, broker.host, previous.value)
