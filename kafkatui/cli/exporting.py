"""Records of a cluster whose profile forbids it leave the screen in no verb."""

from __future__ import annotations

from kafkatui.cli.terminal import is_terminal
from kafkatui.model.errors import UsageError
from kafkatui.model.profile import Profile
from kafkatui.session.action_context import no_export_obstacle


def refuse_export(profile: Profile) -> None:
    """Nothing where records may be written to standard output.

    Raises:
        UsageError: they are only to be looked at, and it is no terminal.
    """
    obstacle = no_export_obstacle(profile)
    if obstacle is not None and not is_terminal():
        raise UsageError(obstacle.reason, f"On a terminal they are shown. {obstacle.advice}")
