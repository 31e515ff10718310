"""`?` — the keys that work here, and what the columns and the terms of the page mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from kafkatui.insight.filters import MATCH_ALL, Filter
from kafkatui.model.kinds import terms_of
from kafkatui.tui.active_keys import active_keys
from kafkatui.tui.chrome.filter_bar import FilterBar
from kafkatui.tui.content import to_content
from kafkatui.tui.keys import bindings
from kafkatui.tui.when_drawn import when_drawn
from kafkatui.tui.widgets.table_view import TableView
from kafkatui.view.glossary import explain
from kafkatui.view.help_lines import HelpEntry, HelpSection, filtered, help_lines
from kafkatui.view.keys import GROUPS
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


class HelpText(VerticalScroll):
    """The lines, scrolled with the keys of every other list."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(*SCROLL_ACTIONS, actions=SCROLL_ACTIONS)


class HelpScreen(ModalScreen[None]):
    """What can be done and what is shown where the focus was; `/` looks for a word.

    Args:
        main: the screen to explain, still with the focus where the user left it.
    """

    DEFAULT_CSS = """
    HelpScreen { align: center middle; background: $background 50%; }
    HelpScreen > Vertical { width: 120; max-width: 96%; height: 90%; border: round $kafka; background: $background;
                            border-title-color: $kafka; border-subtitle-color: $dim; padding: 0 1; }
    HelpScreen HelpText { height: 1fr; background: $background; scrollbar-size-vertical: 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("help.close", "help.filter")

    def __init__(self, main: CommandScreen) -> None:
        super().__init__()
        self.sections = sections_for(main)
        self._filter: Filter = MATCH_ALL
        self._title = f"Keys, columns and terms · {main.frame_title}"

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = Content(self._title)
            box.border_subtitle = Content("/ filter · Esc closes")
            with HelpText():
                yield Static("", markup=False)
            yield FilterBar()

    def on_mount(self) -> None:
        self.query_one(HelpText).focus()
        when_drawn(self, self._show)

    def on_resize(self, _: events.Resize) -> None:
        when_drawn(self, self._show)

    def _show(self) -> None:
        sections = filtered(self.sections, self._filter.matches) if not self._filter.is_empty else self.sections
        lines = help_lines(sections, self.query_one(HelpText).scrollable_content_region.width - 1)
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

    def action_find(self) -> None:
        """Look for a word."""
        self.query_one(FilterBar).open()

    def action_close(self) -> None:
        """Clear the filter; without one, close."""
        bar = self.query_one(FilterBar)
        if bar.text:
            bar.clear()
        else:
            self.dismiss()


def sections_for(main: CommandScreen) -> list[HelpSection]:
    """What `?` says about the main screen as it is now: keys by group, columns, terms."""
    keys = active_keys(main)
    sections = [
        HelpSection(
            group, [HelpEntry(each.names, each.key.help, each.key.id) for each in keys if each.key.group == group]
        )
        for group in GROUPS
    ]
    for definition in _definitions(main):
        entries = [HelpEntry(column.title, column.help) for column in definition.columns]
        sections.append(HelpSection(f"Columns of the {definition.noun_plural}", entries))
    place = main.pane.place if main.pane is not None else main.navigator.here
    terms = [HelpEntry(term, explain(term) or "") for term in terms_of(place.kind, place.tab)]
    sections.append(HelpSection("Terms", terms))
    return [section for section in sections if section.entries]


def _definitions(main: CommandScreen) -> list[TableDefinition[Any]]:
    """The table that has the focus, and the page's own."""
    found = [main.focused.definition] if isinstance(main.focused, TableView) else []
    table = main.pane.table if main.pane is not None else None
    if table is not None and table.definition not in found:
        found.append(table.definition)
    return found
