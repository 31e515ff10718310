"""What can be done to the profiles of the settings file, from any screen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from textual.screen import Screen

from kafkatui.model.action import Danger, Scope
from kafkatui.model.journal import JournalEntry
from kafkatui.model.outcome import Outcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.target import Target
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.action_catalogue import catalogue
from kafkatui.session.action_runner import failure_words
from kafkatui.session.application import Application
from kafkatui.session.tasks import Task
from kafkatui.view.actions_table import MenuEntry

NO_SETTINGS = "There is no settings file to change here."
UNDO = "undo"


class ProfileCommands:
    """Opens the dialogs.

    Args:
        screen: pushes them, and says what became of it.
        application: runs the actions; None where nothing can be changed.
        on_done: called with an action that was done and the profiles that it changed.
    """

    def __init__(
        self,
        screen: Screen[Any],
        application: Application | None,
        on_done: Callable[[Action[Any], tuple[str, ...]], None],
    ) -> None:
        self._screen = screen
        self._application = application
        self._on_done = on_done

    def start(self, action_id: str, profile: str | None) -> None:
        """Open the dialog of an action.

        Args:
            profile: the one under the cursor; None when there is none.
        """
        action = catalogue()[action_id]
        if self._application is None:
            self._warn(action.spec.title, NO_SETTINGS)
            return
        targets = _targets(action, profile)
        obstacle = self._application.actions.obstacle(action, targets)
        if obstacle is not None:
            self._warn(action.spec.title, obstacle.text)
        else:
            self._open(action, targets)

    def _open(self, action: Action[Any], targets: Targets) -> None:
        from kafkatui.tui.screens.action import ActionScreen

        assert self._application is not None
        self._screen.app.push_screen(ActionScreen(self._application, action, targets), partial(self._told, action))

    def _told(self, action: Action[Any], outcome: Outcome | None) -> None:
        if outcome is None:
            return
        if not outcome.is_done:
            self._warn(action.spec.title, failure_words(outcome))
            return
        said = "\n".join(f"{each.target}: {each.reason}" if each.reason else each.target for each in outcome.targets)
        self._screen.notify(said, title=f"{action.spec.title}: done", markup=False, timeout=8)
        self._on_done(action, outcome.done)

    def _warn(self, title: str, text: str) -> None:
        self._screen.notify(text, title=title, severity="warning", markup=False, timeout=8)

    def open_menu(self, profile: str | None) -> None:
        """Show everything that can be done to the profile under the cursor and to the settings file."""
        from kafkatui.tui.screens.action_menu import ActionMenuScreen

        if self._application is None:
            self._warn("Clusters", NO_SETTINGS)
            return
        entries = [self._entry(each, profile) for each in catalogue().values() if each.spec.scope is Scope.APPLICATION]
        entries.append(MenuEntry(UNDO, "Undo", "What was changed in the settings file, newest first.", Danger.CHANGES))
        self._screen.app.push_screen(
            ActionMenuScreen(entries, profile or "the settings file"), partial(self._start_chosen, profile)
        )

    def _entry(self, action: Action[Any], profile: str | None) -> MenuEntry:
        assert self._application is not None
        obstacle = self._application.actions.obstacle(action, _targets(action, profile))
        spec = action.spec
        return MenuEntry(
            spec.id, spec.title, spec.help, spec.danger, obstacle="" if obstacle is None else obstacle.text
        )

    def _start_chosen(self, profile: str | None, chosen: str | None) -> None:
        if chosen == UNDO:
            self._read_journal()
        elif chosen is not None:
            self.start(chosen, profile)

    def _read_journal(self) -> None:
        application = self._application
        assert application is not None

        def ended(task: Task[tuple[JournalEntry, ...]]) -> None:
            self._screen.app.call_later(self._show_journal, task)

        application.tasks.start(
            "Read the journal", lambda _: application.actions.entries(), on_end=ended, is_quiet=True
        )

    def _show_journal(self, task: Task[tuple[JournalEntry, ...]]) -> None:
        from kafkatui.tui.screens.undo import UndoScreen

        if task.error is not None:
            self._warn("Undo", str(task.error))
        elif not task.result():
            self._warn("Undo", "Nothing was changed in the settings file with kafkatui.")
        else:
            self._screen.app.push_screen(UndoScreen(task.result()), self._undo)

    def _undo(self, entry: JournalEntry | None) -> None:
        if entry is None or self._application is None:
            return
        action = self._application.actions.undo(entry)
        obstacle = self._application.actions.obstacle(action, ())
        if obstacle is not None:
            self._warn("Undo", obstacle.text)
        else:
            self._open(action, ())


def _targets(action: Action[Any], profile: str | None) -> Targets:
    is_of_profile = bool(action.spec.acts_on) or action.spec.id == "cluster.export"
    return (Target(PlaceKind.CLUSTER, profile),) if profile is not None and is_of_profile else ()
