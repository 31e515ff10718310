"""The keys that take something out of the page shown: to the clipboard, or into a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from textual.screen import Screen

from kafkatui.model.key import OFFERED, Offer, offered_or
from kafkatui.session.action_context import no_export_obstacle
from kafkatui.session.cluster_view import ClusterView
from kafkatui.tui.actions.copy import copy_choices, has_something_to_copy, too_many_marked
from kafkatui.tui.breadcrumbs import title_of
from kafkatui.tui.key_command import KeyCommand
from kafkatui.tui.messages import Copy
from kafkatui.tui.pages.base.pane import Pane
from kafkatui.tui.pages.base.side import Side
from kafkatui.view.copy_choices import CopyChoice
from kafkatui.view.picture_name import picture_name

NOTHING_TO_COPY = "There is nothing to copy here."
NOTHING_TO_WRITE = "There are no rows here to write."
NO_COMMAND = "No command line shows what this page shows."
COMMAND = "command"
"""What is copied with `Y`."""


class CopyCommands:
    """What `y`, `Y`, `w`, `W` and Ctrl+C do.

    Args:
        screen: pushes the dialogs and is sent what is copied.
        session: the cluster.
        side: the side of the screen that has the focus.
        pane: the tab that is shown.
    """

    def __init__(
        self,
        screen: Screen[Any],
        session: ClusterView,
        side: Callable[[], Side | None],
        pane: Callable[[], Pane | None],
    ) -> None:
        self._screen = screen
        self._session = session
        self._side = side
        self._pane = pane

    def commands(self) -> Mapping[str, KeyCommand]:
        """By key."""
        return {
            "copy": KeyCommand(self.copy_something, self._offer_copy),
            "copy_command": KeyCommand(self.copy_command_line, self._offer_copy_command),
            "write": KeyCommand(self.write_rows, self._offer_write),
            "write_screen": KeyCommand(self.write_screen, self._offer_write_screen),
            "interrupt": KeyCommand(self.copy_selection),
        }

    def export_obstacle(self) -> str:
        """Why nothing of the page shown may be copied or written; empty when it may."""
        pane = self._pane()
        has_focus = self._side() is pane
        return pane.export_obstacle if pane is not None and has_focus else ""

    def _offer_copy(self) -> Offer:
        if reason := self.export_obstacle():
            return Offer(True, reason)
        side, pane = self._side(), self._pane()
        if side is not pane:
            return offered_or(side is not None and side.copied() is not None, NOTHING_TO_COPY)
        return offered_or(pane is not None and has_something_to_copy(pane), NOTHING_TO_COPY)

    def copy_something(self) -> None:
        """Ask what to copy; when there is but one thing, copy it."""
        from kafkatui.tui.screens.copy_choice import CopyScreen

        side, pane = self._side(), self._pane()
        if side is not None and side is not pane and (copied := side.copied()) is not None:
            self._screen.post_message(Copy(*copied))
            return
        choices = copy_choices(pane) if pane is not None else []
        table = pane.table if pane is not None else None
        if table is not None and too_many_marked(table):
            self._screen.notify(f"{table.mark_count:,} are marked, too much for a clipboard: w writes them to a file.")
        if len(choices) == 1:
            self._copy_choice(choices[0])
        elif choices:
            self._screen.app.push_screen(CopyScreen(choices), self._copy_choice)

    def _copy_choice(self, choice: CopyChoice | None) -> None:
        if choice is not None:
            self._screen.post_message(Copy(choice.text, choice.what))

    def _offer_copy_command(self) -> Offer:
        pane = self._pane()
        return offered_or(pane is not None and pane.command() is not None, NO_COMMAND)

    def copy_command_line(self) -> None:
        """Copy the equivalent command line."""
        pane = self._pane()
        command = pane.command() if pane is not None else None
        if command is not None:
            self._screen.post_message(Copy(command, COMMAND))

    def copy_selection(self) -> None:
        """Ctrl+C copies a selection, or says how to quit; it never ends anything."""
        selected = self._screen.get_selected_text()
        if selected:
            self._screen.post_message(Copy(selected, "selection"))
        else:
            self._screen.notify("q quits, Esc goes back.", title="Ctrl+C does not quit")

    def _offer_write_screen(self) -> Offer:
        obstacle = no_export_obstacle(self._session.profile)
        return OFFERED if obstacle is None else Offer(True, obstacle.text)

    def write_screen(self) -> None:
        """Write the screen as it is to a file."""
        from kafkatui.tui.actions.picture import picture_of
        from kafkatui.tui.screens.write_picture import WritePictureScreen

        pane = self._pane()
        place = pane.place if pane is not None else None
        title = "kafkatui" if place is None else f"kafkatui · {place.cluster} · {title_of(place)}"
        picture = picture_of(self._screen.app, title)
        self._screen.app.push_screen(WritePictureScreen(self._session, picture, picture_name(place)))

    def _offer_write(self) -> Offer:
        if reason := self.export_obstacle():
            return Offer(True, reason)
        pane = self._pane()
        table = pane.table if pane is not None else None
        return offered_or(table is not None and (table.line_count > 0 or table.mark_count > 0), NOTHING_TO_WRITE)

    def write_rows(self) -> None:
        """Write the rows shown, or those marked, to a file."""
        from kafkatui.tui.actions.write import choices_to_write
        from kafkatui.tui.screens.write_file import WriteScreen

        choices = choices_to_write(self._pane())
        if choices:
            self._screen.app.push_screen(WriteScreen(self._session, choices))
