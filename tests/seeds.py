"""The seed that is new in every run, for the tests that look for what nobody thought of.

It is told in the report's header and in every failure; `ORACLE_SEED` and `MONKEY_SEED` replay one.
"""

from __future__ import annotations

import os
import random

import pytest

_VARIABLE = "KAFKATUI_NEW_SEED"


def new_seed() -> int:
    """This run's."""
    return int(os.environ[_VARIABLE])


@pytest.hookimpl(tryfirst=True)
def pytest_configure() -> None:
    """Draws it once a run: what pytest starts to run tests beside each other inherits it."""
    os.environ.setdefault(_VARIABLE, str(random.SystemRandom().randrange(1_000, 1_000_000)))


def pytest_report_header() -> str:
    return f"new seed: {new_seed()} (replay with ORACLE_SEED or MONKEY_SEED)"
