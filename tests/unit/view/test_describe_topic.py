"""`describe_topic` against what kafka-topics.sh of Kafka 3.9.2 printed for topics of a real cluster."""

from __future__ import annotations

from kafkatui.model.cluster import Partition, Topic
from kafkatui.model.config_entry import ConfigEntry
from kafkatui.model.replacing import replace
from kafkatui.model.replica_sets import EligibleReplicas, Reassignment
from kafkatui.view.describe_topic import NO_TOPIC_ID, describe_topic, java_hash_map_order

BROKERS_ORDER = [
    "compression.type",
    "remote.log.delete.on.disable",
    "leader.replication.throttled.replicas",
    "remote.storage.enable",
    "message.downconversion.enable",
    "min.insync.replicas",
    "segment.jitter.ms",
    "remote.log.copy.disable",
    "local.retention.ms",
    "cleanup.policy",
    "flush.ms",
    "follower.replication.throttled.replicas",
    "compression.lz4.level",
    "segment.bytes",
    "retention.ms",
    "compression.gzip.level",
    "flush.messages",
    "compression.zstd.level",
    "message.format.version",
    "max.compaction.lag.ms",
    "file.delete.delay.ms",
    "max.message.bytes",
    "min.compaction.lag.ms",
    "message.timestamp.type",
    "local.retention.bytes",
    "preallocate",
    "min.cleanable.dirty.ratio",
    "index.interval.bytes",
    "unclean.leader.election.enable",
    "retention.bytes",
    "delete.retention.ms",
    "message.timestamp.after.max.ms",
    "message.timestamp.before.max.ms",
    "segment.ms",
    "message.timestamp.difference.max.ms",
    "segment.index.bytes",
]
"""All topic properties of a 3.9.2 broker, in the order of its answer."""

SET = {
    "retention.ms": "60000",
    "cleanup.policy": "compact,delete",
    "min.insync.replicas": "2",
    "segment.bytes": "1048576",
    "compression.type": "lz4",
}

CONFIGS = [ConfigEntry(name, SET.get(name, "x"), "topic" if name in SET else "default") for name in BROKERS_ORDER]
DEFAULTS = [ConfigEntry(name, "x", "default") for name in BROKERS_ORDER]

TWO = Topic(
    "view-configs", (Partition("view-configs", 0, 3, (3, 1), (3, 1)), Partition("view-configs", 1, 1, (1, 2), (1, 2)))
)


def test_a_topic_with_configuration_is_printed_as_the_tool_does() -> None:
    assert describe_topic(TWO, CONFIGS, "DBB4HnH7S52gc_7PmNY2gg") == (
        "Topic: view-configs\tTopicId: DBB4HnH7S52gc_7PmNY2gg\tPartitionCount: 2\tReplicationFactor: 2\t"
        "Configs: compression.type=lz4,min.insync.replicas=2,cleanup.policy=compact,delete,segment.bytes=1048576,"
        "retention.ms=60000\n"
        "\tTopic: view-configs\tPartition: 0\tLeader: 3\tReplicas: 3,1\tIsr: 3,1\tElr: N/A\tLastKnownElr: N/A\n"
        "\tTopic: view-configs\tPartition: 1\tLeader: 1\tReplicas: 1,2\tIsr: 1,2\tElr: N/A\tLastKnownElr: N/A\n"
    )


def test_a_plain_topic_keeps_the_space_after_configs() -> None:
    topic = Topic("view-one.dot_ted", (Partition("view-one.dot_ted", 0, 3, (3,), (3,)),))
    assert describe_topic(topic, DEFAULTS, "pRK4ntGYSCC7Nxk0NgbZMg") == (
        "Topic: view-one.dot_ted\tTopicId: pRK4ntGYSCC7Nxk0NgbZMg\tPartitionCount: 1\tReplicationFactor: 1\tConfigs: \n"
        "\tTopic: view-one.dot_ted\tPartition: 0\tLeader: 3\tReplicas: 3\tIsr: 3\tElr: N/A\tLastKnownElr: N/A\n"
    )


def test_brokers_without_topic_ids_and_partitions_without_leader() -> None:
    topic = Topic("t", (Partition("t", 0, -1, (2, 3), ()),))
    for no_id in (None, NO_TOPIC_ID):
        assert describe_topic(topic, [], no_id).splitlines() == [
            "Topic: t\tPartitionCount: 1\tReplicationFactor: 2\tConfigs: ",
            "\tTopic: t\tPartition: 0\tLeader: none\tReplicas: 2,3\tIsr: \tElr: N/A\tLastKnownElr: N/A",
        ]


def test_moves_and_eligible_replicas_are_printed_where_the_tool_does() -> None:
    topic = replace(TWO, name="t", partitions=(Partition("t", 0, 1, (1, 2, 3), (1, 2)),))
    text = describe_topic(
        topic, [], reassignments={("t", 0): Reassignment((3,), (2,))}, eligible={("t", 0): EligibleReplicas((), (3,))}
    )
    assert text.splitlines() == [
        "Topic: t\tPartitionCount: 1\tReplicationFactor: 2\tConfigs: ",
        "\tTopic: t\tPartition: 0\tLeader: 1\tReplicas: 1,2,3\tIsr: 1,2\tAdding Replicas: 3\tRemoving Replicas: 2"
        "\tElr: \tLastKnownElr: 3",
    ]


def test_a_topic_id_in_librdkafkas_spelling_is_printed_in_kafkas() -> None:
    assert "\tTopicId: DBB4-nH7S52gc_7PmNY2gg\t" in describe_topic(TWO, [], "DBB4+nH7S52gc/7PmNY2gg")


def test_the_brokers_order_survives() -> None:
    assert java_hash_map_order(BROKERS_ORDER) == BROKERS_ORDER


def test_the_order_depends_on_how_many_entries_the_map_has() -> None:
    few = java_hash_map_order(list(SET))
    among_all = [name for name in java_hash_map_order([entry.name for entry in CONFIGS]) if name in SET]
    assert sorted(few) == sorted(among_all)
    assert few != among_all


def test_names_of_one_bucket_keep_their_order() -> None:
    assert java_hash_map_order(["BB", "Aa"]) == ["BB", "Aa"]
    assert java_hash_map_order(["Aa", "BB"]) == ["Aa", "BB"]
