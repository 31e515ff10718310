"""A part of what was observed, as well known as the whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from kafkatui.model.observed import Observed, ObservedState

T = TypeVar("T")
U = TypeVar("U")


def part(observed: Observed[T], take: Callable[[T], U | None], missing: str = "") -> Observed[U]:
    """A part of what was observed, with its age and state.

    Args:
        take: None when the part is not there.
        missing: why a part that is not there never will be; empty when it is only not there yet.
    """
    if observed.value is None:
        return Observed(observed.state, None, observed.as_of_seconds, observed.reason)
    value = take(observed.value)
    if value is not None:
        return Observed(observed.state, value, observed.as_of_seconds, observed.reason)
    return Observed(ObservedState.FAILED, None, observed.as_of_seconds, missing) if missing else Observed.unknown()
