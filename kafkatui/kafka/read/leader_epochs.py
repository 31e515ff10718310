"""Leader epochs, which librdkafka's metadata leave out (Metadata, version 9: before Kafka 2.4 they may be old ones)."""

from __future__ import annotations

from collections.abc import Mapping

from kafkatui.kafka.connect.any_broker import ask_any
from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.model.cluster import TopicPartition

_TRUE_EPOCHS_VERSION = 9


def read_leader_epochs(connection: KafkaConnection) -> Mapping[TopicPartition, int]:
    """Of every partition of every topic, from one broker; those without a leader are left out.

    Raises:
        NotSupported: below Kafka 2.4.
        KafkatuiError: nobody told.
    """
    import kafka  # noqa: F401 - all of it before a part: see test_imports_of_kafka_python
    from kafka.protocol.metadata import MetadataRequest

    message = MetadataRequest(
        topics=None, allow_auto_topic_creation=False, min_version=_TRUE_EPOCHS_VERSION, max_version=12
    )
    answer = ask_any(connection, "read the leader epochs", message)
    return {
        (topic.name, part.partition_index): part.leader_epoch
        for topic in answer.topics
        if not topic.error_code
        for part in topic.partitions
        if part.leader_id >= 0 and part.leader_epoch >= 0
    }
