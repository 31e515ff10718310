"""The one screen everything happens on: Explorer, page, event strip and keys."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal

from kafkatui.codec.sanitise import sanitise
from kafkatui.model.key import OFFERED, Offer, offered_if
from kafkatui.model.key_registry import KeyRegistry
from kafkatui.model.kinds import KINDS
from kafkatui.model.place import Place, PlaceKind
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import METADATA, ZOOKEEPER
from kafkatui.session.notice import FeedUpdated, Notice, TaskChanged
from kafkatui.tui.active_keys import active_keys
from kafkatui.tui.chrome.event_line import EventLine
from kafkatui.tui.chrome.header_line import HeaderLine
from kafkatui.tui.chrome.key_line import KeyLine
from kafkatui.tui.chrome.too_small import TooSmall
from kafkatui.tui.explorer import Explorer
from kafkatui.tui.gone_widgets import is_there
from kafkatui.tui.key_command import KeyCommand
from kafkatui.tui.messages import GoTo, OpenCluster, PlaceChanged, ShowInstead
from kafkatui.tui.navigator import Navigator
from kafkatui.tui.open_clusters import OpenClusters
from kafkatui.tui.pages.base.page_frame import PageFrame
from kafkatui.tui.pages.base.registry import tab_of
from kafkatui.tui.pages.base.side import Side
from kafkatui.tui.pages.base.surroundings import Surroundings
from kafkatui.tui.screens.commands import CommandScreen
from kafkatui.tui.topic_places import relations_place
from kafkatui.tui.when_drawn import when_drawn
from kafkatui.view.recent import is_recent
from kafkatui.view.shell import no_counterpart
from kafkatui.view.text_width import cut

FOLD_BELOW_WIDTH = 90
"""Narrower than this the Explorer folds away and opens over the page on `0`."""

SIDE_BY_SIDE_WIDTH = 130
"""From this width on the panels below a page stand side by side."""

LOW_BELOW_HEIGHT = 40
"""Lower than this the panels below a list of records are folded until they are asked for."""

STACK_BELOW_HEIGHT = 28
"""Lower than this only one of page and panels is shown at a time."""

VISIT_SECONDS = 0.5
"""Who stays at a place for so long has visited it; what is written of it then no longer delays the first frame."""

EXPLORER_WIDTHS = (16, 80)
EXPLORER_STEP = 4
EXPLORER_SPARE = 4

COUNTERPART_CELLS = 30
"""Of where `x` leads, what the footer shows."""


class MainScreen(CommandScreen):
    """Explorer on the left, the page of whatever is selected on the right.

    Args:
        session: the cluster.
        surroundings: what its panes have in common.
        start: the first place shown.
        registry: all keys.
        clusters: those that are open, this one among them.
    """

    def __init__(
        self,
        session: ClusterView,
        surroundings: Surroundings,
        start: Place,
        registry: KeyRegistry,
        clusters: OpenClusters,
    ) -> None:
        self.navigator = Navigator(start)
        super().__init__(session, surroundings, registry, clusters)
        self._explorer_width = surroundings.settings.explorer_width
        self._is_resting = False

    def own_commands(self) -> Mapping[str, KeyCommand]:
        pages = {
            word.word: KeyCommand(partial(self.show_page, kind, word.tab))
            for kind, row in KINDS.items()
            for word in row.words
            if not row.has_name and word.word in self.registry
        }
        return {
            **super().own_commands(),
            **pages,
            "leave": KeyCommand(self.leave),
            "back": KeyCommand(self.go_back),
            "forward": KeyCommand(self.go_forward),
            "next_pane": KeyCommand(self.focus_next_pane),
            "previous_pane": KeyCommand(self.focus_previous_pane),
            "explorer": KeyCommand(self.toggle_explorer),
            "next_tab": KeyCommand(partial(self._switch_tab, 1)),
            "previous_tab": KeyCommand(partial(self._switch_tab, -1)),
            "counterpart": KeyCommand(self.show_counterpart, self._offer_counterpart),
            "relations": KeyCommand(self.show_relations, self._offer_relations),
            "details": KeyCommand(self.fold_details, self._offer_details),
            "narrower": KeyCommand(partial(self._widen, -EXPLORER_STEP)),
            "wider": KeyCommand(partial(self._widen, EXPLORER_STEP)),
        }

    def compose(self) -> ComposeResult:
        yield HeaderLine(self.session, self.navigator.here, self.clusters)
        with Horizontal(id="body"):
            yield Explorer(self.session, self.surroundings)
            yield PageFrame(self.session, self.surroundings)
        yield EventLine(self.session)
        yield KeyLine(lambda: active_keys(self), self._key_labels)
        yield TooSmall()

    async def on_mount(self) -> None:
        if (own := self.surroundings.own) is not None:
            own.tell(self.use_own())
        await self._show(self.navigator.here)
        self.frame.focus_main()
        when_drawn(self, self._recall_visits)

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width < FOLD_BELOW_WIDTH, "-narrow")
        self.set_class(FOLD_BELOW_WIDTH <= event.size.width < SIDE_BY_SIDE_WIDTH, "-slim")
        is_single = event.size.width < FOLD_BELOW_WIDTH or event.size.height < STACK_BELOW_HEIGHT
        self.set_class(is_single, "-single")
        self.set_class(not is_single and event.size.width < SIDE_BY_SIDE_WIDTH, "-medium")
        self.set_class(not is_single and event.size.height < LOW_BELOW_HEIGHT, "-low")
        self._fit_explorer()
        self.query_one(TooSmall).judge(event.size)
        self.frame.fit_details()
        when_drawn(self, self._keep_focus)

    def _keep_focus(self) -> None:
        """Focus the page when what had the focus is not shown any more."""
        focused = self.focused
        if (focused is None or not focused.is_on_screen) and self.is_mounted and self.frame.pane is not None:
            self.remove_class("-explorer-open")
            self.frame.focus_main()

    # Notices of the session

    def take(self, notice: Notice) -> None:
        """Pass a notice on to whoever shows what it is about, and is there: notices also come before and after."""
        if self._is_resting:
            return
        if not isinstance(notice, FeedUpdated) or notice.feed in (METADATA, ZOOKEEPER):
            for line in self.query("HeaderLine, EventLine, KeyLine"):  # the keys too: x needs linked sides
                line.refresh()
        if isinstance(notice, TaskChanged) and not self._shows_tasks():
            return
        for explorer in self.query(Explorer):
            explorer.on_notice(notice)
        for frame in self.query(PageFrame):
            if frame.pane is not None and is_there(frame.pane):
                frame.judge_contact()
                frame.pane.on_notice(notice)

    def rest(self) -> None:
        """Another cluster is shown: poll nothing and draw nothing. A tail goes on, and what was typed stays."""
        self._is_resting = True
        for side in self._sides():
            side.rest()

    def wake(self) -> None:
        """Be shown again, up to date."""
        if not self._is_resting:
            return
        self._is_resting = False
        for side in self._sides():
            side.wake()
        for line in self.query("HeaderLine, EventLine, KeyLine"):
            line.refresh()

    def _sides(self) -> list[Side]:
        """Those that hold feeds and are there."""
        panes = [frame.pane for frame in self.query(PageFrame)]
        return [*self.query(Explorer), *(pane for pane in panes if pane is not None and pane.is_mounted)]

    def _shows_tasks(self) -> bool:
        panes = [frame.pane for frame in self.query(PageFrame)]  # there is none while the screen is being closed
        return any(pane is not None and pane.place.tab == "tasks" for pane in panes)

    # Going places

    @on(GoTo)
    async def _go(self, event: GoTo) -> None:
        event.stop()
        if event.place.cluster != self.session.profile.name:
            is_whole = event.place.kind is PlaceKind.CLUSTER and not event.place.tab
            self.post_message(OpenCluster(event.place.cluster, None if is_whole else event.place))
            return
        self.remove_class("-explorer-open")
        await self._show(self.navigator.go(event.place))
        self.frame.focus_main()

    @on(ShowInstead)
    async def _show_instead(self, event: ShowInstead) -> None:
        event.stop()
        here = self.navigator.here
        if (here.subject, here.tab) == (event.place.subject, tab_of(here.at(tab="")).id):
            await self._show(event.place)
            self.frame.focus_main()

    @on(PlaceChanged)
    def _place_changed(self, event: PlaceChanged) -> None:
        event.stop()
        here = self.navigator.here
        if (event.place.subject, event.place.tab) == (here.subject, here.tab):
            self.navigator.update(event.place)

    async def _show(self, place: Place) -> None:
        shown = place.at(tab=tab_of(place).id)
        self.remove_class("-record-open", "-produce-open")
        self.navigator.update(shown)
        self.query_one(HeaderLine).show_place(shown)
        await self.frame.show(place)
        self.set_class(self.frame.needs_room, "-page-needs-room")
        when_drawn(self, self._keep_focus)
        if self._is_resting and self.frame.pane is not None:
            self.frame.pane.rest()
        self.explorer.point_at(shown)
        self.set_timer(VISIT_SECONDS, partial(self._note_visit, shown))

    def _recall_visits(self) -> None:
        """Have it read, in a thread of its own, where one was before: an empty `:` offers it."""
        _ = self.session.memory.visited

    def _note_visit(self, place: Place) -> None:
        """Remember a place that one stayed at."""
        here = self.navigator.here
        if (here.subject, here.tab) == (place.subject, place.tab) and not is_recent(place):
            self.session.memory.visited.note(place)

    async def go_back(self) -> None:
        """To the place before."""
        place = self.navigator.back()
        if place is not None:
            await self._show(place)

    async def go_forward(self) -> None:
        """To the place that `back` left."""
        place = self.navigator.forward()
        if place is not None:
            await self._show(place)

    def show_page(self, kind: PlaceKind, tab: str) -> None:
        """To one of the main pages."""
        self.post_message(GoTo(Place(self.session.profile.name, kind, tab=tab)))

    def _switch_tab(self, step: int) -> None:
        self.frame.switch_tab(step)

    def fold_details(self) -> None:
        """Fold what is told of the cursor's row, or show it again."""
        self.frame.fold_details()

    def _offer_details(self) -> Offer:
        return offered_if(self.frame.has_details)

    def _offer_counterpart(self) -> Offer:
        if self.counterpart() is not None:
            return OFFERED
        return Offer(True, no_counterpart(self.session.link))

    def show_counterpart(self) -> None:
        """To the same thing on the other side."""
        place = self.counterpart()
        if place is not None:
            self.post_message(GoTo(place))

    def _relations(self) -> Place | None:
        return relations_place(self.session.profile.name, self.side)

    def _offer_relations(self) -> Offer:
        place = self._relations()
        return offered_if(place is not None and not self._is_here(place))

    def show_relations(self) -> None:
        """To what the thing in focus is tied to."""
        if (place := self._relations()) is not None:
            self.post_message(GoTo(place))

    def _key_labels(self) -> dict[str, str]:
        """On ZooKeeper's side `x` says where it leads."""
        place = self.counterpart()
        is_zookeepers = self.pane is not None and KINDS[self.pane.place.kind].is_zookeepers
        if place is None or not is_zookeepers or place.kind is PlaceKind.ZNODE:
            return {}
        return {"counterpart": cut(f"{place.kind.value} {sanitise(place.name)}".strip(), COUNTERPART_CELLS)}

    async def leave(self) -> None:
        """Esc: the filter, else the marks, else back, else up."""
        if self.side is not None and self.side.leave():
            return
        place = self.navigator.back()
        if place is None:
            here = self.navigator.here
            parent = KINDS[here.kind].parent
            if parent is None:
                return
            place = self.navigator.up(Place(here.cluster, parent))
        await self._show(place)

    # Panes

    def focus_next_pane(self) -> None:
        """Focus the next pane."""
        self.focus_next()

    def focus_previous_pane(self) -> None:
        """Focus the previous pane."""
        self.focus_previous()

    def toggle_explorer(self) -> None:
        """Focus the Explorer; when it has the focus, fold it away."""
        explorer = self.explorer
        if self._opens_explorer:
            self.set_class(not explorer.has_focus_within, "-explorer-open")
            is_open = self.has_class("-explorer-open")
        else:
            self.set_class(explorer.has_focus_within, "-explorer-folded")
            is_open = not self.has_class("-explorer-folded")
        if is_open:
            explorer.focus_main()
        else:
            self.frame.focus_main()

    @property
    def _opens_explorer(self) -> bool:
        """Whether it is folded here until `0` opens it, and again once something was chosen in it."""
        return self.has_class("-narrow") or (self.has_class("-slim") and self.has_class("-page-needs-room"))

    def _widen(self, step: int) -> None:
        low, high = EXPLORER_WIDTHS
        self._explorer_width = max(low, min(high, self._explorer_width + step))
        self._fit_explorer()

    def _fit_explorer(self) -> None:
        """As wide as chosen, and some cells more where the page has room enough: a broker's role and rack fit then."""
        spare = 0 if self.has_class("-slim") else EXPLORER_SPARE
        self.explorer.styles.width = "100%" if self.has_class("-narrow") else self._explorer_width + spare
