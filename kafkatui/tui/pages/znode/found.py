"""What the newest search below a znode found, while it goes on too."""

from __future__ import annotations

from collections.abc import Sequence

from kafkatui.model.observed import Observed
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.znode_search import ZnodeMatch
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.znode_searches import ZnodeSearchRun
from kafkatui.tui.pages.base.table_pane import TableContent, TablePane
from kafkatui.tui.pages.znode.below import ZnodesBelowPane
from kafkatui.view.span import Span, Tone
from kafkatui.view.znodes_found_table import FOUND_TABLE

SHOW_SECONDS = 0.2
EMPTY = (
    "Nothing was searched for here yet. F searches the subtree: words or /regex/ of path or data, owner=0x…, and more."
)


class ZnodesFoundPane(ZnodesBelowPane[ZnodeMatch]):
    """Enter goes to the znode; F searches anew. A search goes on when the page is left."""

    def __init__(self, session: ClusterView, place: Place) -> None:
        TablePane.__init__(self, session, place, FOUND_TABLE)
        self._shown: tuple[object, ...] = ()
        self._rows: list[ZnodeMatch] = []

    def on_mount(self) -> None:
        self.set_interval(SHOW_SECONDS, self._follow)

    @property
    def _run(self) -> ZnodeSearchRun | None:
        return self.session.actions.context.znode_searches.runs.get(self.path)

    def _follow(self) -> None:
        run = self._run
        shown = (run, run.state if run is not None else None)
        if shown != self._shown:
            self._shown = shown
            self.show()

    def content(self) -> TableContent[ZnodeMatch]:
        run = self._run
        if run is None:
            return TableContent((), self.znode, EMPTY)
        if len(run.matches) != len(self._rows) or run.matches[:1] != self._rows[:1]:
            self._rows = list(run.matches)
        what = run.search.text or "every znode"
        return TableContent(self._rows, Observed.ok(run, 0.0), f"{what}: {run.state.sentence}.")

    def place_of(self, row: ZnodeMatch) -> Place | None:
        return Place(self.session.profile.name, PlaceKind.ZNODE, row.path)

    def command(self) -> str | None:
        settings, run = self.session.profile.zookeeper, self._run
        if settings is None or run is None:
            return None
        return f"kafkatui zk find -z {settings.connect} {self.path} '{run.search.text}'"

    def foot(self, rows: Sequence[ZnodeMatch]) -> Sequence[Span]:
        run = self._run
        if run is None:
            return []
        tone = Tone.DIM if run.state.is_complete else Tone.ZOOKEEPER if not run.state.has_ended else Tone.WARNING
        return [(run.search.text or "all", Tone.BRIGHT), (run.state.sentence, tone)]
