"""Reading partitions live, without a group, without commits and without creating anything."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence

from confluent_kafka import KafkaException

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.stream.assignment import Assignment
from kafkatui.kafka.stream.consumer import open_consumer
from kafkatui.kafka.stream.hindrances import NO_LEADER
from kafkatui.kafka.stream.last_records import LastRecords
from kafkatui.kafka.stream.policy import AtMost, Follow, Policy, ToEnd
from kafkatui.kafka.stream.reading import Reading, Sink
from kafkatui.kafka.stream.record_buffer import RecordBuffer
from kafkatui.kafka.stream.tail_plan import TailPlan, plan_tail
from kafkatui.kafka.stream.tail_state import tail_state
from kafkatui.kafka.stream.tail_thread import FOLLOWING_GRACE_SECONDS, STATISTICS_INTERVAL_SECONDS, TailThread
from kafkatui.kafka.stream.topic_watch import TopicWatch
from kafkatui.model.cluster import TopicPartition
from kafkatui.model.errors import KafkatuiError
from kafkatui.model.membership import MemberState
from kafkatui.model.replacing import replace
from kafkatui.model.tail import TailPhase, TailState, TailStatistics
from kafkatui.model.tail_start import TailStart, TailStartKind
from kafkatui.model.tail_stop import TailStop

LOADING_PATIENCE_SECONDS = 5.0
"""After so long without a record the last N are shown without the partitions that do not answer."""

UNREAD_PATIENCE_SECONDS = 10.0
"""So long a read to the end waits for partitions that nobody leads, before it ends without them."""

LIVE_LAG_SECONDS = 0.5
LIVE_LAG_COUNT = 20_000
"""A live tail that is both so long and so many records behind its end jumps there and counts what it left out."""

LIVE_KEEP_COUNT = 500
"""Records before the end of each partition that such a jump still reads."""

_OF_THE_LAST = (TailStartKind.LAST, TailStartKind.LAST_OF_EACH)


class Tail(TailThread):
    """Reads partitions into a sink from one daemon thread that owns the Consumer.

    Args:
        partitions: what to read; of any number of topics.
        read_committed: leave out records of open and aborted transactions.
        buffer: the ring that keeps the newest, for a screen.
        sink: where records go instead, for who must lose none (`RecordQueue`).
        on_wake: called from the tail's thread when there is something new to show (records, a state), at most every
            `WAKE_INTERVAL_SECONDS`. It must not block.
        leaders: who leads the partitions, where that is known; None for nobody.

    The other methods may be called from any thread, return at once (`stop` excepted) and raise nothing; what goes wrong
    is in `state`.
    """

    def __init__(
        self,
        connection: KafkaConnection,
        partitions: Sequence[TopicPartition],
        start: TailStart,
        stop: TailStop | None = None,
        *,
        read_committed: bool = False,
        buffer: RecordBuffer | None = None,
        sink: Sink | None = None,
        on_wake: Callable[[], None] = lambda: None,
        leaders: Mapping[TopicPartition, int | None] | None = None,
    ) -> None:
        super().__init__("tail", connection, read_committed=read_committed, buffer=buffer, sink=sink, on_wake=on_wake)
        self.start_at = start
        self._partitions = tuple(dict.fromkeys(partitions))
        self._stop_at = TailStop.never() if stop is None else stop
        self._leaders = dict(leaders or {})
        self._commands: deque[Callable[[Reading], None]] = deque()
        self._heard_at = self._waiting_since = time.monotonic()
        self._started_ms = round(time.time() * 1000)
        self._skipped_count = 0
        self._is_catching_up = True
        self._told_at = 0.0

    def pause(self) -> None:
        """Stop fetching; positions are kept."""
        self._commands.append(lambda reading: reading.assignment.pause())

    def resume(self) -> None:
        """Go on where it was paused."""
        self._commands.append(self._resume)

    def set_partitions(self, partitions: Sequence[TopicPartition]) -> None:
        """Read these partitions from now on: new ones from their beginning, the others from where they are."""
        wanted = tuple(dict.fromkeys(partitions))
        self._commands.append(lambda reading: self._reassign(reading, wanted))

    @property
    def member(self) -> MemberState | None:
        """Nobody's: it joins no group."""
        return None

    def _run(self) -> None:
        reading: Reading | None = None
        consumer = None
        try:
            watch = TopicWatch(self._connection)
            watch.look({topic for topic, _ in self._partitions})  # the plan's offsets are of these, or it will be told
            skip = {key: NO_LEADER for key, leader in self._leaders.items() if leader is None}
            plan = plan_tail(
                self._connection, self._partitions, self.start_at, self._stop_at, self._read_committed, skip
            )
            self.stops = plan.stops
            self.starts = {} if self.start_at.kind in _OF_THE_LAST else plan.starts
            consumer = open_consumer(self._connection, read_committed=self._read_committed)
            reading = Reading(
                self._connection, consumer, self._sink, plan, lambda held: self._policy(held, plan), self._plan_more,
                self._leaders, watch,
            )  # fmt: skip
            self._heard_at = self._waiting_since = time.monotonic()
            while not self._stopping.is_set() and not self._state.phase.is_final:
                self._step(reading)
        except (KafkatuiError, KafkaException, RuntimeError, ValueError) as error:
            problem = self._connection.failure(error, "read the messages")
            self._state = TailState(TailPhase.FAILED, problem.what, problem.advice)
        finally:
            if reading is not None:
                self._sample(reading, time.monotonic())
            if consumer is not None:
                consumer.close()
            if not self._state.phase.is_final:
                self._state = TailState(TailPhase.STOPPED)
            self._on_wake()

    def _policy(self, assignment: Assignment, plan: TailPlan) -> Policy:
        policy: Policy = ToEnd(assignment, plan) if self._stop_at.has_ends else Follow()
        start = self.start_at
        if start.kind in _OF_THE_LAST:
            is_of_each = start.kind is TailStartKind.LAST_OF_EACH
            max_bytes = self.buffer.max_bytes if self._sink is self.buffer else None
            policy = LastRecords(start.count, assignment, policy, plan, is_of_each=is_of_each, max_bytes=max_bytes)
        if self._stop_at.count is not None:
            policy = AtMost(self._stop_at.count, assignment, policy)
        return policy

    def _plan_more(self, keys: Collection[TopicPartition]) -> TailPlan:
        """Partitions that told nothing at the start: what was written to them since the tail began is new."""
        start = self.start_at
        if start.kind is TailStartKind.END:
            start = TailStart.at_timestamp(self._started_ms)
        return self._plan(list(keys), start)

    def _plan(
        self, keys: Sequence[TopicPartition], start: TailStart, skip: Mapping[TopicPartition, str] | None = None
    ) -> TailPlan:
        return plan_tail(self._connection, keys, start, self._stop_at, self._read_committed, skip)

    def _step(self, reading: Reading) -> None:
        """One round: what was asked for, what came, what it means, who must know."""
        while self._commands:
            self._commands.popleft()(reading)
            reading.has_news = True
        received = reading.received_count
        if reading.step(self._wait_seconds()):
            self._wake_due = True
        now = time.monotonic()
        if reading.received_count != received:
            self._heard_at = now
        self._lose_patience(reading, now)
        self._update_state(reading, now)
        if self._is_sample_due(now):
            self._sample(reading, now)
        self._wake_if_due(now)

    def _lose_patience(self, reading: Reading, now: float) -> None:
        """Go on without partitions that are waited for in vain."""
        if self._stop_at.has_ends:
            waiting = self._waited_for(reading) if reading.hindrances.has_any else []
            if not waiting:
                self._waiting_since = now
            elif now - self._waiting_since > UNREAD_PATIENCE_SECONDS:
                reading.give_up(waiting)
            return
        is_waiting = reading.policy.is_loading and not reading.assignment.is_paused
        if is_waiting and now - self._heard_at > LOADING_PATIENCE_SECONDS and reading.give_up(reading.keys):
            self._wake_due = True

    def _waited_for(self, reading: Reading) -> list[TopicPartition]:
        """Partitions that cannot be read, once all others are finished; not those whose leader may answer again."""
        hindered = reading.hindrances.by_partition(reading.keys)
        is_finished = reading.policy.is_finished
        if not all(is_finished(key) for key in reading.keys if key not in hindered):
            return []
        waiting = [key for key in hindered if not is_finished(key)]
        silent = self._connection.unreachable_brokers
        return [] if reading.hindrances.silent_leaders(waiting, silent) else waiting

    def _update_state(self, reading: Reading, now: float) -> None:
        phase = self._phase(reading, now)
        silent = self._connection.unreachable_brokers
        is_due = now - self._told_at >= STATISTICS_INTERVAL_SECONDS and (silent or self._state.error)
        if phase is self._state.phase and not reading.has_news and not is_due:
            return
        reading.has_news, self._told_at = False, now
        state = tail_state(phase, reading.hindrances, reading.keys, silent)
        if state != self._state:
            self._state = state
            self._wake_due = True

    def _phase(self, reading: Reading, now: float) -> TailPhase:
        keys, policy, assignment = reading.keys, reading.policy, reading.assignment
        if assignment.is_paused:
            return TailPhase.PAUSED
        if reading.gone and all(topic in reading.gone for topic, _ in keys):
            return TailPhase.DELETED
        if policy.is_done and all(map(policy.is_finished, reading.pending)):
            return TailPhase.ENDED
        hindrances, silent = reading.hindrances, self._connection.unreachable_brokers
        unled = {key for key in keys if hindrances.leads_nobody(key, silent)} if hindrances.has_any or silent else set()
        if reading.gone:
            unled |= {key for key in keys if key[0] in reading.gone}
        if keys and len(unled) == len(keys):
            return TailPhase.WAITING
        if policy.is_loading:
            return TailPhase.LOADING
        if assignment.at_end.issuperset(set(assignment.keys) - unled if unled else assignment.keys):
            self._followed_at = now
            if self._is_catching_up:
                self._end_catching_up(reading, now)
        # Each new record takes its partition off the end for a moment; that is no news.
        if now - self._followed_at < FOLLOWING_GRACE_SECONDS:
            return TailPhase.FOLLOWING
        self._is_catching_up = True
        return TailPhase.READING

    def _end_catching_up(self, reading: Reading, now: float) -> None:
        """From here on the rate tells what is written, no longer how fast what was there before is read."""
        self._is_catching_up = False
        self._rate.restart(now, reading.received_count)
        self._sampled_at = now
        self._statistics = replace(self._statistics, rate_per_second=0.0)

    def _sample(self, reading: Reading, now: float) -> None:
        self._sampled_at = now
        lag, rate = self._lag(reading), self._rate.measure(now, reading.received_count)
        self._statistics = TailStatistics(
            rate_per_second=rate,
            positions=dict(reading.assignment.positions),
            lag=lag,
            skipped_count=self._skipped_count,
            deleted_count=reading.deleted_count,
        )
        if lag is None or reading.policy.is_loading:
            return
        if lag <= rate * FOLLOWING_GRACE_SECONDS:
            self._followed_at = now  # under steady traffic not all partitions are at their end at one moment
        was_at_end = self._followed_at > float("-inf")
        if lag >= max(LIVE_LAG_COUNT, rate * LIVE_LAG_SECONDS) and self.stays_live and was_at_end:
            self._keep_up(reading)

    def _keep_up(self, reading: Reading) -> None:
        """Jump to the end: a live tail cannot follow it any more."""
        if not reading.assignment.is_paused:
            self._skipped_count += reading.assignment.jump_to_end(LIVE_KEEP_COUNT)

    def _lag(self, reading: Reading) -> int | None:
        """Distance to the high watermarks that came with the last fetches: costs no request."""
        lag, assignment = 0, reading.assignment
        for key in assignment.keys:
            if key in assignment.at_end or key[0] in reading.gone:
                continue
            end = max(assignment.end_of(key), reading.ends.get(key, -1))
            if end < 0:
                return None
            lag += max(0, end - assignment.positions[key])
        return lag

    def _resume(self, reading: Reading) -> None:
        self._followed_at = float("-inf")  # what was written during the pause is read, not jumped over
        reading.assignment.resume()

    def _reassign(self, reading: Reading, wanted: tuple[TopicPartition, ...]) -> None:
        if set(wanted) == set(reading.keys):
            return
        added = [key for key in wanted if key not in reading.keys]
        fresh = self._plan(added, TailStart.beginning())
        reading.set_partitions(wanted, fresh)
