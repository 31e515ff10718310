"""Real brokers boot with the very configuration that the compose files' images would write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from confluent_kafka.admin import AdminClient

from kafkatui.sandbox import broker, zookeeper_server
from kafkatui.sandbox.jars import fetch_release
from kafkatui.sandbox.ports import HOST, choose_ports
from kafkatui.sandbox.processes import ProcessGuard
from kafkatui.sandbox.readiness import wait_for_brokers
from kafkatui.sandbox.versions import find_release
from tests.cluster.conftest import require_java_and_maven
from tests.unit.sandbox.test_compose_schema import load

pytestmark = pytest.mark.cluster

NOT_PROPERTIES = {"KAFKA_VERSION", "KAFKA_HEAP_OPTS", "KAFKA_OPTS", "KAFKA_LOG4J_OPTS"}
NOT_PROPERTY_PREFIXES = ("KAFKA_LOG4J_", "KAFKA_GC_", "KAFKA_JVM_")


def image_properties(environment: dict[str, object]) -> dict[str, str]:
    """The server.properties that a cp-kafka image writes: KAFKA_A_B is a.b, `__` is `_`, `___` is `-`."""
    properties = {}
    for name, value in environment.items():
        if name.startswith("KAFKA_") and name not in NOT_PROPERTIES and not name.startswith(NOT_PROPERTY_PREFIXES):
            key = name.removeprefix("KAFKA_").lower()
            key = key.replace("___", "-").replace("__", "\0").replace("_", ".").replace("\0", "_")
            properties[key] = re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", str(value))
    # Without KAFKA_LISTENERS the image listens on every advertised port, on all interfaces.
    anywhere = re.sub(r"//[^:]+:", "//0.0.0.0:", properties["advertised.listeners"])
    return {"listeners": anywhere, "log.dirs": "/var/lib/kafka/data"} | properties


def on_this_machine(text: str, ports: dict[int, int]) -> str:
    """Host names become 127.0.0.1 and ports become free ones."""
    return re.sub(
        r"(^|//|,)([\w.-]+):(\d+)", lambda found: f"{found[1]}{HOST}:{ports.get(int(found[3]), int(found[3]))}", text
    )


@contextmanager
def booted(file: str, line: str, directory: Path) -> Iterator[tuple[str, int]]:
    """Boots the file's brokers on Kafka `line`; the external bootstrap servers, and how many brokers there are."""
    require_java_and_maven()
    release = find_release(line)
    fetch_release(release, lambda step: None)
    assert release.zookeeper_jars is not None
    environments = [
        service["environment"] for name, service in load(file)["services"].items() if name.startswith("kafka")
    ]
    free = choose_ports(8)
    mapping = {2181: free.zookeeper}
    for index in range(len(environments)):
        mapping |= {9092 + index: free.brokers[index], 19092 + index: free.brokers[index + 4]}
    guard = ProcessGuard()
    try:
        configuration = zookeeper_server.write_configuration(directory, free.zookeeper)
        command = zookeeper_server.command_line(release.zookeeper_jars, configuration)
        servers = [guard.spawn("zookeeper", command, directory, directory / "zookeeper.log")]
        for environment in environments:
            properties = image_properties(environment)
            home = directory / properties["broker.id"]
            for key in ("listeners", "advertised.listeners", "zookeeper.connect"):
                properties[key] = on_this_machine(properties[key], mapping)
            properties["log.dirs"] = str(home / "data")
            command = broker.command_line(release.broker_jars, broker.write_configuration(home, properties))
            servers.append(guard.spawn(f"broker-{home.name}", command, home, home / "broker.log"))

        def check() -> None:
            assert all(server.is_running for server in servers), [server.log_tail() for server in servers]

        external = ",".join(f"{HOST}:{mapping[9092 + index]}" for index in range(len(environments)))
        wait_for_brokers(external, len(environments), 90, check)
        yield external, len(environments)
    finally:
        guard.close()


@pytest.mark.parametrize(
    ("file", "line", "brokers"), [("docker-compose.yml", "3.9", 3), ("docker-compose.walkthrough.yml", "2.3", 1)]
)
def test_a_client_outside_reaches_every_broker_by_its_advertised_address(
    file: str, line: str, brokers: int, tmp_path: Path
) -> None:
    with booted(file, line, tmp_path) as (bootstrap_servers, found):
        assert found == brokers
        metadata = AdminClient({"bootstrap.servers": bootstrap_servers, "log_level": 0}).list_topics(timeout=10)
        addresses = {f"{node.host}:{node.port}" for node in metadata.brokers.values()}
        assert addresses == set(bootstrap_servers.split(","))


def test_names_of_variables_become_names_of_properties() -> None:
    environment: dict[str, object] = {
        "KAFKA_ADVERTISED_LISTENERS": "A://h:1",
        "KAFKA_A_B": 1,
        "KAFKA_A__B": 2,
        "KAFKA_A___B": 3,
        "KAFKA_HEAP_OPTS": "-Xmx1g",
        "HEALTH_PORT": 9,
    }
    properties = image_properties(environment)
    assert properties["listeners"] == "A://0.0.0.0:1"
    assert {properties["a.b"], properties["a_b"], properties["a-b"]} == {"1", "2", "3"}
    assert not [key for key in properties if "heap" in key or "health" in key]
