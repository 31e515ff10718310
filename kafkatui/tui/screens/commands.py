"""What can be done on the main screen to whatever is in focus."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import on
from textual.binding import BindingType
from textual.screen import Screen

from kafkatui.model.place import Place, PlaceKind
from kafkatui.session.session import METADATA, ClusterSession
from kafkatui.tui.actions.copy import copy_choices, has_something_to_copy, too_many_marked
from kafkatui.tui.actions.write import rows_to_write
from kafkatui.tui.active_keys import active_keys
from kafkatui.tui.breadcrumbs import title_of
from kafkatui.tui.chrome.mark_bar import MarkBar
from kafkatui.tui.explorer import Explorer
from kafkatui.tui.keys import bindings
from kafkatui.tui.messages import Copy, Failed, GoTo, Hint
from kafkatui.tui.navigator import Navigator
from kafkatui.tui.pages.base.page_frame import PageFrame
from kafkatui.tui.pages.base.pane import Pane
from kafkatui.tui.palette import THEME_PREFIX, commands
from kafkatui.tui.widgets.table_view import TableView
from kafkatui.view.commands import Command
from kafkatui.view.copy_choices import CopyChoice
from kafkatui.view.shell import quit_question


class CommandScreen(Screen[None]):
    """The keys of the main screen that do something instead of going somewhere.

    Args:
        session: the cluster.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "filter", "goto", "messages", "produce", "mark_matching", "internal", "refresh",
        "copy", "copy_command", "write", "help", "palette", "quit", "interrupt",
    )  # fmt: skip

    navigator: Navigator

    def __init__(self, session: ClusterSession) -> None:
        super().__init__()
        self.session = session

    @property
    def explorer(self) -> Explorer:
        """The tree on the left."""
        return self.query_one(Explorer)

    @property
    def frame(self) -> PageFrame:
        """The page on the right."""
        return self.query_one(PageFrame)

    @property
    def pane(self) -> Pane | None:
        """The tab shown now."""
        return self.frame.pane

    @property
    def frame_title(self) -> str:
        """What the page shown is called."""
        return title_of(self.navigator.here)

    async def _show(self, place: Place) -> None:
        """Show `place` on the right."""
        raise NotImplementedError

    def _counterpart(self) -> Place | None:
        if self.explorer.has_focus_within:
            return self.explorer.counterpart()
        return self.pane.counterpart() if self.pane is not None else None

    def _filterable(self) -> Explorer | Pane | None:
        if self.explorer.has_focus_within:
            return self.explorer
        return self.pane

    def action_filter(self) -> None:
        """Open the filter of the list in focus."""
        target = self._filterable()
        if target is not None and target.can_filter:
            target.start_filter()

    def action_refresh(self) -> None:
        """Read what is shown again."""
        self.session.refresh(METADATA)
        if self.explorer.has_focus_within:
            self.explorer.refresh_feeds()
        elif self.pane is not None:
            self.pane.refresh_feeds()

    def action_internal(self) -> None:
        """Show or hide internal topics."""
        self.explorer.shows_internal = not self.explorer.shows_internal
        self.explorer.show()
        if self.pane is not None:
            self.pane.show()

    def action_messages(self) -> None:
        """Follow the topic's records."""
        name = self._topic_name()
        if name is not None:
            self.post_message(GoTo(Place(self.session.profile.name, PlaceKind.TOPIC, name, tab="messages")))

    async def action_produce(self) -> None:
        """Open the topic's messages with the cursor where a record is typed."""
        from kafkatui.tui.actions import produce

        name = self._topic_name()
        if name is None:
            return
        if reason := produce.obstacle(self.session):
            self.notify(reason, title="Produce", severity="warning")
            return
        place = Place(self.session.profile.name, PlaceKind.TOPIC, name, tab="messages")
        if self.navigator.here.subject != place.subject or self.navigator.here.tab != "messages":
            await self._show(self.navigator.go(place))
        if self.pane is not None:
            produce.open_editor(self.pane)

    def _topic_name(self) -> str | None:
        if self.explorer.has_focus_within:
            place = self.explorer.cursor_place()
            return place.name if place is not None and place.kind is PlaceKind.TOPIC else None
        return self.pane.topic_name() if self.pane is not None else None

    @property
    def refused_actions(self) -> frozenset[str]:
        """Actions whose key only says why they cannot be done here; neither the footer nor `?` offers them."""
        return frozenset(["produce"]) if self.session.profile.read_only else frozenset()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if not self.is_mounted or self.frame.pane is None:
            return True
        pane = self.frame.pane
        checks = {
            "messages": lambda: self._topic_name() is not None and pane.place.tab != "messages",
            "produce": lambda: self._topic_name() is not None,
            "counterpart": lambda: self._counterpart() is not None,
            "copy": lambda: bool(self._explorer_name()) or has_something_to_copy(pane),
            "copy_command": lambda: pane.command() is not None,
            "write": lambda: isinstance(getattr(pane, "table", None), TableView),
            "mark_matching": lambda: self._markable() is not None,
            "filter": lambda: pane.can_filter or self.explorer.has_focus_within,
        }
        check = checks.get(action)
        return check() if check is not None else True

    def action_copy(self) -> None:
        """Ask what to copy; when there is but one thing, copy it."""
        from kafkatui.tui.screens.copy_choice import CopyScreen

        if name := self._explorer_name():
            self.post_message(Copy(name, "name"))
            return
        choices = copy_choices(self.pane) if self.pane is not None else []
        table = getattr(self.pane, "table", None)
        if isinstance(table, TableView) and too_many_marked(table):
            self.notify(f"{table.mark_count:,} are marked, too much for a clipboard: w writes them to a file.")
        if len(choices) == 1:
            self._copy_choice(choices[0])
        elif choices:
            self.app.push_screen(CopyScreen(choices), self._copy_choice)

    def _explorer_name(self) -> str:
        """The name of what the Explorer's cursor is on, when the Explorer has the focus."""
        place = self.explorer.cursor_place() if self.explorer.has_focus_within else None
        return place.name if place is not None else ""

    def _copy_choice(self, choice: CopyChoice | None) -> None:
        if choice is not None:
            self.post_message(Copy(choice.text, choice.what))

    def action_copy_command(self) -> None:
        """Copy the equivalent command line."""
        command = self.pane.command() if self.pane is not None else None
        if command is not None:
            self.post_message(Copy(command, "command"))

    def action_write(self) -> None:
        """Write the rows shown, or those marked, to a file."""
        from kafkatui.tui.screens.write_file import WriteScreen

        rows = rows_to_write(self.pane)
        if rows is not None:
            self.app.push_screen(WriteScreen(rows))

    def _markable(self) -> TableView[Any] | None:
        """The table whose rows `*` marks: the page's, unless the Explorer has the focus."""
        table = getattr(self.pane, "table", None)
        is_here = isinstance(table, TableView) and not self.explorer.has_focus_within
        return table if is_here else None

    def action_mark_matching(self) -> None:
        """Ask for the regular expression of the rows to mark."""
        table = self._markable()
        if table is not None and self.pane is not None and not self.pane.query(MarkBar):
            self.pane.mount(MarkBar(table))

    def action_goto(self) -> None:
        """Ask where to go."""
        from kafkatui.tui.screens.goto import GotoScreen

        self.app.push_screen(GotoScreen(self.session), self._go_if_chosen)

    def _go_if_chosen(self, place: Place | None) -> None:
        if place is not None:
            self.post_message(GoTo(place))

    def action_help(self) -> None:
        """Show the keys of this pane and what its columns mean."""
        from kafkatui.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self))

    def action_command_palette(self) -> None:
        """Open the command palette."""
        from kafkatui.tui.screens.palette import PaletteScreen

        offered = active_keys(self)
        pressed = {each.key.id: each.pressed[0] for each in offered}

        def run(command: Command | None) -> None:
            if command is None:
                return
            if command.id in pressed:
                self.call_after_refresh(self.app.simulate_key, pressed[command.id])
            else:
                self.app.theme = command.id.removeprefix(THEME_PREFIX)

        self.app.push_screen(PaletteScreen(commands(offered, self.app.available_themes)), run)

    def action_interrupt(self) -> None:
        """Ctrl+C copies a selection, or says how to quit; it never ends anything."""
        selected = self.get_selected_text()
        if selected:
            self.post_message(Copy(selected, "selection"))
        else:
            self.notify("q quits, Esc goes back.", title="Ctrl+C does not quit")

    def action_quit(self) -> None:
        """Leave, asking first when something unsent would be lost."""
        question = quit_question(self._unsent_draft(), self.session.unsent_count)
        if question is None:
            self.app.exit(0)
            return
        from kafkatui.tui.screens.confirm import ConfirmScreen

        self.app.push_screen(ConfirmScreen(question, "Quit"), self._quit_if)

    def _quit_if(self, is_confirmed: bool | None) -> None:
        if is_confirmed:
            self.app.exit(0)

    def _unsent_draft(self) -> str:
        draft: Any = getattr(self.pane, "unsent_draft", None)
        return draft() if draft is not None else ""

    # Words

    @on(Copy)
    def _copy(self, event: Copy) -> None:
        event.stop()
        self.app.copy_to_clipboard(event.text)
        shown = event.text if len(event.text) <= 60 else f"{event.text[:57]}…"
        self.notify(shown, title=f"Copied {event.what}", markup=False, timeout=2)

    @on(Failed)
    def _failed(self, event: Failed) -> None:
        event.stop()
        error = event.error
        self.notify(str(error), title=error.title, severity="error", markup=False, timeout=8)

    @on(Hint)
    def _hint(self, event: Hint) -> None:
        event.stop()
        self.notify(event.text, markup=False, timeout=3)
