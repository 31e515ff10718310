"""What the tests on real clusters need of the machine."""

from __future__ import annotations

import os

import pytest

from kafkatui.sandbox.jars import missing_tools


def require_java_and_maven() -> None:
    """Skips the test that calls it, or fails it where CI is set, when there is no Java or no Maven."""
    if missing := missing_tools():
        reason = f"needs {' and '.join(missing)}: no real cluster, so this was NOT tested"
        if os.environ.get("CI"):
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
