"""The time of the oldest record that a group has still to read: one batch at each committed offset."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.connect.manager import run_with_manager
from kafkatui.kafka.connect.sending import send_to
from kafkatui.kafka.stream.fetch_request import fetch_request
from kafkatui.kafka.stream.fetching import by_leader, reason_of
from kafkatui.kafka.stream.record_batches import Batch, batches, payload, records
from kafkatui.model.cluster import TopicPartition
from kafkatui.model.time_lag import UnreadRecord, UnreadRecords

PARTITION_BYTES = 16 << 10
"""So much is asked for of each: a batch that is larger comes when its partition is the only one of a request."""

ANSWER_BYTES = 4 << 20
MOST_ALONE = 50
"""So many partitions with larger batches are asked for one by one; of more nothing is known this time."""

TOO_MANY = "too many large batches to ask for at once"


def read_oldest_unread(connection: KafkaConnection, committed: Mapping[TopicPartition, int]) -> UnreadRecords:
    """The first record at or behind each of those offsets.

    Args:
        committed: of partitions whose log goes on behind it.

    Raises:
        KafkatuiError: no broker answers at all.
    """
    found = UnreadRecords({}, {})
    if not committed:
        return found
    connection.meter.count("oldest unread")

    connection.kafka_python.read(
        "read the oldest unread records", lambda client: run_with_manager(client, _read_all, dict(committed), found)
    )
    return found


async def _read_all(manager: Any, committed: dict[TopicPartition, int], found: UnreadRecords) -> None:
    led, leaderless = await by_leader(manager, list(committed))
    found.problems.update(leaderless)
    asked = [(keys, _send(manager, node, keys, committed)) for node, keys in led.items()]
    hungry: list[tuple[int, TopicPartition]] = []
    for (node, _), (keys, answer) in zip(led.items(), asked, strict=True):
        hungry += [(node, key) for key in await _take(answer, keys, committed, found)]
    for number, (node, key) in enumerate(hungry):
        if number >= MOST_ALONE:
            found.problems[key] = TOO_MANY
            continue
        for left in await _take(_send(manager, node, [key], committed), [key], committed, found):
            found.problems[left] = "its leader gives nothing of it"


def _send(manager: Any, node: int, keys: Iterable[TopicPartition], committed: Mapping[TopicPartition, int]) -> Any:
    positions = {key: committed[key] for key in keys}
    message = fetch_request(positions, partition_bytes=PARTITION_BYTES, answer_bytes=ANSWER_BYTES, wait_ms=0)
    return send_to(manager, message, node)


async def _take(
    answer: Any, keys: Iterable[TopicPartition], committed: Mapping[TopicPartition, int], found: UnreadRecords
) -> list[TopicPartition]:
    """Take what came; the partitions of which nothing did."""
    import kafka  # noqa: F401 - all of it before a part: see test_imports_of_kafka_python
    from kafka.errors import KafkaError

    try:
        response = await answer
    except KafkaError:
        found.problems.update(dict.fromkeys(keys, "its leader does not answer"))
        return []
    hungry = []
    for topic in response.responses:
        for part in topic.partitions:
            key = (topic.topic, part.partition_index)
            if part.error_code:
                found.problems[key] = reason_of(part.error_code)
                continue
            try:
                record = _first(bytes(part.records or b""), committed[key])
            except (ValueError, ImportError) as error:
                found.problems[key] = str(error)
                continue
            if record is None:
                hungry.append(key)
            else:
                found.records[key] = record
    return hungry


def _first(data: bytes, committed: int) -> UnreadRecord | None:
    """The first record at or behind `committed`; a transaction's marker is none."""
    for batch in batches(data):
        if batch.last_offset < committed or batch.is_control:
            continue
        if batch.magic >= 2 and batch.base_offset >= committed:
            return _record(batch, committed, batch.base_offset, batch.base_timestamp_ms)
        for record in records(payload(data, batch), batch):
            if record.offset >= committed:
                return _record(batch, committed, record.offset, record.timestamp_ms)
    return None


def _record(batch: Batch, committed: int, offset: int, timestamp_ms: int | None) -> UnreadRecord:
    stamp = batch.max_timestamp_ms if batch.has_append_time else timestamp_ms
    known = stamp if stamp is not None and stamp >= 0 else None
    return UnreadRecord(committed, offset, known, batch.has_append_time)
