"""Reading topics live as a member of a consumer group, which deals the partitions out."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from confluent_kafka import Consumer, KafkaException

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.stream.consumer import is_dealt_out_at_once, open_member
from kafkatui.kafka.stream.group_commits import GroupCommits
from kafkatui.kafka.stream.group_reading import GroupReading
from kafkatui.kafka.stream.read_rate import ReadRate
from kafkatui.kafka.stream.reading import Sink
from kafkatui.kafka.stream.record_buffer import RecordBuffer
from kafkatui.kafka.stream.tail import FOLLOWING_GRACE_SECONDS, STATISTICS_INTERVAL_SECONDS, WAKE_INTERVAL_SECONDS
from kafkatui.kafka.stream.tail_state import silent_words
from kafkatui.model.cluster import TopicPartition
from kafkatui.model.errors import KafkatuiError
from kafkatui.model.membership import Membership, MemberState
from kafkatui.model.tail import TailPhase, TailState, TailStatistics

_WAIT_SECONDS = 0.1


class GroupTail:
    """Reads what a group gives this member into a sink, from one daemon thread that owns the Consumer.

    Args:
        membership: the group, the topics, and whether to commit.
        buffer: the ring that keeps the newest, for a screen; what is in it counts as handed on.
        sink: where records go instead; only what `hand_on` was told of is committed then.
        on_wake: called from the tail's thread when there is something new to show, at most every
            `WAKE_INTERVAL_SECONDS`. It must not block.

    The other methods may be called from any thread, return at once (`stop` excepted) and raise nothing; what goes wrong
    is in `state`.
    """

    def __init__(
        self,
        connection: KafkaConnection,
        membership: Membership,
        *,
        read_committed: bool = False,
        buffer: RecordBuffer | None = None,
        sink: Sink | None = None,
        on_wake: Callable[[], None] = lambda: None,
    ) -> None:
        self.buffer = RecordBuffer() if buffer is None else buffer
        self.stays_live = False
        """Without effect: a member reads every record, since what it left out would count as read."""
        self._connection = connection
        self._membership = membership
        self._read_committed = read_committed
        self._sink: Sink = self.buffer if sink is None else sink
        self._on_wake = on_wake
        self._stopping = threading.Event()
        self._commits = GroupCommits(membership.commits)
        self._reading = GroupReading(
            connection,
            self._sink,
            self._commits,
            is_handed_on_at_once=sink is None,
            is_leaving=self._stopping.is_set,
            keeps_positions=is_dealt_out_at_once(connection.profile, membership),
        )
        self._member = MemberState(membership)
        self._state = TailState(TailPhase.STARTING)
        self._statistics = TailStatistics()
        self._rate = ReadRate()
        self._is_paused = False
        self._sampled_at = self._woken_at = 0.0
        self._followed_at = float("-inf")
        self._wake_due = True
        self._thread = threading.Thread(target=self._run, name="group tail", daemon=True)

    def start(self) -> None:
        """Join; to be called once."""
        self._thread.start()

    def stop(self, timeout_seconds: float = 2.0) -> None:
        """Leave the group, waiting at most `timeout_seconds` for that."""
        self._stopping.set()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(timeout_seconds)

    @property
    def has_ended(self) -> bool:
        """Whether the group has been left."""
        return not self._thread.is_alive()

    def pause(self) -> None:
        """Stop fetching; it stays a member, and keeps its partitions."""
        self._is_paused = True

    def resume(self) -> None:
        """Go on where it was paused."""
        self._is_paused = False

    def set_partitions(self, partitions: Sequence[TopicPartition]) -> None:
        """The group deals the partitions out: nothing to do."""

    def hand_on(self, positions: Mapping[TopicPartition, int]) -> None:
        """Everything before these offsets has reached whom it is for, and may be committed."""
        self._commits.hand_on(positions)

    @property
    def member(self) -> MemberState | None:
        """How the membership stands."""
        return self._member

    @property
    def state(self) -> TailState:
        """What it is doing and what hinders it."""
        return self._state

    @property
    def statistics(self) -> TailStatistics:
        """Figures, refreshed every `STATISTICS_INTERVAL_SECONDS`; what became of the records is of this moment."""
        counts = self._sink.counts()
        return replace(self._statistics, read_count=counts.read, kept_count=counts.kept, evicted_count=counts.evicted)

    def _run(self) -> None:
        consumer: Consumer | None = None
        try:
            consumer = open_member(
                self._connection,
                self._membership,
                read_committed=self._read_committed,
                on_commit=self._commits.took,
            )
            self._reading.join(consumer, self._membership.subscription)
            while not self._stopping.is_set():
                self._step(consumer)
        except (KafkatuiError, KafkaException, RuntimeError, ValueError) as error:
            problem = self._connection.failure(error, f"read as a member of {self._membership.group}")
            self._state = TailState(TailPhase.FAILED, problem.what, problem.advice)
        finally:
            self._stopping.set()
            if consumer is not None:
                self._commits.commit_last(consumer, self._reading.assigned or ())  # while it closes it cannot commit
                consumer.close()
            self._member = MemberState(self._membership, None, self._commits.problem)
            if not self._state.phase.is_final:
                self._state = TailState(TailPhase.STOPPED)
            self._on_wake()

    def _step(self, consumer: Consumer) -> None:
        """One round: what came, what it means, who must know."""
        if self._reading.step(consumer, self._wait_seconds(), is_paused=self._is_paused):
            self._wake_due = True
        now = time.monotonic()
        member = MemberState(self._membership, self._reading.assigned, self._commits.problem)
        state = self._state_at(now)
        if (member, state) != (self._member, self._state):
            self._member, self._state, self._wake_due = member, state, True
        if now - self._sampled_at >= STATISTICS_INTERVAL_SECONDS:
            self._sampled_at = now
            self._statistics = TailStatistics(
                rate_per_second=self._rate.measure(now, self._reading.received_count),
                positions=dict(self._reading.positions),
                lag=self._reading.lag(consumer),
            )
        if self._wake_due and now - self._woken_at >= WAKE_INTERVAL_SECONDS:
            self._wake_due, self._woken_at = False, now
            self._on_wake()

    def _wait_seconds(self) -> float:
        """How long to wait for a record: not beyond a wake-up that is due."""
        if not self._wake_due:
            return _WAIT_SECONDS
        return max(0.0, self._woken_at + WAKE_INTERVAL_SECONDS - time.monotonic())

    def _state_at(self, now: float) -> TailState:
        words, advice = self._reading.problem
        if self._commits.problem:
            words, advice = f"could not commit: {self._commits.problem.rstrip('.')}", "It is tried again."
        if not words and (silent := self._connection.unreachable_brokers):
            words = silent_words(sorted(silent))
        return TailState(self._phase(now), words, advice)

    def _phase(self, now: float) -> TailPhase:
        assigned = self._reading.assigned
        if assigned is None:
            return TailPhase.JOINING
        if self._is_paused:
            return TailPhase.PAUSED
        if assigned <= self._reading.at_end:
            self._followed_at = now
        # Each new record takes its partition off the end for a moment; that is no news.
        return TailPhase.FOLLOWING if now - self._followed_at < FOLLOWING_GRACE_SECONDS else TailPhase.READING
