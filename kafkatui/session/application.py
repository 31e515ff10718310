"""kafkatui itself, as an action of `Scope.APPLICATION` sees it: its settings file instead of a cluster."""

from __future__ import annotations

from typing import Any

from kafkatui.config.state_folder import state_folder
from kafkatui.model.profile import Profile
from kafkatui.session.action_context import ActionContext
from kafkatui.session.action_runner import ActionRunner
from kafkatui.session.decoding import Decoding
from kafkatui.session.journal import Journal
from kafkatui.session.settings_file import SettingsFile
from kafkatui.session.tasks import Tasks

NAME = "settings"
"""What it is called where a cluster's name would stand; its journal as well."""


class ApplicationContext(ActionContext):
    """What such an action may use.

    Args:
        settings: the settings file.
    """

    def __init__(self, settings: SettingsFile) -> None:
        nobody: Any = None  # an action of this scope has no cluster to ask
        journal: Journal | None = None

        def opened() -> Journal:
            nonlocal journal
            journal = journal or Journal(state_folder(), NAME)
            return journal

        super().__init__(Profile(NAME, {"bootstrap.servers": ""}), nobody, nobody, nobody, opened, Decoding())
        self.settings = settings


class Application:
    """Runs the actions on kafkatui itself; what a dialog needs of a session.

    Args:
        settings: the settings file.
    """

    def __init__(self, settings: SettingsFile) -> None:
        self.settings = settings
        self.tasks = Tasks(NAME)
        context = ApplicationContext(settings)
        self.profile = context.profile
        self.actions = ActionRunner(context, self.tasks, lambda events: None)

    def close(self, timeout_seconds: float) -> None:
        """Cancel what runs, and wait so long for it at most."""
        self.tasks.close(timeout_seconds)


def settings_of(context: ActionContext) -> SettingsFile:
    """The settings file that an action of `Scope.APPLICATION` is given; TypeError for a cluster's context."""
    if not isinstance(context, ApplicationContext):
        raise TypeError(f"{context.profile.name} is a cluster")
    return context.settings
