"""What a broker writes to its log, and what all of them write."""

from __future__ import annotations

from typing import Any

from kafkatui.model.server_log import LogServer
from kafkatui.session.feeds import METADATA, Feed
from kafkatui.session.server_logs import broker_server
from kafkatui.tui.pages.base.logs_pane import LogsPane


class BrokerLogsPane(LogsPane):
    """The log of one broker, also of one that is down: that is when it is wanted."""

    def feeds(self) -> tuple[Feed[Any], ...]:
        return (METADATA,)

    def servers(self) -> tuple[LogServer, ...]:
        return (broker_server(int(self.place.name), self.session.brokers()),)


class BrokersLogsPane(LogsPane):
    """The logs of all brokers, in the order of time; those that only the profile knows, too."""

    def feeds(self) -> tuple[Feed[Any], ...]:
        return (METADATA,)

    def servers(self) -> tuple[LogServer, ...]:
        brokers = self.session.brokers()
        named = {int(name) for name in self.session.profile.logs if name.isdecimal()}
        ids = sorted({*named, *(each.broker.id for each in brokers)})
        return tuple(broker_server(each, brokers) for each in ids)
