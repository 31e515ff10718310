"""A consequence of what was observed, worked out once for each value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from kafkatui.model.observed import Observed

T = TypeVar("T")
U = TypeVar("U")


class Derived(Generic[T, U]):
    """A consequence of an observed value, worked out once for each value.

    Args:
        work_out: what takes too long to be repeated at every refresh.
    """

    def __init__(self, work_out: Callable[[T], U]) -> None:
        self._work_out = work_out
        self._source: Observed[T] | None = None
        self._result: Observed[U] = Observed.unknown()

    def of(self, observed: Observed[T]) -> Observed[U]:
        """The consequence of `observed`; the same object again for the same observation."""
        if observed is not self._source:
            is_same_value = self._source is not None and observed.value is self._source.value
            value = self._result.value if is_same_value else observed.map(self._work_out).value
            self._source = observed
            self._result = Observed(observed.state, value, observed.as_of_seconds, observed.reason)
        return self._result
