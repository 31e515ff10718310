"""The tools of each generation, in one Java machine each."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from kafkatui.sandbox.cluster import Sandbox, SandboxSettings
from kafkatui.sandbox.jars import java_command
from kafkatui.sandbox.versions import RELEASES
from tests.cluster.needs import require_java_and_maven
from tests.cluster.sharing import running
from tests.oracle.tool_machine import ToolMachine
from tests.seeds import new_seed


class ToolMachines:
    """Started when first asked for."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._machines: dict[str, ToolMachine] = {}

    def of(self, line: str) -> ToolMachine:
        """The tools of a release."""
        if line not in self._machines:
            self._machines[line] = self._stack.enter_context(ToolMachine(RELEASES[line]))
        return self._machines[line]


@pytest.fixture(scope="session")
def tool_machines() -> Iterator[ToolMachines]:
    """Kafka's own tools."""
    require_java_and_maven()
    modules = subprocess.run([java_command() or "java", "--list-modules"], capture_output=True, text=True, check=True)
    if "jdk.compiler@" not in modules.stdout:
        reason = "needs a JDK, this Java has no compiler: nothing was compared with Kafka's own tools"
        pytest.fail(reason, pytrace=False) if os.environ.get("CI") else pytest.skip(reason)
    with ExitStack() as stack:
        yield ToolMachines(stack)


NEWEST_WITH_ZOOKEEPER = "3.9"
FIXED_SEEDS = {NEWEST_WITH_ZOOKEEPER: range(1, 13), "2.3": range(13, 16), "4.3": range(16, 20)}
"""On which Kafka which states are made in every run; the new one is made on the first."""


class Clusters:
    """The oracle's own, each started when first asked for: what a state leaves in Kafka's own topics stays here."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._running: dict[str, Sandbox] = {}

    def of(self, line: str) -> Sandbox:
        """A cluster of a release."""
        if line not in self._running:
            brokers = 3 if line == NEWEST_WITH_ZOOKEEPER else 1
            self._running[line] = self._stack.enter_context(running(SandboxSettings(kafka=line, brokers=brokers)))
        return self._running[line]


@pytest.fixture(scope="module")
def clusters() -> Iterator[Clusters]:
    """Clusters of every generation."""
    with ExitStack() as stack:
        yield Clusters(stack)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that takes `line` and `oracle_seed` is run on each state."""
    if "oracle_seed" not in metafunc.fixturenames:
        return
    if wanted := os.environ.get("ORACLE_SEED"):
        pairs = [(line, int(wanted)) for line in FIXED_SEEDS]
    else:
        pairs = [(line, seed) for line, seeds in FIXED_SEEDS.items() for seed in seeds]
        pairs.append((NEWEST_WITH_ZOOKEEPER, new_seed()))
    metafunc.parametrize(("line", "oracle_seed"), pairs)
