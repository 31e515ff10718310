"""`f` on a log: from when on it is read."""

from __future__ import annotations

import time

from kafkatui.model.errors import UsageError
from kafkatui.model.server_log import LogWanted
from kafkatui.session.server_logs import since_moment
from kafkatui.tui.screens.choice import ChoiceScreen
from kafkatui.view.cell import cell
from kafkatui.view.log_since_table import LOG_SINCE_TABLE, LOG_SINCES, LogSince
from kafkatui.view.span import Tone


class LogSinceScreen(ChoiceScreen[LogSince, LogWanted]):
    """An input with the usual choices below; gives what is wanted of the log."""

    def __init__(self) -> None:
        super().__init__(LOG_SINCE_TABLE, "Read the log from", "or type a time: 10m (ago), 2026-01-31T12:00")

    def show_choices(self, typed: str) -> None:
        self.table.set_rows([each for each in LOG_SINCES if typed.strip().lower() in each.title])
        self.table.action_first()
        try:
            since_moment(typed)
            told = cell("⏎ reads from then on.", Tone.DIM)
        except UsageError as error:
            told = cell(str(error), Tone.WARNING)
        self.table.set_placeholder([told])

    def result_of(self, row: LogSince) -> LogWanted:
        since = None if row.ago_seconds is None else time.time() - row.ago_seconds
        return LogWanted(row.lines, since)

    def typed_alone(self, typed: str) -> None:
        try:
            self.dismiss(LogWanted(since_seconds=since_moment(typed)))
        except UsageError:
            return  # it is said below the line already
