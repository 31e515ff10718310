"""What is in topics, in figures, from raw batches read once."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import partial

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.stream.fetching import Fetched
from kafkatui.kafka.stream.log_reading import LogReading, LogSpan, OnProgress, log_spans
from kafkatui.kafka.stream.record_batches import Batch, payload, records
from kafkatui.kafka.stream.topic_tally import TopicTally
from kafkatui.model.cluster import TopicPartition
from kafkatui.model.topic_analysis import TopicAnalysis


def analyse_topics(
    connection: KafkaConnection, partitions: Sequence[TopicPartition], newest: int | None, on_progress: OnProgress
) -> list[TopicAnalysis]:
    """Read what is in `partitions` now, one topic after the other; what is written meanwhile is left out.

    Args:
        newest: so many offsets of each partition at most; None for all.

    Raises:
        KafkatuiError: no broker answers.
    """
    spans, untold = log_spans(connection, partitions, newest)
    reading = LogReading(connection, sum(span.offsets for span in spans.values()), on_progress)
    spans_of: dict[str, dict[TopicPartition, LogSpan]] = {topic: {} for topic, _ in partitions}
    unread_of: dict[str, dict[int, str]] = {topic: {} for topic, _ in partitions}
    for key, span in spans.items():
        spans_of[key[0]][key] = span
    for (topic, partition), reason in untold.items():
        unread_of[topic][partition] = reason
    return [_analysed(reading, topic, each, newest, unread_of[topic]) for topic, each in spans_of.items()]


def _analysed(
    reading: LogReading,
    topic: str,
    spans: dict[TopicPartition, LogSpan],
    newest: int | None,
    untold: dict[int, str],
) -> TopicAnalysis:
    started = time.monotonic()
    tally = TopicTally(topic)
    missing = reading.read(spans, partial(_add_given, tally))
    return tally.figures(
        {key[1]: reading.counts[key] for key in spans},
        at_seconds=time.time(),
        took_seconds=time.monotonic() - started,
        newest=newest,
        unread=untold | {key[1]: reason for key, reason in missing.items()},
    )


def _add_given(tally: TopicTally, fetched: Fetched, batch: Batch, size: int) -> int:
    """How many records of a batch were taken; one that cannot be read is told as its heading counts it."""
    try:
        body = payload(fetched.data, batch)
        found = [record for record in records(body, batch) if fetched.start <= record.offset < fetched.end]
    except ValueError:
        tally.undecodable += batch.count or 1
        return batch.count or 1
    if found:
        tally.add(fetched.key[1], batch, size, body, found)
    return len(found)
