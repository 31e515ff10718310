"""What commands of the user's own write, when they run in the background."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.message import Message

from kafkatui.model.place import Place
from kafkatui.model.server_log import LogServer
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.server_logs import LogReader
from kafkatui.tui.pages.base.logs_pane import LogsPane


class OutputPane(LogsPane):
    """Each command's lines beside its name, since the cluster was opened; Tasks lists the runs themselves."""

    class CommandsChanged(Message):
        """A command has begun to write; posted from its thread."""

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place)
        self._unlisten: Callable[[], None] = lambda: None

    def servers(self) -> tuple[LogServer, ...]:
        return tuple(LogServer(name, name) for name in self.session.actions.context.output.commands)

    @property
    def nobody(self) -> str:
        return "No command of yours ran in the background here yet."

    def opened(self, server: LogServer) -> LogReader:
        return self.session.actions.context.output.reader(server.name)

    def on_mount(self) -> None:
        output = self.session.actions.context.output
        self._unlisten = output.listen(lambda: self.post_message(self.CommandsChanged()))

    def on_unmount(self) -> None:
        self._unlisten()

    @on(CommandsChanged)
    def _follow_all(self, event: CommandsChanged) -> None:
        event.stop()
        self.show()

    def command(self) -> str | None:
        return None
