"""What has to be answered before an action: one place for dialogs and verbs."""

from __future__ import annotations

from typing import Any

from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.plan import Plan
from kafkatui.model.profile import Profile


def asks_first(spec: ActionSpec) -> bool:
    """Whether a verb asks before it does it: whatever changes something, but for what only adds."""
    return spec.writes and (spec.danger is not Danger.ADDS or spec.asks_first)


def name_to_type(spec: ActionSpec, plan: Plan[Any], profile: Profile) -> str:
    """What has to be typed before a plan is run on a protected cluster; empty where nothing has to be."""
    if not profile.protected or not spec.writes or plan.nothing_to_do:
        return ""
    return plan.confirm_name or profile.name
