"""The connections of a session that has none."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from kafkatui.model.profile import Profile
from kafkatui.session.links import Links
from kafkatui.session.tasks import Tasks


def fake_links(profile: Profile, tasks: Tasks) -> Links:
    """Open to nobody, with nothing under way."""
    nobody: Any = SimpleNamespace(profile=profile, count=0, unsent_count=0)
    return Links(nobody, nobody, nobody, nobody, nobody, tasks, lambda: None)
