"""A value as it was read, with when, or why it is not there."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any, Generic, TypeVar

from msgspec import Struct

T = TypeVar("T")
U = TypeVar("U")


class ObservedState(Enum):
    """How much is known of a value."""

    UNKNOWN = "unknown"
    OK = "ok"
    STALE = "stale"
    FAILED = "failed"
    NOT_SUPPORTED = "not supported"


class Observed(Struct, Generic[T], frozen=True):
    """A value from the cluster: known, unknown, stale, failed or not supported. Nothing unread is ever shown as 0.

    Attributes:
        state: which of the five it is.
        value: the value; present exactly when the state is OK or STALE.
        as_of_seconds: Unix time at which `value` was read, or at which the failure was seen; None when unknown.
        reason: why the last read failed, or which version would support it; empty when OK.
    """

    state: ObservedState
    value: T | None = None
    as_of_seconds: float | None = None
    reason: str = ""

    @staticmethod
    def unknown() -> Observed[T]:
        """Not read yet: one and the same, as those that keep what they made ask by identity whether it is another."""
        return _UNKNOWN

    @staticmethod
    def ok(value: T, as_of_seconds: float) -> Observed[T]:
        """Read at `as_of_seconds`."""
        return Observed(ObservedState.OK, value, as_of_seconds)

    @staticmethod
    def not_supported(reason: str) -> Observed[T]:
        """The broker or client cannot tell; `reason` says which version could."""
        return Observed(ObservedState.NOT_SUPPORTED, None, None, reason)

    def failing(self, reason: str, at_seconds: float) -> Observed[T]:
        """This value after a failed refresh: the old value kept and marked stale, or a failure."""
        if self.value is not None:
            return Observed(ObservedState.STALE, self.value, self.as_of_seconds, reason)
        return Observed(ObservedState.FAILED, None, at_seconds, reason)

    def map(self, change: Callable[[T], U]) -> Observed[U]:
        """The same observation of a part or a consequence of the value."""
        value = change(self.value) if self.value is not None else None
        return Observed(self.state, value, self.as_of_seconds, self.reason)

    @property
    def current(self) -> T | None:
        """The value when it is OK; None when it is stale too: what a rate may be taken from, and a link judged by."""
        return self.value if self.state is ObservedState.OK else None

    @property
    def has_value(self) -> bool:
        """True when OK or STALE."""
        return self.value is not None


_UNKNOWN: Observed[Any] = Observed(ObservedState.UNKNOWN)
