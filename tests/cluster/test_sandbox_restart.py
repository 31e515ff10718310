"""A broker that was killed can be started again at once, while ZooKeeper still has its last session."""

from __future__ import annotations

import pytest

from kafkatui.sandbox.cluster import Sandbox, SandboxSettings
from tests.cluster.conftest import require_java_and_maven
from tests.cluster.test_sandbox_start import broker_ids

pytestmark = pytest.mark.cluster


def test_a_killed_broker_starts_again_at_once() -> None:
    require_java_and_maven()
    steps: list[str] = []
    with Sandbox(SandboxSettings(brokers=2), steps.append) as sandbox:
        sandbox.stop_broker(2, kill=True)
        sandbox.start_broker(2)
        assert broker_ids(sandbox.bootstrap_servers) == {1, 2}
        assert "broker-2" in sandbox.pids
        assert any("last session" in step for step in steps), "the first start must have met the old session"
