"""KRaft's quorum (DescribeQuorum, KIP-595) and features (KIP-584)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.model.errors import KafkatuiError, NotSupported
from kafkatui.model.quorum import Feature, Quorum, QuorumReplica

NO_QUORUM = "This cluster has no quorum of its own: its metadata are in ZooKeeper. A quorum is KRaft's (Kafka 3.3)."


def read_quorum(connection: KafkaConnection) -> Quorum:
    """Voters, observers and features.

    Raises:
        NotSupported: the cluster runs with ZooKeeper.
        NotAuthorized: no DESCRIBE right on the cluster.
        KafkatuiError: no broker told.
    """
    try:
        answer = connection.kafka_python.read("describe the quorum", lambda client: client.describe_metadata_quorum())
    except NotSupported:
        raise NotSupported(NO_QUORUM) from None
    return quorum_of(answer, read_features(connection))


def read_features(connection: KafkaConnection) -> tuple[Feature, ...]:
    """What one broker tells of features; nothing where it cannot (below Kafka 2.4)."""
    try:
        told: Mapping[str, Mapping[str, Any]] = connection.kafka_python.read(
            "ask for features", lambda client: client.describe_features()
        )
    except KafkatuiError:
        return ()
    return tuple(
        Feature(name, entry["finalized"][1] if "finalized" in entry else None, entry.get("supported"))
        for name, entry in sorted(told.items())
    )


def quorum_of(answer: Mapping[str, Any], features: tuple[Feature, ...] = ()) -> Quorum:
    """The quorum in an answer, as kafka-python has it."""
    [partition] = answer["topics"][0]["partitions"]
    addresses = {
        node["node_id"]: f"{listener['host']}:{listener['port']}"
        for node in answer.get("nodes") or ()
        for listener in node["listeners"][:1]
    }
    replicas = [
        _replica(entry, is_voter, addresses)
        for is_voter, entries in ((True, partition["current_voters"]), (False, partition["observers"]))
        for entry in sorted(entries, key=lambda entry: int(entry["replica_id"]))
    ]
    leader = int(partition["leader_id"])
    return Quorum(
        leader if leader >= 0 else None,
        int(partition["leader_epoch"]),
        int(partition["high_watermark"]),
        tuple(replicas),
        features,
    )


def _replica(entry: Mapping[str, Any], is_voter: bool, addresses: Mapping[int, str]) -> QuorumReplica:
    return QuorumReplica(
        int(entry["replica_id"]),
        is_voter,
        _known(entry.get("log_end_offset")),
        _known(entry.get("last_fetch_timestamp")),
        _known(entry.get("last_caught_up_timestamp")),
        addresses.get(int(entry["replica_id"]), ""),
    )


def _known(number: int | None) -> int | None:
    return None if number is None or number < 0 else int(number)
