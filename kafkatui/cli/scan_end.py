"""How a verb that has looked at records ends: what it says, and its exit code."""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from kafkatui.cli.failures import tell_failure
from kafkatui.model.errors import KafkatuiError, RequestFailed, UsageError
from kafkatui.model.scan import ScanState

NOTHING_FOUND, NOT_ALL_SCANNED = 1, 2
"""Exit codes: all was looked at and nothing was there; not everything, or nothing at all, was looked at."""

TO_STDERR = "-"
"""In place of a report's file."""

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


def check_report(file: str | None) -> None:
    """Refuse a report's file that cannot be, before something is looked for that takes long.

    Raises:
        UsageError: there is no such folder.
    """
    if file not in (None, TO_STDERR) and not Path(file).parent.is_dir():
        raise UsageError(f"--report {file}: there is no folder {Path(file).parent}.")


def write_report(state: ScanState, file: str) -> bool:
    """What was looked at as JSON, into a file or on standard error; false when it could not be written, as it says."""
    from kafkatui.view.scan_lines import scan_json

    text = f"{json.dumps(scan_json(state))}\n"
    if file == TO_STDERR:
        sys.stderr.write(text)
        return True
    try:
        Path(file).write_text(text)
    except OSError as error:
        tell_failure(RequestFailed(f"The report could not be written: {file}: {error.strerror}."))
        return False
    return True
