"""What every test starts from: settings, cache and state of nobody's."""

from __future__ import annotations

import gc
import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

_USERS = itertools.count(1)

pytest_plugins = ["tests.cluster.sharing", "tests.seeds", "tests.side_by_side", "tests.tested"]


@pytest.fixture(autouse=True)
def isolated_user(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Points every per-user directory at one that is not there yet: no test reads or writes the user's own."""
    home = tmp_path_factory.getbasetemp() / f"user-{next(_USERS)}"
    for variable, name in {
        "KAFKATUI_CONFIG_DIR": "config/kafkatui",
        "KAFKATUI_STATE_DIR": "state/kafkatui",
        "XDG_CONFIG_HOME": "config",
        "XDG_STATE_HOME": "state",
        "XDG_DATA_HOME": "data",
    }.items():
        monkeypatch.setenv(variable, str(home / name))
    return home


@pytest.fixture
def uncollected() -> Iterator[None]:
    """Nothing is collected meanwhile: that takes as long as earlier tests left much, and counts as this one's."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(scope="session")
def kafka_tools() -> str:
    """The jar of Kafka's own command-line tools."""
    from tests.cluster.kafka_tool import fetch_tools

    return fetch_tools()
