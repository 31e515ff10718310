"""How large a subtree is, part by part: what was collected last, or how far that is."""

from __future__ import annotations

from collections.abc import Sequence

from kafkatui.model.key import offered_if
from kafkatui.model.observed import Observed, ObservedState
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.subtree import SubtreeSize, SubtreeSizes
from kafkatui.report.subtree_sizes import subtree_rows
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.subtrees import Subtrees
from kafkatui.tui.actions.editor import open_in_editor
from kafkatui.tui.key_command import KeyCommand, KeyCommands
from kafkatui.tui.pages.base.table_pane import TableContent, TablePane
from kafkatui.tui.pages.znode.below import ZnodesBelowPane
from kafkatui.view.output import render_table
from kafkatui.view.span import Span, Tone
from kafkatui.view.subtree_table import SUBTREE_TABLE, collected_spans
from kafkatui.view.task_lines import progress_text

SHOW_SECONDS = 0.2
EMPTY = "Not collected yet. A asks for every znode below once: nodes, bytes, the largest, the newest."


class ZnodeSizesPane(ZnodesBelowPane[SubtreeSize]):
    """The whole first, then its parts by size; A collects anew. Collecting goes on when the page is left."""

    def __init__(self, session: ClusterView, place: Place) -> None:
        TablePane.__init__(self, session, place, SUBTREE_TABLE)
        self._sizes: SubtreeSizes | None = None
        self._rows: Sequence[SubtreeSize] = ()
        self._shown: tuple[object, ...] = ()

    def on_mount(self) -> None:
        self.set_interval(SHOW_SECONDS, self._follow)

    @property
    def _kept(self) -> Subtrees:
        return self.session.actions.context.subtrees

    def _follow(self) -> None:
        shown = (self._kept.containing(self.path), self._progress())
        if shown != self._shown:
            self._shown = shown
            self.show()

    def content(self) -> TableContent[SubtreeSize]:
        sizes = self._kept.containing(self.path)
        if sizes is None:
            znode = self.znode
            return TableContent((), znode, self._progress() or EMPTY)
        if sizes is not self._sizes:
            self._sizes, self._rows = sizes, subtree_rows(sizes, self.path)
        if self.is_gone:
            return TableContent(self._rows, Observed(ObservedState.STALE, sizes, sizes.at_seconds, "the znode is gone"))
        return TableContent(self._rows, Observed.ok(sizes, sizes.at_seconds))

    def _progress(self) -> str:
        """How far it is; empty when nothing is under way."""
        progress = self._kept.under_way.get(self.path)
        return "" if progress is None else f"Collecting: {progress_text(progress) or 'begins'} (7 shows and stops it)"

    def place_of(self, row: SubtreeSize) -> Place | None:
        return Place(self.session.profile.name, PlaceKind.ZNODE, row.path, tab="children")

    def command(self) -> str | None:
        settings = self.session.profile.zookeeper
        return None if settings is None else f"kafkatui zk du -z {settings.connect} {self.path}"

    def foot(self, rows: Sequence[SubtreeSize]) -> Sequence[Span]:
        sizes = self._kept.containing(self.path)
        spans = [] if sizes is None else collected_spans(sizes)
        if rows and (progress := self._progress()):
            spans.append((progress, Tone.ZOOKEEPER))
        return spans

    def commands(self) -> KeyCommands:
        opens = KeyCommand(self.open_report, lambda: offered_if(bool(self._rows)))
        return {**super().commands(), "editor": opens}

    def open_report(self) -> None:
        """Show the report in $EDITOR."""
        rows = self._rows
        open_in_editor(self, "the report", lambda: (render_table(SUBTREE_TABLE, rows, width=None), ".txt"))
