"""What happened to a znode, below every tab of it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget

from kafkatui.session.cluster_view import ClusterView
from kafkatui.tui.chrome.value_view import ValueView
from kafkatui.view import numbers
from kafkatui.view.cell import Cell
from kafkatui.view.span import Tone
from kafkatui.view.znode_history import history_line

PANEL_HEIGHT = "25%"
"""Of the page: the data above needs the room more than other pages' tables do."""


class ZnodeHistoryPanel(Vertical):
    """The panel below a znode's tabs.

    Args:
        path: of the znode.
    """

    DEFAULT_CSS = """
    ZnodeHistoryPanel {
        height: 1fr; width: 1fr; border: round $border; border-title-color: $dim; padding: 0 1;
        &:focus-within { border: round $zookeeper; border-title-color: $zookeeper; }
    }
    """

    def __init__(self, session: ClusterView, path: str) -> None:
        super().__init__()
        self.border_title = "History since opened"
        self.view = ValueView()
        self._session = session
        self._path = path

    def compose(self) -> ComposeResult:
        yield self.view

    def on_mount(self) -> None:
        if isinstance(self.parent, Widget):
            self.parent.styles.height = PANEL_HEIGHT
        self.show()

    def on_unmount(self) -> None:
        if isinstance(self.parent, Widget):
            self.parent.styles.clear_rule("height")

    def show(self) -> None:
        """Show the changes seen so far."""
        history = self._session.learned.znodes
        since = f"No change seen since {numbers.clock(history.since_seconds(self._path))}."
        lines = [history_line(entry) for entry in history.of(self._path)]
        self.view.show_message(lines or [Cell(((since, Tone.DIM),))])
