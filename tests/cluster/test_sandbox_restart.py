"""A broker that was killed can be started again at once, while ZooKeeper still has its last session."""

from __future__ import annotations

import pytest

from kafkatui.sandbox.cluster import Sandbox
from tests.cluster.test_sandbox_start import broker_ids

pytestmark = pytest.mark.cluster


def test_a_killed_broker_starts_again_at_once(killable_cluster: Sandbox) -> None:
    killable_cluster.stop_broker(2, kill=True)
    log = killable_cluster.log_path("broker-2")
    written = log.stat().st_size
    killable_cluster.start_broker(2)
    assert broker_ids(killable_cluster.bootstrap_servers) == {1, 2, 3}
    assert "broker-2" in killable_cluster.pids
    assert b"NodeExistsException" in log.read_bytes()[written:], "the first start must have met the old session"
