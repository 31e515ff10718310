"""Ending a transaction that its coordinator does not end: an abort marker to the partition's leader (KIP-664)."""

from __future__ import annotations

from typing import Any

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.connect.manager import run_with_manager
from kafkatui.kafka.connect.sending import send_to
from kafkatui.kafka.write.outcomes import UNANSWERED, outcome_of_code, outcome_of_exception
from kafkatui.model.errors import KafkatuiError
from kafkatui.model.open_transaction import OpenTransaction
from kafkatui.model.outcome import OutcomeState, TargetOutcome

_ABORT = False


def abort_on_partition(connection: KafkaConnection, transaction: OpenTransaction) -> TargetOutcome:
    """Has the leader write an abort marker, as kafka-transactions.sh does; once."""
    import kafka  # noqa: F401 - all of it before a part: see test_imports_of_kafka_python
    from kafka.protocol.producer.transaction import WriteTxnMarkersRequest

    marker = WriteTxnMarkersRequest.WritableTxnMarker
    message = WriteTxnMarkersRequest(
        markers=[
            marker(
                producer_id=transaction.producer_id,
                producer_epoch=transaction.producer_epoch,
                transaction_result=_ABORT,
                topics=[
                    marker.WritableTxnMarkerTopic(name=transaction.topic, partition_indexes=[transaction.partition])
                ],
                # Without a marker there the partition knows no coordinator yet, and takes any.
                coordinator_epoch=max(0, transaction.coordinator_epoch),
            )
        ]
    )

    async def ask(manager: Any) -> Any:
        return await send_to(manager, message, transaction.leader_id)

    try:
        answer = connection.kafka_python.call(f"abort {transaction.text}", lambda client: run_with_manager(client, ask))
    except KafkatuiError as error:
        return outcome_of_exception(transaction.text, error.__cause__ or error)
    for result in answer.markers:
        for topic in result.topics:
            for partition in topic.partitions:
                return outcome_of_code(transaction.text, partition.error_code)
    return TargetOutcome(transaction.text, OutcomeState.UNKNOWN, UNANSWERED)
