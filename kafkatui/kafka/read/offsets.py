"""Where partitions begin and end, and where they were at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from typing import Any

from confluent_kafka import IsolationLevel, KafkaException
from confluent_kafka import TopicPartition as ClientTopicPartition
from confluent_kafka.admin import OffsetSpec  # type: ignore[attr-defined]

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.connect.futures import batches, wait
from kafkatui.model.cluster import OffsetRange, TopicPartition
from kafkatui.model.errors import RequestFailed

BATCH_SIZE = 250
"""Partitions a request. The client holds Python's lock while it takes in an answer: with 1,000 the screen waits more
than twice as long (p99 262 ms against 101 ms on a busy machine, 40,000 partitions) and nothing is won."""

BATCHES_IN_FLIGHT = 3
"""Begin and end of one batch are two requests, so six at once."""

_NO_OFFSET = -1
_Answer = dict[ClientTopicPartition, "Future[Any]"]


def read_offsets(
    connection: KafkaConnection,
    partitions: Sequence[TopicPartition],
    on_batch: Callable[[dict[TopicPartition, OffsetRange]], None] | None = None,
    read_committed: bool = False,
    skip: Mapping[TopicPartition, str] | None = None,
) -> dict[TopicPartition, OffsetRange]:
    """The first and the next offset of each partition.

    Args:
        on_batch: called from this thread with each part of the answer as it arrives.
        read_committed: the end is then the last stable offset instead of the high watermark.
        skip: partitions not worth asking for (no leader), with the reason; they are answered at once and cost nothing.

    Returns:
        An entry for every partition asked for; what could not be read is None with the reason.
    """
    skipped = {key: OffsetRange(None, None, skip[key]) for key in partitions if key in skip} if skip else {}
    if skipped and on_batch is not None:
        on_batch(skipped)
    wanted = [key for key in partitions if key not in skipped]
    result = dict(skipped)
    isolation = IsolationLevel.READ_COMMITTED if read_committed else IsolationLevel.READ_UNCOMMITTED
    specs = (OffsetSpec.earliest(), OffsetSpec.latest())  # type: ignore[no-untyped-call]
    for keys, (begins, ends) in _in_flight(connection, wanted, specs, isolation):
        part = {key: _range(begins[key], ends[key]) for key in keys}
        result.update(part)
        if on_batch is not None:
            on_batch(part)
    return result


def read_offsets_at(
    connection: KafkaConnection, partitions: Sequence[TopicPartition], timestamp_ms: int, *, is_strict: bool = False
) -> dict[TopicPartition, int | None]:
    """The offset of each partition's first record at or after `timestamp_ms`.

    Args:
        is_strict: a leader that did not answer fails the reading, since None then means that there is no such record.

    Returns:
        None for partitions without such a record (and for those whose leader did not answer).

    Raises:
        RequestFailed: a leader did not answer, where that is strict.
    """
    found: dict[TopicPartition, int | None] = {}
    spec = (OffsetSpec.for_timestamp(timestamp_ms),)
    for keys, (answer,) in _in_flight(connection, partitions, spec, IsolationLevel.READ_UNCOMMITTED):
        for key in keys:
            offset = answer[key]
            if is_strict and isinstance(offset, str):
                raise RequestFailed(offset)
            found[key] = offset if isinstance(offset, int) else None
    return found


def _in_flight(
    connection: KafkaConnection,
    partitions: Sequence[TopicPartition],
    specs: Sequence[OffsetSpec],
    isolation: IsolationLevel,
) -> Iterator[tuple[Sequence[TopicPartition], list[dict[TopicPartition, int | str | None]]]]:
    """Batches of partitions with, for each of `specs`, their offset, None, or why there is none."""
    pending: deque[tuple[Sequence[TopicPartition], list[_Answer]]] = deque()
    for keys in batches(partitions, BATCH_SIZE):
        pending.append((keys, [_ask(connection, keys, spec, isolation) for spec in specs]))
        if len(pending) > BATCHES_IN_FLIGHT:
            yield _await(connection, pending.popleft())
    while pending:
        yield _await(connection, pending.popleft())


def _ask(
    connection: KafkaConnection, keys: Sequence[TopicPartition], spec: OffsetSpec, isolation: IsolationLevel
) -> _Answer:
    connection.meter.count("list offsets")
    request = {ClientTopicPartition(topic, partition): spec for topic, partition in keys}
    answer: _Answer = connection.admin().list_offsets(
        request, isolation_level=isolation, request_timeout=connection.timeout_seconds
    )
    return answer


def _await(
    connection: KafkaConnection, asked: tuple[Sequence[TopicPartition], list[_Answer]]
) -> tuple[Sequence[TopicPartition], list[dict[TopicPartition, int | str | None]]]:
    keys, answers = asked
    return keys, [
        {(client.topic, client.partition): _offset(connection, future) for client, future in answer.items()}
        for answer in answers
    ]


def _offset(connection: KafkaConnection, future: Future[Any]) -> int | str | None:
    """The offset, None where there is none, or the reason why it could not be read."""
    try:
        offset = int(wait(future, connection.timeout_seconds).offset)
    except (KafkaException, TimeoutError) as error:
        return connection.failure(error, "read the offsets").what
    return None if offset <= _NO_OFFSET else offset


def _range(begin: int | str | None, end: int | str | None) -> OffsetRange:
    if isinstance(begin, int) and isinstance(end, int):
        return OffsetRange(begin, end)
    reason = next((value for value in (begin, end) if isinstance(value, str)), "The broker gave no offset.")
    return OffsetRange(begin if isinstance(begin, int) else None, end if isinstance(end, int) else None, reason)
