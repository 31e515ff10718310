"""Transactions that nobody will end."""

from __future__ import annotations

import time
from contextlib import closing

from kafka.admin import KafkaAdminClient
from kafka.protocol.producer import ProduceRequest
from kafka.record.default_records import DefaultRecordBatchBuilder

from kafkatui.sandbox.cluster import Sandbox
from kafkatui.sandbox.readiness import wait_until
from tests.cluster.sharing import admin_of


def produce_for_nobody(sandbox: Sandbox, topic: str, partition: int, age_seconds: float = 5.0) -> None:
    """Writes a record of a transaction that no coordinator knows, as a producer does that lost its coordinator."""
    builder = DefaultRecordBatchBuilder(2, 0, True, 4_000_000, 3, 0, 10_000)
    builder.append(0, int((time.time() - age_seconds) * 1000), None, b"hangs", [])
    data = ProduceRequest.TopicProduceData
    records = data.PartitionProduceData(index=partition, records=bytes(builder.build()))
    message = ProduceRequest(
        transactional_id="nobody's", acks=-1, timeout_ms=10_000, max_version=11,
        topic_data=[data(name=topic, partition_data=[records])],
    )  # fmt: skip

    def is_written() -> bool:
        """Not while one of the brokers has not yet heard of the topic."""
        partitions = admin_of(sandbox).list_topics(topic, timeout=10).topics[topic].partitions
        if partition not in partitions:
            return False
        with closing(KafkaAdminClient(bootstrap_servers=sandbox.bootstrap_servers.split(","))) as client:
            answer = client._manager.run(client._manager.send, message, partitions[partition].leader)
        return [part.error_code for each in answer.responses for part in each.partition_responses] == [0]

    wait_until(is_written, 20, f"{topic}-{partition} to be written to")
