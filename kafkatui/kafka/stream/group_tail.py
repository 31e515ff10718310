"""Reading topics live as a member of a consumer group, which deals the partitions out."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence

from confluent_kafka import Consumer, KafkaException

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.stream.consumer import is_dealt_out_at_once, open_member
from kafkatui.kafka.stream.group_commits import GroupCommits
from kafkatui.kafka.stream.group_reading import GroupReading
from kafkatui.kafka.stream.reading import Sink
from kafkatui.kafka.stream.record_buffer import RecordBuffer
from kafkatui.kafka.stream.tail_state import silent_words
from kafkatui.kafka.stream.tail_thread import FOLLOWING_GRACE_SECONDS, TailThread
from kafkatui.model.cluster import TopicPartition
from kafkatui.model.errors import KafkatuiError
from kafkatui.model.membership import Membership, MemberState
from kafkatui.model.tail import TailPhase, TailState, TailStatistics


class GroupTail(TailThread):
    """Reads what a group gives this member into a sink; `start` joins it, `stop` leaves it.

    Args:
        membership: the group, the topics, and whether to commit.
        buffer: the ring that keeps the newest, for a screen; what is in it counts as handed on.
        sink: where records go instead; only what `hand_on` was told of is committed then.
        on_wake: as every tail has it.

    `stays_live` is without effect: a member reads every record, since what it left out would count as read.

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
        super().__init__(
            "group tail", connection, read_committed=read_committed, buffer=buffer, sink=sink, on_wake=on_wake
        )
        self._membership = membership
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
        self._is_paused = False
        self._wake_due = True

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
        if self._is_sample_due(now):
            self._sampled_at = now
            self._statistics = TailStatistics(
                rate_per_second=self._rate.measure(now, self._reading.received_count),
                positions=dict(self._reading.positions),
                lag=self._reading.lag(consumer),
            )
        self._wake_if_due(now)

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
