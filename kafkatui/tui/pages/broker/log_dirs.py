"""One broker's log directories."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kafkatui.model.config_entry import LogDir
from kafkatui.model.observed import Observed, ObservedState
from kafkatui.model.place import Place
from kafkatui.report.disk_sizes import total_size
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import Feed, LogDirsFeed
from kafkatui.tui.pages.base.table_pane import TableContent, TablePane
from kafkatui.view.broker_absence import gone_sentence
from kafkatui.view.brokers_table import disk_size_cell
from kafkatui.view.log_dirs_table import LOG_DIRS_TABLE
from kafkatui.view.span import Span


class BrokerLogDirsPane(TablePane[LogDir]):
    """Directories with their sizes and what is left on their volumes."""

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place, LOG_DIRS_TABLE)
        self._broker_id = int(place.name)

    def feeds(self) -> tuple[Feed[Any], ...]:
        return (LogDirsFeed(),)

    def content(self) -> TableContent[LogDir]:
        observed = self.session.observed(LogDirsFeed())
        rows = [log_dir for log_dir in observed.value or () if log_dir.broker_id == self._broker_id]
        if not rows and (gone := gone_sentence(self._broker_id, self.session.brokers())):
            return TableContent((), Observed(ObservedState.FAILED, None, observed.as_of_seconds, gone))
        return TableContent(rows, observed, f"Broker {self._broker_id} did not tell its log directories.")

    def foot(self, rows: Sequence[LogDir]) -> Sequence[Span]:
        return disk_size_cell(total_size(rows)).spans

    def command(self) -> str | None:
        servers = self.session.profile.bootstrap_servers
        return f"kafka-log-dirs.sh --bootstrap-server {servers} --describe --broker-list {self._broker_id}"
