"""Thousands of inputs that nobody thought of, at the real app on a real cluster: it lives, answers and restores all.

`MONKEY_SEED=N` makes one run again. Without it there are fixed seeds and a new one, which the report's header tells.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from kafkatui.sandbox.cluster import Sandbox, SandboxSettings
from kafkatui.sandbox.contents import DemoContents
from kafkatui.sandbox.traffic import Traffic
from tests.cluster.sharing import running
from tests.seeds import new_seed
from tests.terminal.monkey_run import Fault, MonkeyRun

pytestmark = [pytest.mark.cluster, pytest.mark.terminal]

INPUTS = 1_000
FIXED_SEEDS = (1, 3)
READ_ONLY_EVERY = 3
"""Seeds that this divides play with `--read-only`."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One run for each seed."""
    if "monkey_seed" in metafunc.fixturenames:
        wanted = os.environ.get("MONKEY_SEED")
        metafunc.parametrize("monkey_seed", [int(wanted)] if wanted else [*FIXED_SEEDS, new_seed()])


@pytest.fixture
def expendable_cluster() -> Iterator[Sandbox]:
    """One broker and a ZooKeeper, filled and busy as the demo's: everything may be done to it."""
    with ExitStack() as stack:
        sandbox = stack.enter_context(running(SandboxSettings(brokers=1)))
        contents = DemoContents(sandbox.bootstrap_servers, sandbox.zookeeper_connect, sandbox.settings.brokers)
        stack.enter_context(closing(contents)).load()
        traffic = Traffic(sandbox.bootstrap_servers)
        stack.callback(traffic.stop, 0.0)
        traffic.start()
        yield sandbox


@pytest.mark.timeout(300)
def test_no_input_ends_it_or_holds_it_up(monkey_seed: int, expendable_cluster: Sandbox, tmp_path: Path) -> None:
    arguments = ["-b", expendable_cluster.bootstrap_servers, "-z", str(expendable_cluster.zookeeper_connect)]
    if monkey_seed % READ_ONLY_EVERY == 0:
        arguments.append("--read-only")
    directory = tmp_path / "app"
    directory.mkdir()
    with MonkeyRun(arguments, monkey_seed, directory) as run:
        try:
            run.play(INPUTS)
        except Fault as fault:
            pytest.fail(f"MONKEY_SEED={monkey_seed}: {fault}", pytrace=False)
        print(f"MONKEY_SEED={monkey_seed}: the longest wait {max(run.waits()):.2f} s")
