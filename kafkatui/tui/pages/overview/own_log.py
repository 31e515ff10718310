"""What kafkatui itself and its clients wrote to their log."""

from __future__ import annotations

from kafkatui.model.server_log import FollowedLog, LogServer
from kafkatui.session.server_logs import OWN_LOG, LogReader, own_log
from kafkatui.tui.pages.base.logs_pane import LogsPane
from kafkatui.view.cell import Cell, cell
from kafkatui.view.log_words import NOTHING_OF_OUR_OWN
from kafkatui.view.span import Tone


class OwnLogPane(LogsPane):
    """The log of this and earlier runs, whichever cluster is shown; secrets were masked when it was written."""

    def servers(self) -> tuple[LogServer, ...]:
        return (OWN_LOG,)

    def opened(self, server: LogServer) -> LogReader:
        return own_log()

    def placeholder(self) -> list[Cell]:
        follow = self.follow
        if follow is None or len(follow.ring) or not all(self._is_empty(each) for each in follow.logs.values()):
            return super().placeholder()
        return [cell(line, Tone.DIM) for line in NOTHING_OF_OUR_OWN]

    @staticmethod
    def _is_empty(log: FollowedLog) -> bool:
        return log.is_caught_up and not log.problem

    def command(self) -> str | None:
        return f"kafkatui logs {OWN_LOG.name} --follow"
