"""Where an action runs: an open cluster, or kafkatui itself."""

from __future__ import annotations

from typing import Protocol

from kafkatui.model.profile import Profile
from kafkatui.session.action_runner import ActionRunner


class ActionHost(Protocol):
    """What a dialog and a verb need to plan and run an action."""

    @property
    def profile(self) -> Profile:
        """Whose name and protection are told; kafkatui's own is never protected."""

    @property
    def actions(self) -> ActionRunner:
        """Plans and runs."""
