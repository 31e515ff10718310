"""The true number of records, from the headings of batches alone: on compacted and transactional topics, too."""

from __future__ import annotations

import time
from collections.abc import Sequence

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.stream.log_reading import LogReading, OnProgress, log_spans
from kafkatui.model.cluster import TopicPartition
from kafkatui.model.record_count import CountResult


def count_records(
    connection: KafkaConnection, partitions: Sequence[TopicPartition], on_progress: OnProgress
) -> CountResult:
    """Count what is in `partitions` now; what is written meanwhile is not counted.

    Raises:
        KafkatuiError: no broker answers.
    """
    started = time.monotonic()
    spans, unread = log_spans(connection, partitions)
    reading = LogReading(connection, sum(span.offsets for span in spans.values()), on_progress)
    unread |= reading.read(spans)
    return CountResult(reading.counts, unread, time.monotonic() - started)
