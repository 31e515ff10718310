"""What happened to the znodes that were opened: kept for a session, shown below every tab of a znode."""

from __future__ import annotations

import time
from collections import deque
from weakref import WeakKeyDictionary

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget

from kafkatui.model.observed import Observed, ObservedState
from kafkatui.model.znode import Znode, ZnodeChildren
from kafkatui.session.cluster_view import ClusterView
from kafkatui.tui.chrome.value_view import ValueView
from kafkatui.view import numbers
from kafkatui.view.cell import Cell
from kafkatui.view.span import Tone
from kafkatui.view.znode_history import ZnodeChange, children_change, children_count_change, deleted, znode_changes

CHANGES_KEPT = 500

PANEL_HEIGHT = "25%"
"""Of the page: the data above needs the room more than other pages' tables do."""

GONE = "no such znode"
"""What every failure to find a znode says."""


class ZnodeHistory:
    """The changes of opened znodes, newest first; one for each session."""

    def __init__(self) -> None:
        self._changes: deque[ZnodeChange] = deque(maxlen=CHANGES_KEPT)
        self._path = ""
        self._opened_at_seconds: dict[str, float] = {}
        self._znode: Znode | None = None
        self._children: ZnodeChildren | None = None
        self._is_gone = False

    def open(self, path: str) -> None:
        """Compare readings of `path` from now on; another tab of the same znode changes nothing."""
        self._opened_at_seconds.setdefault(path, time.time())
        if path != self._path:
            self._path, self._znode, self._children, self._is_gone = path, None, None, False

    def opened_at_seconds(self, path: str) -> float:
        """Unix time at which `path` was opened first."""
        return self._opened_at_seconds.get(path, time.time())

    def learn(self, znode: Observed[Znode], children: Observed[ZnodeChildren]) -> None:
        """Take note of what differs from the last readings.

        Args:
            children: unknown where they are too many to be compared by name.
        """
        now = time.time()
        if is_gone(znode):
            if self._znode is not None and not self._is_gone:
                self._changes.appendleft(deleted(self._znode, now))
            self._is_gone, self._children = True, None
            return
        if znode.value is not None and znode.state is ObservedState.OK:
            self._learn_znode(znode.value, children.value is None, now)
        if children.value is not None and children.state is ObservedState.OK:
            if self._children is not None and self._children is not children.value:
                change = children_change(self._children, children.value, now)
                if change is not None:
                    self._changes.appendleft(change)
            self._children = children.value

    def _learn_znode(self, after: Znode, counts_children: bool, now: float) -> None:
        before, self._znode = self._znode, after
        if self._is_gone:
            self._is_gone = False
            self._changes.appendleft(ZnodeChange(now, after.path, "created", "", Tone.GOOD))
        elif before is not None and before is not after:
            self._changes.extendleft(znode_changes(before, after, now))
            change = children_count_change(before, after, now) if counts_children else None
            if change is not None:
                self._changes.appendleft(change)

    def of(self, path: str) -> list[ZnodeChange]:
        """The changes seen of `path`, newest first."""
        return [change for change in self._changes if change.path == path]


_HISTORIES: WeakKeyDictionary[ClusterView, ZnodeHistory] = WeakKeyDictionary()


def history_of(session: ClusterView) -> ZnodeHistory:
    """The history of the znodes opened in `session`."""
    return _HISTORIES.setdefault(session, ZnodeHistory())


def is_gone(observed: Observed[Znode]) -> bool:
    """Whether the last reading found no such znode."""
    return observed.state in (ObservedState.STALE, ObservedState.FAILED) and GONE in observed.reason


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
        history = history_of(self._session)
        changes = history.of(self._path)
        since = f"No change seen since {numbers.clock(history.opened_at_seconds(self._path))}."
        self.view.show_message([change.line() for change in changes] or [Cell(((since, Tone.DIM),))])
