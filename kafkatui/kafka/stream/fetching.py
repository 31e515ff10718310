"""Raw record batches by Fetch requests, read as fast as brokers send them; for what need not see every record.

The requests are kafka-python's, on a client of the reader's own, and with them TLS and SASL. Its manager is private and
pinned: this file and `headers` are where Fetch touches it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from msgspec import Struct

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.connect.kafka_python import KafkaPython
from kafkatui.kafka.connect.manager import manager_of
from kafkatui.kafka.connect.sending import send_to
from kafkatui.kafka.read.offsets import read_offsets
from kafkatui.kafka.stream.fetch_request import fetch_request
from kafkatui.kafka.stream.record_batches import next_offset
from kafkatui.model.cluster import TopicPartition

PARTITION_BYTES = 4 << 20
ANSWER_BYTES = 48 << 20
"""Below kafka-python's own limit of an answer (100 MB), and room for a batch that is larger than asked for."""

PATIENCE_SECONDS = 20.0
"""A partition that no leader gives anything of for so long is left unread, with the reason."""

RETRY_SECONDS = 0.25
_OUT_OF_RANGE, _NO_SUCH_PARTITION, _NO_LEADER = 1, 3, 5
_REASONS: Mapping[int, str] = {
    1: "its records were deleted before they were read",
    3: "the topic or partition is not there any more",
    5: "the partition has no leader",
    6: "its leader has moved",
    9: "its leader is not available",
    29: "this user has no right to read the topic",
    56: "its leader cannot read its disk",
    74: "its leader has moved",
    75: "its leader has moved",
    76: "the records are compressed in a way that this request may not ask for",
}
_FINAL = frozenset({29, 76})


def reason_of(code: int) -> str:
    """Why a leader gives nothing, of its error code, as it follows the partition's name."""
    return _REASONS.get(code, f"its leader answers with error {code}")


Ranges = Mapping[TopicPartition, tuple[int, int]]
"""From which offset on, and the offset before which it ends."""


class Fetched(Struct, frozen=True):
    """What a leader gave of one partition.

    Attributes:
        start, end: what was asked for; batches may begin before and go on behind.
        aborted: (producer id, first offset) of transactions that were taken back; only with read_committed.
        position: nothing below it will come any more.
    """

    key: TopicPartition
    start: int
    end: int
    data: bytes
    aborted: Sequence[tuple[int, int]]
    position: int


@dataclass(slots=True)
class _Progress:
    """Where one partition stands."""

    position: int
    end: int
    moved_at: float = field(default_factory=time.monotonic)
    code: int = 0
    reason: str = ""
    deleted: int = 0

    @property
    def is_read(self) -> bool:
        return self.position >= self.end

    def move(self, position: int) -> None:
        self.position, self.moved_at, self.code, self.reason = position, time.monotonic(), 0, ""

    def fail(self, code: int) -> None:
        """Its leader answers with a code of Kafka's."""
        self.code, self.reason = code, reason_of(code)

    def is_over(self) -> bool:
        """Whether it is not worth another try."""
        return self.code in _FINAL or time.monotonic() - self.moved_at > PATIENCE_SECONDS


class Fetcher:
    """Reads ranges of partitions, all leaders side by side. One call of `read` at a time; `close` ends the client.

    Args:
        read_committed: a leader then gives nothing behind its last stable offset, and names what was taken back.
        check: called often; what it raises ends the reading.
    """

    def __init__(self, connection: KafkaConnection, *, read_committed: bool, check: Callable[[], None]) -> None:
        self._connection = connection
        self._client = KafkaPython(connection.profile, connection.meter, connection.await_broker)
        self._read_committed = read_committed
        self._check = check
        self._progress: dict[TopicPartition, _Progress] = {}
        self._partition_bytes = PARTITION_BYTES
        self._ending: BaseException | None = None
        """What `take` or `check` raised: nobody reads on then."""

    def read(self, ranges: Ranges, take: Callable[[Fetched], None]) -> Mapping[TopicPartition, str]:
        """Give all there is in `ranges` to `take`, in order within a partition, from the client's thread.

        Returns:
            why the rest of some partitions was not read; empty when all was.

        Raises:
            KafkatuiError: no broker answers at all.
        """
        self._progress = {key: _Progress(start, end) for key, (start, end) in ranges.items() if start < end}
        unread: dict[TopicPartition, str] = {}
        while left := {key: state for key, state in self._progress.items() if not state.is_read}:
            self._check()
            self._ending = None
            self._client.call("read the records", partial(self._run, keys=tuple(left), take=take))
            if self._ending is not None:
                raise self._ending
            for key, state in left.items():
                if not state.is_read and state.is_over():
                    unread[key] = state.reason or "its leader gives nothing of it"
                    del self._progress[key]
            if not all(state.is_read for state in self._progress.values()):
                self._pass_deleted()
                time.sleep(RETRY_SECONDS)
        for key, state in self._progress.items():
            if state.deleted:
                unread[key] = f"{state.deleted:,} offsets were deleted before they were read"
        return unread

    def close(self, timeout_seconds: float = 1.0) -> None:
        """End the client."""
        self._client.close(timeout_seconds)

    def _pass_deleted(self) -> None:
        """Move on what begins later now: its records were deleted before they were read."""
        lost = [key for key, state in self._progress.items() if state.code == _OUT_OF_RANGE]
        for key, found in read_offsets(self._connection, lost).items() if lost else ():
            state = self._progress[key]
            if found.begin is not None and found.begin > state.position:
                begin = min(found.begin, state.end)
                state.deleted += begin - state.position
                state.move(begin)

    def _run(self, client: Any, keys: Sequence[TopicPartition], take: Callable[[Fetched], None]) -> None:
        """One round: every partition of `keys` until its end, or until its leader does not give it any more."""
        manager = manager_of(client)

        async def read_all() -> None:
            led, leaderless = await by_leader(manager, keys)
            for key, reason in leaderless.items():
                self._progress[key].reason = reason
            reading = [manager.call_soon(self._read_broker, manager, node, led[node], take) for node in led]
            for each in reading:
                await each

        manager.run(read_all)

    async def _read_broker(
        self, manager: Any, node: int, keys: list[TopicPartition], take: Callable[[Fetched], None]
    ) -> None:
        import kafka  # noqa: F401 - all of it before a part: see test_imports_of_kafka_python
        from kafka.errors import KafkaConnectionError, NodeNotReadyError, RequestTimedOutError, UnknownBrokerIdError

        answer = send_to(manager, self._request(keys), node)
        while keys and not self._ends(self._check):
            try:
                response = await answer
            except (KafkaConnectionError, NodeNotReadyError, RequestTimedOutError, UnknownBrokerIdError):
                for key in keys:
                    self._progress[key].reason = f"broker {node} does not answer"
                return
            arrived, keys = self._arrived(response, keys)
            if keys:  # the broker reads on while we look
                answer = send_to(manager, self._request(keys), node)
            for fetched in arrived:
                if self._ends(partial(take, fetched)):
                    return

    def _ends(self, call: Callable[[], None]) -> bool:
        """Calls what may end the reading, unless that has ended; whether it has."""
        if self._ending is None:
            try:
                call()
            except BaseException as error:  # whatever it is goes to who reads, not to the client library
                self._ending = error
        return self._ending is not None

    def _arrived(self, response: Any, keys: Sequence[TopicPartition]) -> tuple[list[Fetched], list[TopicPartition]]:
        """What came, and what to ask for next: first what got nothing, since an answer's bytes go to the first."""
        arrived: list[Fetched] = []
        hungry: list[TopicPartition] = []
        served: list[TopicPartition] = []
        for topic in response.responses:
            for part in topic.partitions:
                key = (topic.topic, part.partition_index)
                state = self._progress[key]
                if part.error_code:
                    state.fail(part.error_code)
                    continue
                data = bytes(part.records or b"")
                following = next_offset(data)
                if following is None:
                    self._got_nothing(state, part, was_first=key == keys[0], has_part=bool(data))
                else:
                    arrived.append(self._fetched(key, state, part, data, following))
                if not state.is_read and not state.is_over():
                    (served if following is not None else hungry).append(key)
        return arrived, hungry + served

    def _fetched(self, key: TopicPartition, state: _Progress, part: Any, data: bytes, following: int) -> Fetched:
        start = state.position
        state.move(max(start, following))
        return Fetched(key, start, state.end, data, aborted_of(part), state.position)

    def _got_nothing(self, state: _Progress, part: Any, *, was_first: bool, has_part: bool) -> None:
        """An answer without a whole batch. To the first of a request a broker gives one, however large, if there is."""
        if not was_first:
            return
        if has_part:
            self._partition_bytes = min(2 * self._partition_bytes, ANSWER_BYTES)
            return
        limit = part.last_stable_offset if self._read_committed else part.high_watermark
        if limit >= state.end:
            state.move(state.end)  # what was there has been compacted away
        else:
            state.reason = f"its leader has it up to offset {limit:,} only"

    def _request(self, keys: Sequence[TopicPartition]) -> Any:
        return fetch_request(
            {key: self._progress[key].position for key in keys},
            partition_bytes=self._partition_bytes,
            answer_bytes=ANSWER_BYTES,
            read_committed=self._read_committed,
        )


def aborted_of(part: Any) -> list[tuple[int, int]]:
    """(producer id, first offset) of the transactions that a partition's answer names as taken back, by offset."""
    aborted = [(one.producer_id, one.first_offset) for one in part.aborted_transactions or ()]
    return sorted(aborted, key=lambda one: one[1])


async def by_leader(
    manager: Any, keys: Sequence[TopicPartition]
) -> tuple[dict[int, list[TopicPartition]], dict[TopicPartition, str]]:
    """The partitions by their leaders' ids, and why some have none. Asking creates no topic."""
    import kafka  # noqa: F401 - all of it before a part: see test_imports_of_kafka_python
    from kafka.errors import KafkaError
    from kafka.protocol.metadata import MetadataRequest

    named = [MetadataRequest.MetadataRequestTopic(name=name) for name in sorted({name for name, _ in keys})]
    request = MetadataRequest(topics=named, allow_auto_topic_creation=False, min_version=4, max_version=12)
    try:
        await manager.cluster.refresh_metadata()
        response = await manager.send(request)
    except KafkaError:
        return {}, dict.fromkeys(keys, "no broker answers")
    leaders = {
        (topic.name, part.partition_index): part.leader_id
        for topic in response.topics
        for part in topic.partitions
        if not topic.error_code
    }
    led: dict[int, list[TopicPartition]] = {}
    missing: dict[TopicPartition, str] = {}
    for key in keys:
        leader = leaders.get(key)
        if leader is None:
            missing[key] = _REASONS[_NO_SUCH_PARTITION]
        elif leader < 0:
            missing[key] = _REASONS[_NO_LEADER]
        else:
            led.setdefault(leader, []).append(key)
    return led, missing
