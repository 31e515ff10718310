"""What muting and unmuting have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from kafkatui.config.state_folder import state_folder
from kafkatui.model.field import Field, Values
from kafkatui.model.place import PlaceKind
from kafkatui.model.target import Target
from kafkatui.session.action_base import Targets
from kafkatui.session.feeds import EXAMINATION

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext
    from kafkatui.session.mutes import Mutes

PART = "finding"

FINDING = Field(
    "finding", "Finding", "Its key, as --output json tells it: the rule and what it is the matter with.",
    is_required=True, is_positional=True, is_in_dialog=False, metavar="KEY",
)  # fmt: skip


def named(values: Values) -> Targets:
    """The finding a verb names."""
    return (Target(PlaceKind.CLUSTER, str(values.get("finding") or ""), part=PART),)


def mutes_of(context: ActionContext) -> Mapping[str, str]:
    """Reasons by the findings' keys."""
    return _mutes(context).read()


def set_mute(context: ActionContext, keys: Iterable[str], reason: str) -> None:
    """Mute them; with an empty reason no longer.

    Raises:
        RequestFailed: the file could not be written.
    """
    for key in keys:
        _mutes(context).set(key, reason)
    context.refresh(EXAMINATION)


def _mutes(context: ActionContext) -> Mutes:
    from kafkatui.session.mutes import Mutes

    return Mutes(state_folder(), context.profile.name)
