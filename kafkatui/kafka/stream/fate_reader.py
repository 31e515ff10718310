"""Reads what became of transactions, for single records, by Fetch requests: librdkafka does not tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.connect.manager import manager_of
from kafkatui.kafka.connect.sending import send_to
from kafkatui.kafka.stream.fate_ranges import FateRanges
from kafkatui.kafka.stream.fetch_request import fetch_request
from kafkatui.kafka.stream.fetching import aborted_of, by_leader, reason_of
from kafkatui.kafka.stream.record_batches import next_offset
from kafkatui.model.cluster import TopicPartition
from kafkatui.model.transaction import PartitionFates

PARTITION_BYTES = 256 << 10
ANSWER_BYTES = 8 << 20

MOST_ANSWERS = 8
"""Of one leader at each isolation; what was not told of by then is asked for again."""


@dataclass(slots=True)
class _Asked:
    """One partition, as far as it has been told of.

    Attributes:
        wanted: offsets not told of yet, from the lowest on.
        position: what is read next.
        stable_end: the last stable offset; None until an answer gave it.
        end: the high watermark.
        is_hungry: the last answer had no room for it; it is asked for first then.
    """

    key: TopicPartition
    wanted: list[int]
    told: FateRanges = field(default_factory=FateRanges)
    position: int = 0
    stable_end: int | None = None
    end: int = 0
    is_hungry: bool = False
    reason: str = ""

    @property
    def needs_stable(self) -> bool:
        """Whether something is wanted below the last stable offset."""
        if self.reason or not self.wanted:
            return False
        return self.stable_end is None or self.wanted[0] < self.stable_end

    @property
    def needs_open(self) -> bool:
        """Whether something is wanted behind it, or may be decided by markers further on."""
        if self.reason or self.stable_end is None or self.stable_end >= self.end:
            return False
        return bool(self.wanted) or self.stable_end < self.position < self.end

    @property
    def has_transactions(self) -> bool:
        """Whether any was seen, or one is open somewhere: what else holds the last stable offset back?"""
        return self.told.has_transactions or (self.stable_end is not None and self.stable_end < self.end)

    def move(self, position: int) -> None:
        """Nothing below `position` will be told any more."""
        self.position = position
        self.wanted = [offset for offset in self.wanted if offset >= position]

    def take(self, data: bytes, aborted: Sequence[tuple[int, int]] | None, limit: int, *, was_first: bool) -> None:
        """Look at an answer, which gives nothing behind `limit`. To the first a leader gives a batch, if there is one.

        Raises:
            ValueError: the bytes are no batches.
        """
        self.told.take(self.position, data, aborted)
        following = next_offset(data)
        self.is_hungry = following is None and not was_first
        if following is not None:
            self.move(following)
        elif was_first:
            self.move(max(self.position, limit))  # what was there has been compacted away


class FateReader:
    """Asks leaders what became of records. For one thread, which waits for the answers."""

    def __init__(self, connection: KafkaConnection) -> None:
        self._connection = connection

    def read(
        self, wanted: Mapping[TopicPartition, Sequence[int]], *, partition_bytes: int = PARTITION_BYTES
    ) -> Sequence[PartitionFates]:
        """What became of the records at these offsets, and of those around them that came along.

        Args:
            partition_bytes: of each answer; smaller asks for little more than the very batches.

        Raises:
            KafkatuiError: no broker answers.
        """
        asked = [_Asked(key, sorted(offsets)) for key, offsets in wanted.items() if offsets]

        def call(client: Any) -> None:
            manager = manager_of(client)

            async def ask() -> None:
                led, leaderless = await by_leader(manager, [each.key for each in asked])
                for each in asked:
                    each.reason = leaderless.get(each.key, "")
                for node, keys in led.items():
                    theirs = [each for each in asked if each.key in keys]
                    await _read_stable(manager, node, theirs, partition_bytes)
                    await _read_open(manager, node, theirs, partition_bytes)

            manager.run(ask)

        self._connection.kafka_python.read("read what became of transactions", call)
        return [
            PartitionFates(
                each.key,
                tuple(each.told.found),
                each.position,
                each.has_transactions,
                each.reason,
                tuple(each.told.markers),
            )
            for each in asked
        ]


async def _read_stable(manager: Any, node: int, asked: Sequence[_Asked], partition_bytes: int) -> None:
    """What is below the last stable offset: leaders name there what was taken back."""
    for _ in range(MOST_ANSWERS):
        left = [each for each in asked if each.needs_stable]
        if not left:
            return
        for each in left:
            each.move(each.wanted[0])
        await _ask(manager, node, left, partition_bytes, read_committed=True)


async def _read_open(manager: Any, node: int, asked: Sequence[_Asked], partition_bytes: int) -> None:
    """What is behind it: decided by the markers that stand there, else open."""
    for each in asked:
        if each.needs_open and each.wanted:
            each.move(each.wanted[0])
    for _ in range(MOST_ANSWERS):
        left = [each for each in asked if each.needs_open]
        if not left:
            return
        await _ask(manager, node, left, partition_bytes, read_committed=False)


async def _ask(manager: Any, node: int, asked: list[_Asked], partition_bytes: int, *, read_committed: bool) -> None:
    """One request and its answer."""
    import kafka  # noqa: F401 - all of it before a part: see test_imports_of_kafka_python
    from kafka.errors import KafkaConnectionError, NodeNotReadyError, RequestTimedOutError, UnknownBrokerIdError

    asked.sort(key=lambda each: not each.is_hungry)
    request = fetch_request(
        {each.key: each.position for each in asked},
        partition_bytes=partition_bytes,
        answer_bytes=ANSWER_BYTES,
        read_committed=read_committed,
        wait_ms=0,
    )
    try:
        response = await send_to(manager, request, node)
    except (KafkaConnectionError, NodeNotReadyError, RequestTimedOutError, UnknownBrokerIdError):
        for each in asked:
            each.reason = f"broker {node} does not answer"
        return
    by_key = {each.key: each for each in asked}
    for topic in response.responses:
        for part in topic.partitions:
            each = by_key[topic.topic, part.partition_index]
            if part.error_code:
                each.reason = reason_of(part.error_code)
            else:
                _take(each, part, read_committed=read_committed, was_first=each is asked[0])


def _take(each: _Asked, part: Any, *, read_committed: bool, was_first: bool) -> None:
    aborted = None
    if read_committed:
        each.stable_end, each.end = part.last_stable_offset, part.high_watermark
        aborted = aborted_of(part)
    limit = part.last_stable_offset if read_committed else part.high_watermark
    try:
        each.take(bytes(part.records or b""), aborted, limit, was_first=was_first)
    except (ValueError, ImportError) as error:
        each.reason = f"its batches cannot be read: {error}"
