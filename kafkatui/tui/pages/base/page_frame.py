"""The right side of the screen: a border with the object's name, its tabs, one pane, and panels docked below."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical
from textual.widgets import Static

from kafkatui.model.kinds import KINDS
from kafkatui.model.place import Place
from kafkatui.session.cluster_view import ClusterView
from kafkatui.tui.breadcrumbs import title_of
from kafkatui.tui.chrome.tab_line import TabLine
from kafkatui.tui.content import to_content
from kafkatui.tui.messages import FootChanged, GoTo
from kafkatui.tui.pages.base.first_contact import LOOK_SECONDS, FirstContact
from kafkatui.tui.pages.base.pane import Pane
from kafkatui.tui.pages.base.registry import build, tab_of, tabs_of, titles_of
from kafkatui.tui.pages.base.surroundings import Surroundings
from kafkatui.tui.when_drawn import when_drawn
from kafkatui.view.refresh_table import refresh_words
from kafkatui.view.span import Tone
from kafkatui.view.znode_sentence import sentence_of


class PageFrame(Vertical):
    """Shows one Place at a time.

    Args:
        session: the cluster.
        surroundings: what its panes have in common.
    """

    DEFAULT_CSS = """
    PageFrame {
        width: 1fr; height: 1fr;
        & > #page { height: 1fr; border: round $border; border-title-color: $foreground; padding: 0 1;
                    border-title-style: bold; }
        & > #page:focus-within { border: round $kafka; border-title-color: $kafka; }
        &.-zookeeper > #page:focus-within { border: round $zookeeper; border-title-color: $zookeeper; }
        & #pane-slot { height: 1fr; }
        & #sentence { height: auto; max-height: 3; width: 1fr; display: none; }
        & #sentence.-some { display: block; }
        & > #details { height: 40%; display: none; }
        & > #details.-some { display: block; }
        &.-without-contact > #details { display: none; }
    }
    """

    def __init__(self, session: ClusterView, surroundings: Surroundings) -> None:
        super().__init__()
        self._session = session
        self._surroundings = surroundings
        self.pane: Pane | None = None
        self._generation = 0
        self._contact = FirstContact(session, surroundings)
        self._contact.display = False

    def on_mount(self) -> None:
        self.set_interval(LOOK_SECONDS, self.judge_contact)

    def compose(self) -> ComposeResult:
        with Vertical(id="page"):
            yield TabLine()
            yield Static(id="sentence", markup=False)
            yield Container(id="pane-slot")
            yield self._contact
        yield Horizontal(id="details")

    async def show(self, place: Place) -> None:
        """Replace what is shown by the page of `place`, on its first tab if it names none."""
        self._generation += 1
        generation = self._generation
        tab = tab_of(place)
        had_focus = self.has_focus_within
        page = self.query_one("#page")
        is_zookeeper = KINDS[place.kind].is_zookeepers
        self.set_class(is_zookeeper, "-zookeeper")
        page.border_subtitle = ""
        line = self.query_one(TabLine)
        line.tabs, line.active = titles_of(place.kind), tab.id
        line.accent = "$zookeeper" if is_zookeeper else "$kafka"
        line.display = len(tabs_of(place.kind)) > 1
        pane = build(tab, self._session, place.at(tab=tab.id))
        pane.is_tab_chosen = bool(place.tab)
        pane.surroundings = self._surroundings
        self._say_title(pane)
        self._say_sentence(pane.place)
        slot, details = self.query_one("#pane-slot"), self.query_one("#details")
        self.pane = pane
        with self.app.batch_update():
            await slot.remove_children()
            await details.remove_children()
            if generation != self._generation:
                return
            panels = pane.details()
            details.set_class(bool(panels), "-some")
            details.set_class(pane.folds_details, "-folding")
            details.remove_class("-blank")
            self.fit_details()
            await slot.mount(pane)
            if panels:
                await details.mount(*panels)
                pane.show_details()
            self.judge_contact()
        if had_focus or self.screen.focused is None:
            self.focus_main()
        self.refresh_bindings()

    def _say_title(self, pane: Pane) -> None:
        title = [(title_of(pane.place), Tone.PLAIN), *refresh_words(pane.refresh_seconds)]
        self.query_one("#page").border_title = to_content(title)

    def _say_sentence(self, place: Place) -> None:
        """What a znode is, above each of its tabs but the first, which says more of it."""
        spans = sentence_of(place)
        line = self.query_one("#sentence", Static)
        line.set_class(bool(spans), "-some")
        line.update(to_content(spans))

    def read_every(self, seconds: float | None) -> None:
        """Read what the page shows so often from now on; None: as by itself."""
        if self.pane is not None:
            memory, page = self._session.memory, self.pane.page_name
            if seconds == self._surroundings.settings.refresh.get(page):
                memory.forget_refresh(page)  # whatever the settings say later holds then
            else:
                memory.remember_refresh(page, seconds)
            self.pane.read_every(seconds)
            self._say_title(self.pane)
            self.pane.show()

    @property
    def is_without_contact(self) -> bool:
        """Whether the pane is not shown, as nothing is known of its cluster."""
        return self._contact.display

    def judge_contact(self) -> None:
        """Show the pane, or that the cluster has not answered yet; ZooKeeper's and the connection's own always."""
        pane = self.pane
        if pane is None:
            return
        is_independent = pane.shows_without_kafka or KINDS[pane.place.kind].is_zookeepers
        is_needed = not is_independent and self._contact.is_needed(at_once=pane.is_blank_without_kafka)
        if is_needed == self._contact.display:
            return
        had_focus = self.has_focus_within
        self._contact.display = is_needed
        self.query_one("#pane-slot").display = not is_needed
        self.set_class(is_needed, "-without-contact")
        self.query_one("#page").border_subtitle = ""
        if is_needed:
            self._contact.show()
        else:
            pane.show()
        if had_focus:
            self.focus_main()
        self.refresh_bindings()

    def focus_main(self) -> None:
        """Focus what the keys are for."""
        if self._contact.display:
            self._contact.focus_main()
        elif self.pane is not None:
            self.pane.focus_main()

    @property
    def needs_room(self) -> bool:
        """Whether what is shown needs the width of a screen that is not wide."""
        return self.pane is not None and self.pane.lists_records

    # The panel about the cursor's row

    def fit_details(self) -> None:
        """Show or fold the panel as somebody chose for this list on a screen of this height, else as there is room."""
        is_foldable = self.pane is not None and self.pane.has_row_detail
        choice = self._session.memory.panels.get(self._panel_name()) if is_foldable else None
        for details in self.query("#details"):  # there is none yet while the screen is being made
            details.set_class(choice is False, "-folded")
            details.set_class(choice is True, "-opened")

    def _panel_name(self) -> str:
        is_low = self.screen.has_class("-low") or self.screen.has_class("-single")
        name = "" if self.pane is None else f"{self.pane.place.kind.value}/{self.pane.place.tab}"
        return f"{name}/low" if is_low else name

    @property
    def has_details(self) -> bool:
        """Whether there is a panel about the cursor's row, to be folded or shown: a list without rows has none."""
        is_blank = any(details.has_class("-blank") for details in self.query("#details"))
        return self.pane is not None and self.pane.has_row_detail and not is_blank

    def fold_details(self) -> None:
        """Fold the panel about the cursor's row, or show it again, from now on."""
        if self.pane is not None and self.has_details:
            is_open = not self.query_one("#details").display
            self._session.memory.remember_panel(self._panel_name(), is_open=is_open)
            self.fit_details()
            when_drawn(self.pane, self.pane.show)

    @on(FootChanged)
    def _say_foot(self, event: FootChanged) -> None:
        event.stop()
        if not self.is_without_contact:
            self.query_one("#page").border_subtitle = to_content(event.spans)

    @on(TabLine.Selected)
    def _select_tab(self, event: TabLine.Selected) -> None:
        event.stop()
        self.post_message(GoTo(self._place().at(tab=event.tab_id, filter="", cursor="", only_wrong=False)))

    def switch_tab(self, step: int) -> None:
        """Go to the next tab (`step` 1) or the one before (−1), around the end."""
        place = self._place()
        tabs = tabs_of(place.kind)
        index = [tab.id for tab in tabs].index(tab_of(place).id)
        target = tabs[(index + step) % len(tabs)]
        self.post_message(GoTo(place.at(tab=target.id, filter="", cursor="", only_wrong=False)))

    def _place(self) -> Place:
        if self.pane is None:
            raise LookupError("no page is shown yet")
        return self.pane.place
