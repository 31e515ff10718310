"""`?` — what the columns and terms of the page mean, the keys that work here, and Kafka in one screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from kafkatui.insight.filters import MATCH_ALL, Filter
from kafkatui.model.kinds import terms_of
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.presence import LinkState
from kafkatui.report.groups import group_rows
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import ALL_OFFSETS, CapabilitiesFeed, GroupsFeed
from kafkatui.tui.active_keys import active_keys
from kafkatui.tui.chrome.filter_bar import FilterBar
from kafkatui.tui.content import to_content
from kafkatui.tui.keys import bindings
from kafkatui.tui.screens.dimmed import DimmedScreen
from kafkatui.tui.when_drawn import when_drawn
from kafkatui.tui.widgets.primer_view import PrimerView
from kafkatui.tui.widgets.table_view import TableView
from kafkatui.view.glossary import explain
from kafkatui.view.help_lines import HelpEntry, HelpSection, filtered, help_lines
from kafkatui.view.keys import GROUPS
from kafkatui.view.primer import KnownHere
from kafkatui.view.primer import primer as primer_of
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition

if TYPE_CHECKING:
    from kafkatui.tui.screens.commands import CommandScreen

SCROLL_ACTIONS = {
    "lines.up": "scroll_up",
    "lines.down": "scroll_down",
    "lines.page_up": "page_up",
    "lines.page_down": "page_down",
    "lines.first": "scroll_home",
    "lines.last": "scroll_end",
}

PAGE_HINT = "Tab Kafka in one screen · i keymap ids · / filter · Esc closes"
PRIMER_HINT = "⏎ goes there · Tab this page's terms and keys · Esc closes"


class HelpText(VerticalScroll):
    """The lines, scrolled with the keys of every other list."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(*SCROLL_ACTIONS, actions=SCROLL_ACTIONS)


class HelpScreen(DimmedScreen[Place]):
    """What is shown and what can be done where the focus was; Tab turns to what Kafka is made of, here.

    Gives back the place that was chosen there.

    Args:
        main: the screen to explain, still with the focus where the user left it.
    """

    DEFAULT_CSS = """
    HelpScreen { align: center middle; background: $background 50%; }
    HelpScreen > Vertical { width: 120; max-width: 96%; height: 90%; border: round $kafka; background: $background;
                            border-title-color: $kafka; border-subtitle-color: $dim; padding: 0 1; }
    HelpScreen HelpText { height: 1fr; background: $background; scrollbar-size-vertical: 1; scrollbar-gutter: stable; }
    HelpScreen PrimerView { display: none; }
    HelpScreen.-primer PrimerView { display: block; }
    HelpScreen.-primer HelpText { display: none; }
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("help.close", "help.filter", "help.turn", "help.ids")

    def __init__(self, main: CommandScreen) -> None:
        super().__init__()
        self.sections = sections_for(main)
        self._filter: Filter = MATCH_ALL
        self._title = f"Terms, columns and keys · {main.frame_title}"
        self._primer = PrimerView(primer_of(known_here(main)))
        self._shows_ids = False

    def compose(self) -> ComposeResult:
        with Vertical():
            with HelpText():
                yield Static("", markup=False)
            yield self._primer
            yield FilterBar()

    def on_mount(self) -> None:
        self.query_one(HelpText).focus()
        self._say()
        when_drawn(self, self._show)

    def on_resize(self, _: events.Resize) -> None:
        when_drawn(self, self._show)

    def _say(self) -> None:
        box, is_primer = self.query_one(Vertical), self.has_class("-primer")
        box.border_title = Content("Kafka in one screen, on this cluster" if is_primer else self._title)
        box.border_subtitle = Content(PRIMER_HINT if is_primer else PAGE_HINT)

    def _show(self) -> None:
        sections = filtered(self.sections, self._filter.matches) if not self._filter.is_empty else self.sections
        width = self.query_one(HelpText).scrollable_content_region.width - 1
        lines = help_lines(sections, width, shows_remarks=self._shows_ids)
        if not lines:
            lines = [[("Nothing here says that.", Tone.DIM)]]
        self.query_one(HelpText).query_one(Static).update(Content("\n").join(to_content(line) for line in lines))

    @on(FilterBar.Changed)
    def _apply_filter(self, event: FilterBar.Changed) -> None:
        event.stop()
        self._filter = event.filter
        self._show()

    @on(FilterBar.Left)
    def _leave_filter(self, event: FilterBar.Left) -> None:
        event.stop()
        self.query_one(HelpText).focus()

    @on(PrimerView.Chosen)
    def _go(self, event: PrimerView.Chosen) -> None:
        event.stop()
        self.dismiss(event.place)

    def action_find(self) -> None:
        """Look for a word."""
        if self.has_class("-primer"):
            self.action_turn()
        self.query_one(FilterBar).open()

    def action_turn(self) -> None:
        """To Kafka in one screen, or back to what is about this page."""
        self.toggle_class("-primer")
        self._say()
        if self.has_class("-primer"):
            self._primer.focus()
        else:
            self.query_one(HelpText).focus()

    def action_ids(self) -> None:
        """Show what keys are called in the settings file, or no longer."""
        self._shows_ids = not self._shows_ids
        self._show()

    def action_close(self) -> None:
        """Clear the filter; without one, close."""
        bar = self.query_one(FilterBar)
        if bar.text:
            bar.clear()
        else:
            self.dismiss()


def sections_for(main: CommandScreen) -> list[HelpSection]:
    """What `?` says about the main screen as it is now: terms, columns, keys by group."""
    keys = active_keys(main)
    place = main.pane.place if main.pane is not None else main.navigator.here
    terms = [HelpEntry(term, explain(term) or "") for term in terms_of(place.kind, place.tab)]
    sections = [HelpSection("Terms", terms)]
    for definition in _definitions(main):
        entries = [HelpEntry(column.title, column.help) for column in definition.columns]
        sections.append(HelpSection(f"Columns of the {definition.noun_plural}", entries))
    sections += [
        HelpSection(
            f"Keys: {group}",
            [HelpEntry(each.names, each.key.help, each.key.id) for each in keys if each.key.group == group],
        )
        for group in GROUPS
    ]
    unkeyed = [HelpEntry(each.title, f"{each.help} (a)", each.id) for each in main.own.unkeyed()]
    sections.append(HelpSection("Commands of your own without a key", unkeyed))
    return [section for section in sections if section.entries]


def known_here(main: CommandScreen) -> KnownHere:
    """What the cluster's screen can point at; nothing is asked for."""
    session: ClusterView = main.session
    here = main.navigator.here
    groups = session.observed(GroupsFeed())
    rows = group_rows(groups) if groups.value is not None else ()
    own = here.name if here.kind is PlaceKind.GROUP else ""
    topic = main.side.topic_name() if main.side is not None else None
    capabilities = session.observed(CapabilitiesFeed()).value
    return KnownHere(
        session.profile.name,
        session.metadata.value,
        topic or (here.name if here.kind is PlaceKind.TOPIC else ""),
        next((row for row in rows if row.group.id == own), rows[0] if rows else None),
        session.observed(ALL_OFFSETS).value,
        session.link.state is LinkState.LINKED,
        None if capabilities is None else capabilities.is_kraft,
    )


def _definitions(main: CommandScreen) -> list[TableDefinition[Any]]:
    """The table that has the focus, and the page's own."""
    found = [main.focused.definition] if isinstance(main.focused, TableView) else []
    table = main.pane.table if main.pane is not None else None
    if table is not None and table.definition not in found:
        found.append(table.definition)
    return found
