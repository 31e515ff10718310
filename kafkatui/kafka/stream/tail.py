"""Reading partitions live into a RecordBuffer, without a group, without commits and without creating anything."""

from __future__ import annotations

import threading
import time
import uuid
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace

from confluent_kafka import Consumer, KafkaError, KafkaException, Message
from confluent_kafka import TopicPartition as ClientTopicPartition

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.connect.errors import error_advice, error_words
from kafkatui.kafka.read.topic_existence import TopicExistence
from kafkatui.kafka.stream.headers import HeaderReader, readable
from kafkatui.kafka.stream.last_records import LastRecords
from kafkatui.kafka.stream.read_rate import ReadRate
from kafkatui.kafka.stream.record_buffer import RecordBuffer
from kafkatui.kafka.stream.records import OVERHEAD_BYTES, entries_size_bytes
from kafkatui.kafka.stream.tail_plan import TailPlan, plan_tail
from kafkatui.model.cluster import TopicPartition
from kafkatui.model.errors import KafkatuiError
from kafkatui.model.tail import TailPhase, TailState, TailStatistics
from kafkatui.model.tail_start import TailStart, TailStartKind, TailStop

WAKE_INTERVAL_SECONDS = 0.05
"""At most 20 wake-ups a second."""

STATISTICS_INTERVAL_SECONDS = 0.25
LOADING_PATIENCE_SECONDS = 5.0
"""After so long without a record the last N are shown without the partitions that do not answer."""

FOLLOWING_GRACE_SECONDS = 1.0
"""A tail that was at the end so lately, or is so little behind it, counts as following."""

LIVE_LAG_SECONDS = 0.5
LIVE_LAG_COUNT = 20_000
"""A live tail that is both so long and so many records behind its end jumps there and counts what it left out."""

LIVE_KEEP_COUNT = 500
"""Records before the end of each partition that such a jump still reads."""

_BATCH_COUNT = 1_000
_WAIT_SECONDS = 0.1
_GONE = frozenset({"UNKNOWN_TOPIC_OR_PART", "_UNKNOWN_PARTITION", "_UNKNOWN_TOPIC", "UNKNOWN_TOPIC_ID"})

CONSUMER_PROPERTIES: dict[str, str | int | bool] = {
    "enable.auto.commit": False,
    "enable.auto.offset.store": False,
    "allow.auto.create.topics": False,
    "enable.partition.eof": True,
    # Where retention or delete_records overtakes us, and where a topic is deleted and made anew.
    "auto.offset.reset": "earliest",
    # The default of 1,000 ms after a full queue costs nine tenths of the throughput.
    "fetch.queue.backoff.ms": 10,
    "fetch.wait.max.ms": 100,
    # Memory: what waits in librdkafka, and what one answer may bring beside it.
    "queued.max.messages.kbytes": 16 * 1024,
    "fetch.max.bytes": 8 * 1024 * 1024,
}


class Tail:
    """Reads partitions into `buffer` from one daemon thread that owns the Consumer.

    Args:
        partitions: what to read; of any number of topics.
        read_committed: leave out records of open and aborted transactions.
        on_wake: called from the tail's thread when there is something new to show (records, a state), at most every
            `WAKE_INTERVAL_SECONDS`. It must not block.

    The other methods may be called from any thread, return at once (`stop` excepted) and raise nothing; what goes wrong
    is in `state`.
    """

    def __init__(
        self,
        connection: KafkaConnection,
        partitions: Sequence[TopicPartition],
        start: TailStart,
        stop: TailStop = TailStop.NEVER,
        *,
        read_committed: bool = False,
        buffer: RecordBuffer | None = None,
        on_wake: Callable[[], None] = lambda: None,
    ) -> None:
        self.buffer = RecordBuffer() if buffer is None else buffer
        self.start_at = start
        self.stays_live = False
        """Whether to leave records out rather than fall behind a producer faster than any reader, once the end was
        reached. For a screen, which shows the newest anyway; may be set from any thread."""
        self._connection = connection
        self._partitions = list(dict.fromkeys(partitions))
        self._stop_at = stop
        self._read_committed = read_committed
        self._on_wake = on_wake
        self._commands: deque[Callable[[Consumer], None]] = deque()
        self._stopping = threading.Event()
        self._state = TailState(TailPhase.STARTING)
        self._statistics = TailStatistics()
        self._plan = TailPlan({}, {}, {})
        self._loading: LastRecords | None = None
        self._loading_since = 0.0
        self._existence = TopicExistence(connection)
        self._headers = HeaderReader(connection)
        self._is_paused = False
        self._last_offsets: dict[TopicPartition, int] = {}
        self._skipped_count = 0
        self._at_end: set[TopicPartition] = set()
        self._problems: dict[TopicPartition, KafkaError] = {}
        self._read_count = 0
        self._read_bytes = 0
        self._rate = ReadRate()
        self._is_catching_up = True
        self._sampled_at = 0.0
        self._woken_at = 0.0
        self._wake_due = False
        self._followed_at = float("-inf")
        self._thread = threading.Thread(target=self._run, name="tail", daemon=True)

    def start(self) -> None:
        """Begin; to be called once."""
        self._thread.start()

    def stop(self, timeout_seconds: float = 2.0) -> None:
        """End, waiting at most `timeout_seconds` for the Consumer to close."""
        self._stopping.set()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(timeout_seconds)

    def pause(self) -> None:
        """Stop fetching; positions are kept."""
        self._commands.append(self._pause)

    def resume(self) -> None:
        """Go on where it was paused."""
        self._commands.append(self._resume)

    def set_partitions(self, partitions: Sequence[TopicPartition]) -> None:
        """Read these partitions from now on: new ones from their beginning, the others from where they are."""
        wanted = list(dict.fromkeys(partitions))
        self._commands.append(lambda consumer: self._reassign(consumer, wanted))

    @property
    def state(self) -> TailState:
        """What it is doing and what hinders it."""
        return self._state

    @property
    def statistics(self) -> TailStatistics:
        """Figures, refreshed every `STATISTICS_INTERVAL_SECONDS`."""
        return self._statistics

    def _run(self) -> None:
        consumer: Consumer | None = None
        try:
            self._plan = plan_tail(self._connection, self._partitions, self.start_at, self._read_committed)
            consumer = self._open()
            while not self._stopping.is_set() and not self._state.phase.is_final:
                self._step(consumer)
        except (KafkatuiError, KafkaException, RuntimeError, ValueError) as error:
            problem = self._connection.failure(error, "read the messages")
            self._state = TailState(TailPhase.FAILED, problem.what, problem.advice)
        finally:
            if consumer is not None:
                self._sample(consumer, time.monotonic())
                consumer.close()
            if not self._state.phase.is_final:
                self._state = TailState(TailPhase.STOPPED)
            self._on_wake()

    def _open(self) -> Consumer:
        self._connection.meter.count("consume")
        isolation = "read_committed" if self._read_committed else "read_uncommitted"
        consumer = Consumer(
            self._connection.client_config(
                **CONSUMER_PROPERTIES, **{"group.id": f"kafkatui-{uuid.uuid4()}", "isolation.level": isolation}
            )
        )
        if self.start_at.kind is TailStartKind.LAST:
            self._loading = LastRecords(self.start_at.count, self._plan.starts, self._plan.ends)
            self._loading_since = time.monotonic()
        self._assign(consumer, self._plan.starts)
        return consumer

    def _assign(self, consumer: Consumer, offsets: dict[TopicPartition, int]) -> None:
        consumer.assign([ClientTopicPartition(topic, partition, at) for (topic, partition), at in offsets.items()])

    def _step(self, consumer: Consumer) -> None:
        """One round: what was asked for, what came, what it means, who must know."""
        while self._commands:
            self._commands.popleft()(consumer)
        # consume(1000, t) would wait for a thousand; so wait for one and take what else is there.
        messages = consumer.consume(1, self._wait_seconds())
        if messages:
            messages += consumer.consume(_BATCH_COUNT - 1, 0)
            records = [message for message in messages if message.error() is None]
            if len(records) != len(messages):
                self._take_errors(messages)
            if records:
                self._take_records(records)
        now = time.monotonic()
        self._finish_loading(now)
        self._note_missing(self._existence.missing({topic for topic, _ in self._partitions}))
        self._update_state()
        if now - self._sampled_at >= STATISTICS_INTERVAL_SECONDS:
            self._sample(consumer, now)
        if self._wake_due and now - self._woken_at >= WAKE_INTERVAL_SECONDS:
            self._wake_due, self._woken_at = False, now
            self._on_wake()

    def _wait_seconds(self) -> float:
        """How long to wait for a record: not beyond a wake-up that is due."""
        if not self._wake_due:
            return _WAIT_SECONDS
        return max(0.0, self._woken_at + WAKE_INTERVAL_SECONDS - time.monotonic())

    def _take_records(self, records: list[Message]) -> None:
        keys = list(zip(map(Message.topic, records), map(Message.partition, records), strict=True))
        last_offsets: dict[TopicPartition, int] = dict(zip(keys, map(Message.offset, records), strict=True))  # type: ignore[arg-type]
        self._last_offsets.update(last_offsets)
        self._at_end.difference_update(last_offsets)
        for key in last_offsets.keys() & self._problems.keys():
            del self._problems[key]
        self._read_count += len(records)
        self._read_bytes += entries_size_bytes(records) - OVERHEAD_BYTES * len(records)
        if self._loading is not None:
            self._loading.add(records)
            self._loading_since = time.monotonic()
            return
        if self._stop_at is TailStop.END:
            ends = self._plan.ends
            records = [record for record, key in zip(records, keys, strict=True) if _is_before(record, ends.get(key))]  # type: ignore[arg-type]
        self.buffer.extend(readable(records, self._headers))
        self._wake_due = True

    def _take_errors(self, messages: Sequence[Message]) -> None:
        for message in messages:
            error = message.error()
            if error is None:
                continue
            key = (message.topic() or "", -1 if message.partition() is None else message.partition() or 0)
            if error.code() == KafkaError._PARTITION_EOF:
                self._at_end.add(key)
                self._problems.pop(key, None)
                if self._loading is not None:
                    self._loading.reached_end(key)
            else:
                self._problems[key] = error

    def _note_missing(self, missing: frozenset[str] | None) -> None:
        """Take the answer to whether the topics still exist, where there is one."""
        if missing is None:
            return
        for key in self._partitions:
            if key[0] in missing:
                self._problems[key] = KafkaError(KafkaError.UNKNOWN_TOPIC_OR_PART)
            elif key in self._problems and self._problems[key].name() in _GONE:
                del self._problems[key]

    def _finish_loading(self, now: float) -> None:
        loading = self._loading
        if loading is None:
            return
        if loading.is_complete or now - self._loading_since > LOADING_PATIENCE_SECONDS:
            self._loading = None
            self.buffer.extend(readable(loading.merged(), self._headers))
            self._wake_due = True

    def _update_state(self) -> None:
        state = self._new_state()
        if state != self._state:
            self._state = state
            self._wake_due = True

    def _new_state(self) -> TailState:
        if not self._problems and not self._connection.unreachable_brokers:
            return TailState(self._phase())
        problems = {key: error_words(error) for key, error in self._problems.items()}
        if self._problems:
            error = next(iter(self._problems.values()))
            return TailState(self._phase(), error_words(error), error_advice(error), problems)
        gone = ", ".join(str(broker_id) for broker_id in sorted(self._connection.unreachable_brokers))
        return TailState(self._phase(), f"broker {gone} does not answer; what it leads waits for a new leader")

    def _phase(self) -> TailPhase:
        if self._is_paused:
            return TailPhase.PAUSED
        gone = {key for key, error in self._problems.items() if error.name() in _GONE}
        if gone and all(key in gone or (key[0], -1) in gone for key in self._partitions):
            return TailPhase.DELETED
        if self._loading is not None:
            return TailPhase.LOADING
        if self._stop_at is TailStop.END and all(self._is_read(key) for key in self._partitions):
            return TailPhase.ENDED
        now = time.monotonic()
        if self._at_end.issuperset(self._partitions):
            self._followed_at = now
            if self._is_catching_up:
                self._end_catching_up(now)
        # Each new record takes its partition off the end for a moment; that is no news.
        if now - self._followed_at < FOLLOWING_GRACE_SECONDS:
            return TailPhase.FOLLOWING
        self._is_catching_up = True
        return TailPhase.READING

    def _end_catching_up(self, now: float) -> None:
        """From here on the rate tells what is written, no longer how fast what was there before is read."""
        self._is_catching_up = False
        self._rate.restart(now, self._read_count)
        self._sampled_at = now
        self._statistics = replace(self._statistics, rate_per_second=0.0)

    def _is_read(self, key: TopicPartition) -> bool:
        """The partition has been read to where its end was."""
        end = self._plan.ends.get(key)
        if key in self._at_end or (end is not None and self._plan.starts.get(key, 0) >= end):
            return True
        return end is not None and self._last_offsets.get(key, -1) >= end - 1

    def _positions(self) -> dict[TopicPartition, int]:
        known = {key: start for key, start in self._plan.starts.items() if start >= 0}
        known.update((key, offset + 1) for key, offset in self._last_offsets.items())
        return known

    def _sample(self, consumer: Consumer, now: float) -> None:
        self._sampled_at = now
        positions = self._positions()
        lag, rate = self._lag(consumer, positions), self._rate.measure(now, self._read_count)
        self._statistics = TailStatistics(
            read_count=self._read_count,
            read_bytes=self._read_bytes,
            rate_per_second=rate,
            positions=positions,
            lag=lag,
            skipped_count=self._skipped_count,
        )
        if lag is None or self._loading is not None:
            return
        if lag <= rate * FOLLOWING_GRACE_SECONDS:
            self._followed_at = now  # under steady traffic not all partitions are at their end at one moment
        if lag >= max(LIVE_LAG_COUNT, rate * LIVE_LAG_SECONDS):
            self._keep_up(consumer, positions)

    def _lag(self, consumer: Consumer, positions: dict[TopicPartition, int]) -> int | None:
        """Distance to the high watermarks that came with the last fetches: costs no request."""
        lag = 0
        for key in self._partitions:
            if key in self._at_end:
                continue
            low_high = consumer.get_watermark_offsets(ClientTopicPartition(*key), cached=True)
            end = max(low_high[1] if low_high else -1, self._plan.ends.get(key, -1))
            if key not in positions or end < 0:
                return None
            lag += max(0, end - positions[key])
        return lag

    def _keep_up(self, consumer: Consumer, positions: dict[TopicPartition, int]) -> None:
        """Jump to the end: a live tail cannot follow it any more."""
        was_at_end = self._followed_at > float("-inf")
        if not self.stays_live or not was_at_end or self._is_paused:
            return
        for key, position in positions.items():
            _, end = consumer.get_watermark_offsets(ClientTopicPartition(*key), cached=True) or (0, -1)
            target = end - LIVE_KEEP_COUNT
            if key in self._partitions and target > position:
                consumer.seek(ClientTopicPartition(*key, target))
                self._skipped_count += target - position
                self._last_offsets[key] = target - 1

    def _pause(self, consumer: Consumer) -> None:
        self._is_paused = True
        consumer.pause([ClientTopicPartition(*key) for key in self._partitions])

    def _resume(self, consumer: Consumer) -> None:
        self._is_paused = False
        self._followed_at = float("-inf")  # what was written during the pause is read, not jumped over
        consumer.resume([ClientTopicPartition(*key) for key in self._partitions])

    def _reassign(self, consumer: Consumer, wanted: list[TopicPartition]) -> None:
        if wanted == self._partitions:
            return
        added = [key for key in wanted if key not in self._plan.starts]
        fresh = plan_tail(self._connection, added, TailStart.beginning(), self._read_committed)
        self._plan.starts.update(fresh.starts)
        self._plan.ends.update(fresh.ends)
        self._partitions = wanted
        self._at_end.intersection_update(wanted)
        self._problems = {key: error for key, error in self._problems.items() if key in wanted}
        self._assign(consumer, {key: self._positions().get(key, self._plan.starts[key]) for key in wanted})
        if self._is_paused:
            self._pause(consumer)


def _is_before(record: Message, end: int | None) -> bool:
    return end is None or (record.offset() or 0) < end
