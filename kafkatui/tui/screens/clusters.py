"""`C` — every cluster of the settings file: open one, switch to one, close one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from kafkatui.report.cluster_list import ClusterRow
from kafkatui.tui.content import to_content
from kafkatui.tui.keys import bindings
from kafkatui.tui.open_clusters import OpenClusters
from kafkatui.tui.screens.choice import ChoiceScreen
from kafkatui.tui.widgets.messages import RowHighlighted
from kafkatui.view.cell import cell
from kafkatui.view.clusters_table import CLUSTERS_TABLE, cluster_facts, matching_clusters
from kafkatui.view.span import Tone

LOOK_SECONDS = 0.5
"""How often the health of those open is looked at."""


@dataclass(frozen=True, slots=True)
class ClusterChoice:
    """What is to be done with a cluster: shown, opened for it if need be, or closed."""

    name: str
    is_to_close: bool = False


class ClustersScreen(ChoiceScreen[ClusterRow, ClusterChoice]):
    """An input with the clusters that match below.

    Args:
        clusters: those that there are.
    """

    DEFAULT_CSS = """
    ClustersScreen > Vertical { width: 120; height: 22; }
    ClustersScreen #about { height: auto; max-height: 4; color: $dim; margin-top: 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("clusters.close", before_input=True)

    def __init__(self, clusters: OpenClusters) -> None:
        super().__init__(CLUSTERS_TABLE, "Clusters", "⏎ opens or switches · Ctrl+X closes · name or address")
        self._clusters = clusters
        self._wanted = ""
        self._about = Static(id="about")
        self.table.set_placeholder([cell("No cluster is called that.", Tone.DIM)])

    def below(self) -> ComposeResult:
        yield self._about

    def on_mount(self) -> None:
        self.set_interval(LOOK_SECONDS, self._show)

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

    def action_close_cluster(self) -> None:
        """Close the cluster under the cursor."""
        row = self.table.cursor_row
        if row is None or row.opened is None:
            self.notify("It is not open.", title="Close", severity="warning", timeout=3)
        elif self._clusters.open_count == 1:
            self.notify("It is the only one open: q quits.", title="Close", severity="warning", timeout=3)
        else:
            self.dismiss(ClusterChoice(row.name, is_to_close=True))
