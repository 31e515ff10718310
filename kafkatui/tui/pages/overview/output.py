"""What commands of the user's own write, when they run in the background."""

from __future__ import annotations

from kafkatui.model.server_log import LogServer
from kafkatui.session.server_logs import LogReader
from kafkatui.tui.pages.base.logs_pane import LogsPane

LOOK_SECONDS = 0.5
"""So often it looks whether a command has begun."""


class OutputPane(LogsPane):
    """Each command's lines beside its name, since the cluster was opened; Tasks lists the runs themselves."""

    def servers(self) -> tuple[LogServer, ...]:
        return tuple(LogServer(name, name) for name in self.session.actions.context.output.commands)

    @property
    def nobody(self) -> str:
        return "No command of yours ran in the background here yet."

    def opened(self, server: LogServer) -> LogReader:
        return self.session.actions.context.output.reader(server.name)

    def on_mount(self) -> None:
        self.set_interval(LOOK_SECONDS, self.show)  # a command that begins while the page is opened tells nobody

    def command(self) -> str | None:
        return None
