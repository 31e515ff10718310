"""A broker that was killed can be started again at once, while ZooKeeper still has its last session."""

from __future__ import annotations

import os
import signal

import pytest

from kafkatui.sandbox.cluster import Sandbox
from kafkatui.sandbox.readiness import wait_until
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


def test_a_broker_starts_though_another_died_meanwhile(killable_cluster: Sandbox) -> None:
    """The one that died was told as the one that does not start, with its log."""
    killable_cluster.stop_broker(3, kill=True)
    os.kill(killable_cluster.pids["broker-2"], signal.SIGKILL)
    wait_until(lambda: "broker-2" not in killable_cluster.pids, 10, "broker 2 to be dead")
    killable_cluster.start_broker(3)
    assert {"broker-1", "broker-3"} == killable_cluster.pids.keys() - {"zookeeper"}


def test_servers_have_a_temporary_folder_of_their_own(killable_cluster: Sandbox) -> None:
    folders = {path.parent.name for path in killable_cluster.directory.glob("*/tmp")}
    assert folders == {"zookeeper", "broker-1", "broker-2", "broker-3"}
