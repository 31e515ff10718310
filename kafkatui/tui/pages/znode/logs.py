"""What ZooKeeper's servers write to their logs."""

from __future__ import annotations

from kafkatui.model.server_log import LogServer
from kafkatui.session.server_logs import zookeeper_servers
from kafkatui.tui.pages.base.logs_pane import LogsPane
from kafkatui.tui.pages.znode.zookeeper_absence import absence_of


class ZooKeeperLogsPane(LogsPane):
    """The logs of the ensemble, in the order of time."""

    def servers(self) -> tuple[LogServer, ...]:
        return zookeeper_servers(self.session.profile)

    @property
    def nobody(self) -> str:
        return f"Not supported: {absence_of(self.session)}"
