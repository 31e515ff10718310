"""Every generation comes up, answers, and leaves nothing behind."""

from __future__ import annotations

import os
import socket

import pytest

from kafkatui.sandbox.cluster import Sandbox, SandboxSettings
from kafkatui.sandbox.ports import HOST

pytestmark = pytest.mark.cluster


def is_alive(pid: int) -> bool:
    """Whether a process with this id exists."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def broker_ids(bootstrap_servers: str) -> set[int]:
    """Ids of the brokers that the metadata name."""
    from confluent_kafka.admin import AdminClient

    return set(AdminClient({"bootstrap.servers": bootstrap_servers, "log_level": 0}).list_topics(timeout=10).brokers)


def test_the_shared_cluster_has_three_brokers_and_a_zookeeper(cluster: Sandbox) -> None:
    assert broker_ids(cluster.bootstrap_servers) == {1, 2, 3}
    assert set(cluster.pids) == {"zookeeper", "broker-1", "broker-2", "broker-3"}


def test_kafka_2_3_comes_up(kafka_2_3: Sandbox) -> None:
    assert broker_ids(kafka_2_3.bootstrap_servers) == {1}


def test_kafka_4_3_comes_up_without_zookeeper(kafka_4_3: Sandbox) -> None:
    assert kafka_4_3.zookeeper_connect is None
    assert broker_ids(kafka_4_3.bootstrap_servers) == {1}


def test_stop_leaves_no_process_and_no_directory() -> None:
    sandbox = Sandbox(SandboxSettings(brokers=1))
    sandbox.start()
    pids, directory = [*sandbox.pids.values(), sandbox.guard.watchdog_pid], sandbox.directory
    assert len(pids) == 3
    sandbox.stop()
    assert not [pid for pid in pids if is_alive(pid)]
    assert not directory.exists()


@pytest.mark.parametrize("which", ["zookeeper", "broker"])
def test_a_port_that_somebody_takes_meanwhile_is_left_to_them(which: str) -> None:
    sandbox = Sandbox(SandboxSettings(brokers=1))
    chosen = sandbox.ports
    with socket.create_server((HOST, chosen.zookeeper if which == "zookeeper" else chosen.brokers[0])), sandbox:
        assert sandbox.ports != chosen
        assert broker_ids(sandbox.bootstrap_servers) == {1}
