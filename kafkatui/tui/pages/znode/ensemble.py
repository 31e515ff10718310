"""The servers of the ensemble and the sessions that they hold, as each tells of itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.app import ComposeResult

from kafkatui.model.ensemble import EnsembleServer, EnsembleSession
from kafkatui.model.observed import Observed
from kafkatui.model.place import Place, PlaceKind
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import EnsembleConfigFeed, EnsembleFeed, EnsembleSessionsFeed, Feed
from kafkatui.tui.pages.base.detailed_pane import DetailedPane
from kafkatui.tui.pages.base.row_detail import Detail
from kafkatui.tui.pages.base.table_pane import TableContent, TablePane
from kafkatui.tui.pages.znode.ensemble_members import EnsembleMembers
from kafkatui.tui.pages.znode.zookeeper_absence import absence_of
from kafkatui.view.ensemble_tables import SERVERS_TABLE, SESSIONS_TABLE
from kafkatui.view.session_detail import session_lines
from kafkatui.view.span import Span, Tone


class EnsemblePane(TablePane[EnsembleServer]):
    """One server of the connect string a row, also those that do not answer; below them the ensemble's own members."""

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place, SERVERS_TABLE)
        self._members = EnsembleMembers()

    def compose(self) -> ComposeResult:
        yield from super().compose()
        if self.session.profile.zookeeper is not None:
            yield self._members

    def feeds(self) -> tuple[Feed[Any], ...]:
        return () if self.session.profile.zookeeper is None else (EnsembleFeed(), EnsembleConfigFeed())

    def show(self) -> None:
        super().show()
        if self._members.is_attached:
            ensemble = self.session.observed(EnsembleFeed()).value
            addresses = {server.address for server in ensemble.servers} if ensemble is not None else set()
            self._members.show(self.session.observed(EnsembleConfigFeed()), addresses)

    def content(self) -> TableContent[EnsembleServer]:
        if self.session.profile.zookeeper is None:
            return TableContent((), Observed.not_supported(absence_of(self.session)))
        observed = self.session.observed(EnsembleFeed())
        return TableContent(observed.value.servers if observed.value is not None else (), observed)

    def foot(self, rows: Sequence[EnsembleServer]) -> Sequence[Span]:
        ensemble = self.session.observed(EnsembleFeed()).value
        if ensemble is None:
            return []
        is_whole = ensemble.has_quorum and all(server.serves for server in ensemble.servers)
        return [(ensemble.sentence, Tone.DIM if is_whole else Tone.WARNING)]

    def copied(self) -> tuple[str, str] | None:
        row = self.cursor_row
        return (row.address, "server") if row is not None else None

    def command(self) -> str | None:
        row = self.cursor_row
        if row is None:
            return None
        host, _, port = row.address.rpartition(":")
        return f"echo mntr | nc {host} {port}"


class SessionsPane(DetailedPane[EnsembleSession]):
    """One session a row; Enter goes to its first ephemeral znode; below, all of them and all that it watches."""

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place, SESSIONS_TABLE)

    def feeds(self) -> tuple[Feed[Any], ...]:
        return () if self.session.profile.zookeeper is None else (EnsembleSessionsFeed(),)

    def content(self) -> TableContent[EnsembleSession]:
        if self.session.profile.zookeeper is None:
            return TableContent((), Observed.not_supported(absence_of(self.session)))
        observed = self.session.observed(EnsembleSessionsFeed())
        value = observed.value
        silent = " ".join(value.silent[:3]) if value is not None else ""
        return TableContent(
            value.sessions if value is not None else (), observed, f"No server tells of a session. {silent}".rstrip()
        )

    def detail(self, row: EnsembleSession) -> Detail:
        return Detail(f"{row.id:#x}", session_lines(row), "⏎ its first ephemeral znode" if row.ephemerals else "")

    def place_of(self, row: EnsembleSession) -> Place | None:
        status = self.session.zookeeper.value
        chroot = status.chroot if status is not None else ""
        path = next((path for path in row.ephemerals or () if path.startswith(f"{chroot}/")), None)
        return None if path is None else Place(self.session.profile.name, PlaceKind.ZNODE, path.removeprefix(chroot))

    def foot(self, rows: Sequence[EnsembleSession]) -> Sequence[Span]:
        value = self.session.observed(EnsembleSessionsFeed()).value
        if value is None or not value.silent:
            return []
        more = f" (and {len(value.silent) - 1} more)" if len(value.silent) > 1 else ""
        return [(f"not all is known: {value.silent[0].rstrip('.')}{more}", Tone.WARNING)]
