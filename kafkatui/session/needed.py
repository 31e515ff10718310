"""What an action needs of the brokers: asked for when it is planned, an obstacle where it is known to be missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kafkatui.model.action import Obstacle
from kafkatui.model.capabilities import Capability
from kafkatui.model.errors import NotSupported
from kafkatui.session.feeds import CapabilitiesFeed

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext


def missing_capability(context: ActionContext, capability: Capability) -> Obstacle | None:
    """Why the brokers cannot do it; None when they can, or when that is not known yet. Asks nobody."""
    known = context.known(CapabilitiesFeed()).value
    reason = known.why_not(capability) if known is not None else ""
    return Obstacle(_words(reason, capability)) if reason else None


def require_capability(context: ActionContext, capability: Capability) -> None:
    """Do nothing where the brokers can do it.

    Raises:
        NotSupported: they cannot; with the version that could.
        KafkatuiError: they could not be asked.
    """
    known = context.known(CapabilitiesFeed()).value or context.read(CapabilitiesFeed())
    if reason := known.why_not(capability):
        raise NotSupported(_words(reason, capability))


def _words(reason: str, capability: Capability) -> str:
    return f"{capability.title.capitalize()} is not supported before {capability.since}. {reason}"
