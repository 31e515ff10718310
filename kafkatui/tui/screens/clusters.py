"""`C` — every cluster of the settings file: open, switch to and close one; add, edit, test, import and export them."""

from __future__ import annotations

from typing import Any, ClassVar

from msgspec import Struct
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from kafkatui.report.cluster_list import ClusterRow
from kafkatui.session.action_base import Action
from kafkatui.tui.actions.profile_commands import ProfileCommands
from kafkatui.tui.content import to_content
from kafkatui.tui.keys import bindings
from kafkatui.tui.open_clusters import OpenClusters
from kafkatui.tui.screens.choice import ChoiceScreen
from kafkatui.tui.widgets.messages import RowHighlighted
from kafkatui.view.cell import cell
from kafkatui.view.clusters_table import CLUSTERS_TABLE, cluster_facts, matching_clusters
from kafkatui.view.span import Tone
from kafkatui.view.text_width import text_width

HINT = "Ctrl+N add · Ctrl+E edit · Ctrl+T test · Ctrl+R reconnect · Ctrl+X close · Ctrl+O more"
SHORT_HINT = "Ctrl+ N add · E edit · T test · R reconnect · X close · O more"
"""Where that has no room."""

HINT_MARGIN = 4
"""Cells of the box's foot that are its border's."""

LOOK_SECONDS = 0.5
"""How often the health of those open is looked at."""


class ClusterChoice(Struct, frozen=True):
    """What is to be done with a cluster: shown, opened for it if need be, closed, or connected to anew."""

    name: str
    is_to_close: bool = False
    is_to_reconnect: bool = False


class ClustersScreen(ChoiceScreen[ClusterRow, ClusterChoice]):
    """An input with the clusters that match below.

    Args:
        clusters: those that there are.
    """

    DEFAULT_CSS = """
    ClustersScreen > Vertical { width: 120; height: 22; }
    ClustersScreen #about { height: auto; max-height: 4; color: $dim; margin-top: 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "clusters.close", "clusters.add", "clusters.edit", "clusters.test", "clusters.reconnect", "clusters.menu",
        before_input=True,
    )  # fmt: skip

    def __init__(self, clusters: OpenClusters) -> None:
        super().__init__(CLUSTERS_TABLE, "Clusters", "⏎ opens or switches · name or address")
        self._clusters = clusters
        self._profiles = ProfileCommands(self, clusters.application, self._changed)
        self._wanted = ""
        self._about = Static(id="about")
        self.table.set_placeholder([cell("No cluster is called that.", Tone.DIM)])

    def below(self) -> ComposeResult:
        yield self._about

    def on_mount(self) -> None:
        self.set_interval(LOOK_SECONDS, self._show)

    def on_resize(self) -> None:
        box = self.query_one(Vertical)
        box.border_subtitle = HINT if text_width(HINT) <= box.size.width - HINT_MARGIN else SHORT_HINT

    def show_choices(self, typed: str) -> None:
        self._wanted = typed
        self._show()
        self.table.action_first()

    def _show(self) -> None:
        self.table.set_rows(matching_clusters(self._clusters.rows(), self._wanted))
        self._tell_about()

    @on(RowHighlighted)
    def _tell_about(self) -> None:
        """Say all of what the line under the cursor has no room for."""
        row = self.table.cursor_row
        self._about.update("" if row is None else to_content(cluster_facts(row)))

    def result_of(self, row: ClusterRow) -> ClusterChoice:
        return ClusterChoice(row.name)

    def _chosen(self) -> str | None:
        row = self.table.cursor_row
        return None if row is None else row.name

    def action_add(self) -> None:
        """Add a cluster."""
        self._profiles.start("cluster.add", None)

    def action_edit(self) -> None:
        """Edit the cluster under the cursor."""
        if (name := self._chosen()) is not None:
            self._profiles.start("cluster.edit", name)

    def action_test(self) -> None:
        """Connect to every part of the cluster under the cursor and say what works."""
        if (name := self._chosen()) is not None:
            self._profiles.start("cluster.test", name)

    def action_menu(self) -> None:
        """Show all that can be done."""
        self._profiles.open_menu(self._chosen())

    def action_reconnect(self) -> None:
        """Close the connections of the cluster under the cursor and make them anew, as the settings file is now."""
        row = self.table.cursor_row
        if row is None or row.opened is None:
            self.notify("It is not open: ⏎ opens it.", title="Reconnect", severity="warning", timeout=3)
        else:
            self.dismiss(ClusterChoice(row.name, is_to_reconnect=True))

    def _changed(self, action: Action[Any], names: tuple[str, ...]) -> None:
        """Show the profiles as they are now."""
        self._show()
        is_open = {row.name for row in self._clusters.rows() if row.opened is not None}
        stale = [name for name in names if name in is_open]
        if stale and action.spec.id != "cluster.clone":
            text = f"{', '.join(stale)} is open as it was before: Ctrl+R connects anew."
            self.notify(text, title="Clusters", markup=False, timeout=8)

    def action_close_cluster(self) -> None:
        """Close the cluster under the cursor."""
        row = self.table.cursor_row
        if row is None or row.opened is None:
            self.notify("It is not open.", title="Close", severity="warning", timeout=3)
        elif self._clusters.open_count == 1:
            self.notify("It is the only one open: q quits.", title="Close", severity="warning", timeout=3)
        else:
            self.dismiss(ClusterChoice(row.name, is_to_close=True))
