"""Deleting the oldest records of partitions (KIP-107), with an outcome for each partition."""

from __future__ import annotations

from collections.abc import Mapping

from confluent_kafka import KafkaException
from confluent_kafka import TopicPartition as ClientTopicPartition

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.connect.futures import batches, wait
from kafkatui.kafka.write.outcomes import outcome_of_exception
from kafkatui.model.cluster import TopicPartition, partition_text
from kafkatui.model.outcome import OutcomeState, TargetOutcome

PARTITIONS_A_REQUEST = 500


def delete_records(
    connection: KafkaConnection, offsets: Mapping[TopicPartition, int], timeout_seconds: float | None = None
) -> tuple[TargetOutcome, ...]:
    """Deletes what lies before an offset of each partition.

    Args:
        offsets: the first offset that stays; at most the high watermark.
        timeout_seconds: the bound on each request, of at most 500 partitions; None takes the profile's.

    Returns:
        An outcome for each partition, in this order, called `topic-partition`; what was done says where the log begins
        now. Segments go from disk later.

    Raises:
        KafkatuiError: no broker answers; nothing was sent.
    """
    timeout = connection.timeout_seconds if timeout_seconds is None else timeout_seconds
    connection.await_broker("delete records", timeout)
    outcomes: list[TargetOutcome] = []
    for some in batches(list(offsets), PARTITIONS_A_REQUEST):
        connection.meter.count("delete records")
        wanted = [ClientTopicPartition(topic, partition, offsets[topic, partition]) for topic, partition in some]
        answer = connection.admin().delete_records(wanted, operation_timeout=timeout, request_timeout=timeout)
        futures = {(each.topic, each.partition): future for each, future in answer.items()}
        for key in some:
            target = partition_text(key)
            try:
                begin = wait(futures[key], timeout).low_watermark
            except (KafkaException, TimeoutError) as error:
                outcomes.append(outcome_of_exception(target, error))
            else:
                outcomes.append(TargetOutcome(target, OutcomeState.DONE, f"begins at {begin:,}"))
    return tuple(outcomes)
