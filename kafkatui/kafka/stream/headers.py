"""Messages whose headers can be looked at, whatever their names are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from confluent_kafka import Message

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.connect.manager import manager_of
from kafkatui.kafka.stream.fetch_request import fetch_request
from kafkatui.kafka.stream.record_batches import Headers, headers_by_offset
from kafkatui.kafka.stream.records import Entry, record_without_headers
from kafkatui.model.cluster import TopicPartition
from kafkatui.model.errors import KafkatuiError

FETCH_BYTES = 4 * 1024 * 1024
"""What one answer may bring; a first batch that is larger comes all the same."""

KEPT_COUNT = 10_000
"""Headers read ahead of the record that is asked for; one answer brings many."""


class HeaderReader:
    """Reads the headers of single records without librdkafka. For one thread, which waits for the answers."""

    def __init__(self, connection: KafkaConnection) -> None:
        self._connection = connection
        self._known: dict[tuple[str, int, int], Headers] = {}
        self._leaders: dict[TopicPartition, int] = {}

    def read(self, topic: str, partition: int, offset: int) -> Headers:
        """The headers of one record.

        Raises:
            KafkatuiError: they cannot be had.
        """
        wanted = (topic, partition, offset)
        if wanted not in self._known:
            if len(self._known) > KEPT_COUNT:
                self._known.clear()
            batches = self._connection.kafka_python.read(
                "read a record's headers", lambda client: self._fetch(client, (topic, partition), offset)
            )
            try:
                for at, headers in headers_by_offset(batches).items():
                    self._known[topic, partition, at] = headers
            except (ValueError, ImportError) as error:
                raise KafkatuiError(f"{error}") from error
        try:
            return self._known.pop(wanted)
        except KeyError:
            raise KafkatuiError("the broker did not give the record again") from None

    def _fetch(self, client: Any, key: TopicPartition, offset: int) -> bytes:
        """The batches from the one that holds `offset` on."""
        from kafka import errors

        if key not in self._leaders:
            self._leaders[key] = _leader(client, key)
        message = fetch_request({key: offset}, partition_bytes=FETCH_BYTES, answer_bytes=FETCH_BYTES)

        async def ask() -> Any:
            return await manager_of(client).send(message, node_id=self._leaders[key])

        try:
            answer = manager_of(client).run(ask).responses[0].partitions[0]
        except Exception:
            del self._leaders[key]  # it may have moved; whatever kafka-python raised goes on to `call`
            raise
        if answer.error_code:
            self._leaders.pop(key, None)
            raise errors.for_code(answer.error_code)
        return bytes(answer.records or b"")


def _leader(client: Any, key: TopicPartition) -> int:
    """Who leads the partition; asking creates no topic."""
    import kafka  # noqa: F401 - all of it before a part: see test_imports_of_kafka_python
    from kafka.errors import LeaderNotAvailableError

    for topic in client.describe_topics([key[0]]):
        for partition in topic["partitions"]:
            if partition["partition_index"] == key[1] and partition["leader_id"] >= 0:
                return int(partition["leader_id"])
    raise LeaderNotAvailableError


def readable(messages: Sequence[Message], reader: HeaderReader) -> list[Entry]:
    """The messages, those whose headers librdkafka's binding cannot decode as records made otherwise.

    confluent-kafka takes header names for UTF-8. Where one is not, `headers()` returns a list with a hole and leaves an
    exception pending, and the next look at that list ends the process (2.16). Called through `map`, the interpreter
    always notices; such a message is asked for its other parts once and then let go.
    """
    entries: list[Entry] = []
    while len(entries) < len(messages):
        done: list[Any] = []
        rest = messages[len(entries) :]
        try:
            done.extend(map(Message.headers, rest))
        except (SystemError, UnicodeDecodeError):
            entries += rest[: len(done)]
            entries.append(_reread(rest[len(done)], reader))
        else:
            entries += rest
    return entries


def _reread(message: Message, reader: HeaderReader) -> Entry:
    record = record_without_headers(message)
    try:
        headers = reader.read(record.topic, record.partition, record.offset)
    except KafkatuiError as error:
        return record_without_headers(message, headers_problem=f"headers unreadable: {error.what.rstrip('.')}")
    return record_without_headers(message, headers)
