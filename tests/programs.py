"""Programs that a test needs beside Python and Java."""

from __future__ import annotations

import os
import shutil

import pytest


def require_programs(*names: str) -> None:
    """Skips the test that calls it, or fails it where CI is set, when one of the programs is not there."""
    missing = [name for name in names if shutil.which(name) is None]
    if missing:
        reason = f"needs {' and '.join(missing)} on the PATH: this was NOT tested"
        if os.environ.get("CI"):
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
