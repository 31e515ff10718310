"""How a verb that has looked at records ends: what it says, and its exit code."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar

from kafkatui.cli.failures import tell_failure
from kafkatui.model.errors import KafkatuiError, UsageError
from kafkatui.model.scan import ScanState

NOTHING_FOUND, NOT_ALL_SCANNED = 1, 2
"""Exit codes: all was looked at and nothing was there; not everything, or nothing at all, was looked at."""

F = TypeVar("F", bound=Callable[..., int])


def failure_is_not_all_scanned(function: F) -> F:
    """What a verb cannot do is told and ends with 2: 1 says that everything was looked at."""

    @functools.wraps(function)
    def wrapper(*arguments: Any, **parameters: Any) -> int:
        try:
            return function(*arguments, **parameters)
        except UsageError:
            raise
        except KafkatuiError as error:
            tell_failure(error)
            return NOT_ALL_SCANNED

    return wrapper  # type: ignore[return-value]


def tell(state: ScanState) -> None:
    """What was looked at, and what was not, on standard error."""
    from kafkatui.cli.terminal import remark
    from kafkatui.view.scan_lines import scan_lines

    for line in scan_lines(state):
        remark(line)
