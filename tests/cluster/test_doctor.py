"""The doctor on real clusters: nothing where nothing is wrong, and what was broken on purpose, family by family."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kafkatui.sandbox.cluster import Sandbox
from tests.cluster.verbs import run_verb

pytestmark = pytest.mark.cluster

OF_THIS_MACHINE = frozenset({"disk-full"})
"""What the tests' machine, not the cluster, may have."""


def doctor(sandbox: Sandbox, *options: str) -> tuple[int, dict[str, Any]]:
    """The exit code, and what was found."""
    run = run_verb(sandbox, "doctor", "-o", "json", *options)
    assert run.stdout, run.stderr.decode()
    found: dict[str, Any] = json.loads(run.stdout)
    assert (run.returncode == 2) == (not found["is_complete"]), run.stderr.decode()
    return run.returncode, found


def keys_of(found: dict[str, Any]) -> set[str]:
    return {each["key"] for each in found["findings"] if each["rule"] not in OF_THIS_MACHINE}


@pytest.mark.parametrize("name", ["killable_cluster", "kafka_2_3", "kafka_4_3"])
def test_nothing_is_wrong_with_a_healthy_cluster(request: pytest.FixtureRequest, name: str) -> None:
    sandbox: Sandbox = request.getfixturevalue(name)
    code, found = doctor(sandbox)
    assert found["not_looked_at"] == []
    assert keys_of(found) == set()
    assert code in (0, 1)
    assert code == 0 or found["wrong"]
