"""One Kafka broker: its server.properties and its command lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from kafkatui.sandbox.java import java_command_line
from kafkatui.sandbox.ports import HOST, Ports
from kafkatui.sandbox.properties import format_properties
from kafkatui.sandbox.versions import JarSet, Release

MAIN_CLASS = "kafka.Kafka"
STORAGE_TOOL = "kafka.tools.StorageTool"

_SMALL_AND_QUICK: dict[str, object] = {
    "num.network.threads": 2,
    "num.io.threads": 4,
    "background.threads": 2,
    "log.cleaner.dedupe.buffer.size": 8 * 1024 * 1024,
    "log.cleaner.backoff.ms": 5000,
    "socket.send.buffer.bytes": -1,
    "socket.receive.buffer.bytes": -1,
    "group.initial.rebalance.delay.ms": 0,
    "auto.create.topics.enable": True,
    "delete.topic.enable": True,
    "offsets.topic.num.partitions": 3,
    "transaction.state.log.num.partitions": 3,
    "message.max.bytes": 4 * 1024 * 1024,
    "replica.fetch.max.bytes": 4 * 1024 * 1024,
    "controlled.shutdown.max.retries": 1,
}


def server_properties(release: Release, ports: Ports, broker_id: int, data_directory: Path) -> dict[str, object]:
    """What broker `broker_id` (1…) of a sandbox runs with."""
    brokers = len(ports.brokers)
    replicas = min(3, brokers)
    port = ports.brokers[broker_id - 1]
    properties: dict[str, object] = {
        "log.dirs": data_directory,
        "broker.rack": f"r{broker_id}",
        "offsets.topic.replication.factor": replicas,
        "transaction.state.log.replication.factor": replicas,
        "transaction.state.log.min.isr": min(2, replicas),
        **_SMALL_AND_QUICK,
    }
    if release.zookeeper_jars is not None:
        return properties | {
            "broker.id": broker_id,
            "listeners": f"PLAINTEXT://{HOST}:{port}",
            "zookeeper.connect": f"{HOST}:{ports.zookeeper}",
            # Both start at once: on a busy machine ZooKeeper may need longer than the 18 s after which a broker ends.
            "zookeeper.connection.timeout.ms": 90_000,
        }
    controller = f"CONTROLLER://{HOST}:{ports.controllers[broker_id - 1]}"
    voters = ",".join(f"{index}@{HOST}:{port}" for index, port in enumerate(ports.controllers, 1))
    return properties | {
        "process.roles": "broker,controller",
        "node.id": broker_id,
        "listeners": f"PLAINTEXT://{HOST}:{port},{controller}",
        "controller.listener.names": "CONTROLLER",
        "controller.quorum.voters": voters,
        "share.coordinator.state.topic.replication.factor": replicas,
        "share.coordinator.state.topic.min.isr": min(2, replicas),
        "share.coordinator.state.topic.num.partitions": 3,
    }


def write_configuration(directory: Path, properties: Mapping[str, object]) -> Path:
    """Writes server.properties into `directory`; its path."""
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / "server.properties"
    path.write_text(format_properties(properties))
    return path


def command_line(jar_set: JarSet, configuration: Path, options: Sequence[str] = ()) -> list[str]:
    """The command that runs the broker; `options` are further ones of `java`."""
    return java_command_line(jar_set, MAIN_CLASS, [str(configuration)], heap_megabytes=512, options=options)


def format_command_line(jar_set: JarSet, configuration: Path, cluster_id: str) -> list[str]:
    """The command that prepares a KRaft node's empty data directory."""
    arguments = ["format", "-t", cluster_id, "-c", str(configuration)]
    return java_command_line(jar_set, STORAGE_TOOL, arguments, heap_megabytes=128)
