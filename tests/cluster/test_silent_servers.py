"""A broker that hangs, and servers that take no more connections: verbs answer in time, and say whom they missed."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from confluent_kafka import Consumer, TopicPartition
from confluent_kafka.admin import (  # type: ignore[attr-defined]
    AdminClient,
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    NewTopic,
)
from kazoo.client import KazooClient

from kafkatui.sandbox.cluster import Sandbox, SandboxSettings
from kafkatui.sandbox.readiness import wait_until
from tests.cluster.sharing import running
from tests.cluster.verbs import run_kafkatui, run_verb
from tests.drive.held import held

pytestmark = pytest.mark.cluster

VICTIM = 2
TOPIC = "read-by-everybody"
GROUPS = tuple(f"readers-{number}" for number in range(6))
"""So many that each broker coordinates some."""

REQUEST_SECONDS = 30
"""The time-out of one request: no verb may wait for one that goes to the broker that hangs."""

BROKERS = 3
MOST_FROM_HERE = BROKERS + 5
"""Connections that ZooKeeper takes from one address."""


@pytest.fixture(scope="module")
def limited() -> Iterator[Sandbox]:
    """Three brokers that stay registered while they hang, and a ZooKeeper that takes few connections."""
    settings = SandboxSettings(
        broker_properties={"zookeeper.session.timeout.ms": 600_000},
        zookeeper_properties={"maxSessionTimeout": 600_000, "maxClientCnxns": MOST_FROM_HERE},
    )
    with running(settings) as sandbox:
        admin = AdminClient({"bootstrap.servers": sandbox.bootstrap_servers})
        admin.create_topics([NewTopic(TOPIC, 3, 3)])[TOPIC].result(20)
        wait_until(lambda: TOPIC in admin.list_topics(timeout=10).topics, 20, "the topic")
        for group in GROUPS:
            consumer = Consumer({"bootstrap.servers": sandbox.bootstrap_servers, "group.id": group})
            consumer.commit(offsets=[TopicPartition(TOPIC, 0, 0)], asynchronous=False)
            consumer.close()
        yield sandbox


def group_of(sandbox: Sandbox, coordinator: int) -> str:
    rows = run_verb(sandbox, "groups", "-o", "csv").stdout.decode().splitlines()
    at = rows[0].split(",").index("coordinator")
    return next(row.split(",")[0] for row in rows[1:] if row.split(",")[at] == str(coordinator))


@pytest.mark.usefixtures("isolated_user")
def test_a_broker_that_hangs_is_not_waited_for_and_is_named(limited: Sandbox, tmp_path: Path) -> None:
    group = group_of(limited, VICTIM)
    patient = tmp_path / "patient.toml"
    patient.write_text(f"request_timeout_seconds = {REQUEST_SECONDS}\n")
    verbs: Mapping[str, tuple[int, str, str]] = {
        "brokers": (0, "unreachable", ""),
        "topics": (0, "1 unreachable", "broker 2 does not answer; what only it knows is missing"),
        "groups": (1, "readers-", "groups may be missing: Broker 2 does not answer"),
        "progress": (1, "readers-", "groups may be missing: Broker 2 does not answer"),
        "partitions": (0, "leader does not answer", "broker 2 does not answer"),
        f"describe broker {VICTIM}": (1, "", "it does not answer"),
        f"describe group {group}": (1, "", "Its coordinator, broker 2, does not answer"),
        f"relations broker {VICTIM}": (0, "there may be some: Broker 2 does not answer", ""),
        "quota list": (0, "Quota", ""),
    }

    def run(verb: str) -> tuple[CompletedProcess[bytes], float]:
        began = time.monotonic()
        return run_verb(limited, *verb.split(), "--config", str(patient)), time.monotonic() - began

    with held(limited.pids[f"broker-{VICTIM}"]), ThreadPoolExecutor(2) as pool:
        results = dict(zip(verbs, pool.map(run, verbs), strict=True))
    for verb, (code, shown, said) in verbs.items():
        done, seconds = results[verb]
        out, err = done.stdout.decode(), done.stderr.decode()
        assert seconds < REQUEST_SECONDS, f"{verb}: {seconds:.1f} s"
        assert (done.returncode, shown in out, said in err) == (code, True, True), f"{verb}: {out}\n{err}"


@pytest.mark.usefixtures("isolated_user")
def test_with_only_that_one_named_it_is_told_who_was_asked(limited: Sandbox) -> None:
    server = limited.bootstrap_servers.split(",")[VICTIM - 1]
    with held(limited.pids[f"broker-{VICTIM}"]):
        done = run_kafkatui("brokers", "-b", server, "-z", "none")
    assert done.returncode == 1
    assert f"no answer in time from {server}." in done.stderr.decode()


@contextmanager
def connections(address: str, count: int) -> Iterator[None]:
    """So many of them, which say nothing."""
    host, _, port = address.partition(":")
    with ExitStack() as stack:
        for _ in range(count):
            stack.enter_context(socket.create_connection((host, int(port)), 5))
        yield


@pytest.mark.usefixtures("isolated_user")
def test_a_zookeeper_that_takes_no_more_connections_is_told_as_such(limited: Sandbox) -> None:
    assert limited.zookeeper_connect is not None
    with ExitStack() as stack:
        for _ in range(MOST_FROM_HERE - BROKERS):
            client = KazooClient(hosts=limited.zookeeper_connect)  # without a session it would be closed after 10 s
            stack.callback(client.close)
            stack.callback(client.stop)
            client.start(20)
        for verb, code in (("ls", 1), ("find", 2)):
            done = run_verb(limited, "zk", verb, "/", *(("brokers",) if verb == "find" else ()))
            said = done.stderr.decode()
            assert (done.returncode, "(maxClientCnxns)" in said, "TLS" in said) == (code, True, False), said
            assert "Close other clients on this machine" in said
    assert run_verb(limited, "zk", "ls", "/").returncode == 0


@pytest.mark.usefixtures("isolated_user")
def test_a_broker_that_takes_no_more_connections_is_told_as_such(limited: Sandbox) -> None:
    server = limited.bootstrap_servers.split(",")[0]
    admin = AdminClient({"bootstrap.servers": limited.bootstrap_servers})

    def limit(operation: AlterConfigOpType) -> None:
        entry = ConfigEntry("max.connections.per.ip", "20", incremental_operation=operation)
        resource = ConfigResource(ConfigResource.Type.BROKER, "1", incremental_configs=[entry])
        for future in admin.incremental_alter_configs([resource]).values():
            future.result(20)

    limit(AlterConfigOpType.SET)
    try:
        with connections(server, 20):
            done = run_kafkatui("brokers", "-b", server, "-z", "none")
    finally:
        limit(AlterConfigOpType.DELETE)
    said = done.stderr.decode()
    assert done.returncode == 1
    assert f"{server} hangs up at once" in said
    assert "max.connections.per.ip" in said
