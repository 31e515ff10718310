"""Carries a plan of moves out: some at a time, watched to their end, called off, and gone on with after a restart."""

from __future__ import annotations

import os
import socket
import time
from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from kafkatui.model.cluster import ClusterMetadata, Partition, TopicPartition, partition_text
from kafkatui.model.errors import ConnectError, KafkatuiError
from kafkatui.model.outcome import OutcomeState, TargetOutcome
from kafkatui.model.partition_move import PartitionMove
from kafkatui.model.throttle import Throttle
from kafkatui.session.election import elect
from kafkatui.session.feeds import MetadataFeed, ReassignmentsFeed
from kafkatui.session.move_ways import MoveWay, way_of
from kafkatui.session.tasks import Cancelled, Left, TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

MOVES_A_BROKER = 10
"""So many partitions come to or leave a broker at once."""

ORDERS_AT_ONCE = 500
"""So many partitions that only change their order: they are done at once."""

LOOK_SECONDS = 0.5

SETTLE_SECONDS = 10.0
"""So long brokers may take to tell what the controller has done."""

TRY_AGAIN_SECONDS = 2.0

CALLED_OFF_SECONDS = 5.0
"""So long what was called off may take to be gone."""


class Moves(Struct, frozen=True):
    """What is to be done.

    Attributes:
        throttle: set before and taken away after; None: none.
        by_znode: whether the controller is asked through ZooKeeper, as below Kafka 2.4.
    """

    moves: tuple[PartitionMove, ...]
    throttle: Throttle | None = None
    by_znode: bool = False

    def as_json(self) -> dict[str, Any]:
        """As the journal keeps it until all is in order; with who is at it."""
        return {
            "moves": [[move.topic, move.partition, list(move.before), list(move.after)] for move in self.moves],
            "throttle": None if self.throttle is None else self.throttle.as_json(),
            "by_znode": self.by_znode,
            "host": socket.gethostname(),
            "pid": os.getpid(),
        }

    @classmethod
    def of_json(cls, value: Mapping[str, Any]) -> Moves:
        """What `as_json` gave."""
        moves = tuple(
            PartitionMove(topic, partition, tuple(before), tuple(after))
            for topic, partition, before, after in value["moves"]
        )
        throttle = None if value["throttle"] is None else Throttle.of_json(value["throttle"])
        return cls(moves, throttle, value["by_znode"])


def is_somebody_elses(cleanup: Mapping[str, Any]) -> bool:
    """Whether another kafkatui on this machine is still at it; of other machines nobody knows."""
    pid = int(cleanup["pid"])
    is_here = cleanup["host"] == socket.gethostname()
    return is_here and pid != os.getpid() and Path(f"/proc/{pid}").exists()


class Moving:
    """One plan under way. Used by the thread of its task alone.

    Args:
        plan: what is to be done.

    Attributes:
        outcomes: of what has ended, by partition.
        is_tidy: whether nothing is left to be put in order.
    """

    def __init__(self, context: ActionContext, plan: Moves, control: TaskControl) -> None:
        self._context = context
        self._control = control
        self._plan = plan
        self._way: MoveWay = way_of(context, by_znode=plan.by_znode)
        self._waiting: deque[PartitionMove] = deque()
        self._running: dict[TopicPartition, PartitionMove] = {}
        self._ended_seconds: dict[TopicPartition, float] = {}
        self.outcomes: dict[TopicPartition, TargetOutcome] = {}
        self.is_tidy = plan.throttle is None

    def run(self) -> None:
        """Do it all. Cancelling calls off what is under way; leaving lets the cluster go on.

        Raises:
            Left: the session closes.
            KafkatuiError: nothing was done.
        """
        self._waiting.extend(self._as_planned())
        self._throttle()
        self._go()

    def _throttle(self, *, is_again: bool = False) -> None:
        """Set the throttle before anything begins; nothing does where it cannot be set.

        Args:
            is_again: it may be set already, or be another one by now: then it is left as it is.
        """
        throttle = self._plan.throttle
        if throttle is None or not self._waiting:
            return
        from kafkatui.kafka.write.throttles import read_throttles, set_throttle

        kafka = self._context.writable_kafka()
        self._control.say("setting the throttle")
        try:
            if not (is_again and any(read_throttles(kafka, throttle.brokers, throttle.topics))):
                set_throttle(kafka, throttle)
        except KafkatuiError as error:  # some of it may be set: it is taken away in the end
            for move in self._waiting:
                self._end(move, OutcomeState.FAILED, str(error))
            self._waiting.clear()

    def go_on(self, *, with_the_rest: bool) -> None:
        """After a restart: wait for what moves, and begin what had not begun where that is wanted.

        Raises:
            Left: the session closes.
        """
        moving = self._patiently_moving()
        parts = _parts_of(self._context.metadata())
        for move in self._plan.moves:
            now = parts.get(move.key)
            if move.key in moving:
                self._running[move.key] = move
            elif now is not None and now.replicas == move.after:
                self._end(move, OutcomeState.DONE)
            elif with_the_rest and now is not None and now.replicas == move.before:
                self._waiting.append(move)
        self._throttle(is_again=True)
        self._go()

    def _as_planned(self) -> Iterable[PartitionMove]:
        """The moves whose partitions are as they were planned for; the others are conflicts."""
        parts = _parts_of(self._context.metadata())
        moving = self._way.moving()
        for move in self._plan.moves:
            now = parts.get(move.key)
            if now is None:
                self._end(move, OutcomeState.CONFLICT, "it is gone")
            elif now.replicas != move.before:
                words = ",".join(map(str, now.replicas))
                self._end(move, OutcomeState.CONFLICT, f"it was on {_ids(move.before)} and is on {words} now")
            elif move.key in moving:
                self._end(move, OutcomeState.CONFLICT, "somebody is moving it")
            else:
                yield move

    def _go(self) -> None:
        try:
            while self._waiting or self._running:
                self._step()
            self._elect()
        except Left:
            raise
        except Cancelled:
            self._call_off()
        except KafkatuiError as error:
            for move in list(self._running.values()):
                self._end(move, OutcomeState.UNKNOWN, f"it may go on: {error}")
            self._give_up(f"not begun: {error}")
        self._context.refresh(MetadataFeed())
        self._context.refresh(ReassignmentsFeed())
        self._untie()

    # One look

    def _step(self) -> None:
        total = len(self._plan.moves)
        self._control.progress(len(self.outcomes), total, "partitions", self._line())
        moving = self._patiently_moving()
        self._see_ended(moving)
        if some := self._next(moving):
            for outcome, move in zip(self._way.begin(some), some, strict=True):
                if outcome.is_done:
                    self._running[move.key] = move
                else:
                    self.outcomes[move.key] = outcome
        self._control.progress(len(self.outcomes), total, "partitions", self._line())
        if self._running:
            self._control.wait(LOOK_SECONDS)

    def _patiently_moving(self) -> frozenset[TopicPartition]:
        """What moves now; who cannot be reached is asked again: the cluster goes on meanwhile."""
        while True:
            try:
                return self._way.moving()
            except ConnectError as error:
                self._control.say(f"asking again: {error.what}")
                self._control.wait(TRY_AGAIN_SECONDS)

    def _see_ended(self, moving: frozenset[TopicPartition]) -> None:
        """What moves no longer has arrived, as soon as the brokers say so; or it never does."""
        ended = [move for key, move in self._running.items() if key not in moving]
        if not ended:
            return
        try:
            parts = _parts_of(self._context.metadata())
        except ConnectError:
            return
        for move in ended:
            since = self._ended_seconds.setdefault(move.key, time.monotonic())
            now = parts.get(move.key)
            if now is not None and now.replicas == move.after:
                self._end(move, OutcomeState.DONE)
            elif now is None:
                self._end(move, OutcomeState.FAILED, "it was deleted")
            elif time.monotonic() - since > SETTLE_SECONDS:
                self._end(move, OutcomeState.FAILED, f"it stopped at {_ids(now.replicas)}: somebody called it off")

    def _next(self, moving: frozenset[TopicPartition]) -> list[PartitionMove]:
        """What may begin now: a broker has at most `MOVES_A_BROKER` partitions on the move."""
        if not self._way.takes_more(moving):
            return []
        busy = Counter(broker for move in self._running.values() for broker in _busy(move))
        some: list[PartitionMove] = []
        kept: deque[PartitionMove] = deque()
        orders = sum(not _busy(move) for move in self._running.values())
        while self._waiting:
            move = self._waiting.popleft()
            brokers = _busy(move)
            is_free = all(busy[broker] < MOVES_A_BROKER for broker in brokers)
            if (brokers and is_free) or (not brokers and orders < ORDERS_AT_ONCE):
                busy.update(brokers)
                orders += not brokers
                some.append(move)
            else:
                kept.append(move)
        self._waiting = kept
        return some

    def _line(self) -> str:
        running = [partition_text(key) for key in self._running]
        more = f" and {len(running) - 3} more" if len(running) > 3 else ""
        waiting = f", {len(self._waiting):,} wait" if self._waiting else ""
        return f"moving {', '.join(running[:3])}{more}{waiting}" if running else f"{len(self._waiting):,} wait"

    # The end

    def _elect(self) -> None:
        """The preferred leaders of what was moved lead, so that the plan is as it was shown."""
        done = [move for move in self._plan.moves if self._is_done(move) and move.after[0] != move.before[0]]
        parts = _parts_of(self._context.metadata())
        wanted = [move.key for move in done if move.key in parts and not parts[move.key].has_preferred_leader]
        if not wanted:
            return
        self._control.say(f"electing {len(wanted):,} leaders")
        for key, outcome in zip(
            wanted, elect(self._context, wanted, self._control, by_znode=self._plan.by_znode), strict=True
        ):
            if not outcome.is_done:
                note = f"moved; its leader was not elected: {outcome.reason}"
                self.outcomes[key] = TargetOutcome(outcome.target, OutcomeState.DONE, note)

    def _is_done(self, move: PartitionMove) -> bool:
        outcome = self.outcomes.get(move.key)
        return outcome is not None and outcome.is_done

    def _call_off(self) -> None:
        """What moves goes back, what had not begun does not begin."""
        if why_not := self._way.why_not_cancel:
            for move in list(self._running.values()):
                self._end(move, OutcomeState.UNKNOWN, f"it goes on: {why_not}")
        elif self._running:
            moves = list(self._running.values())
            try:
                outcomes = self._way.call_off(moves)
            except KafkatuiError as error:
                for move in moves:
                    self._end(move, OutcomeState.UNKNOWN, f"it may go on: {error}")
            else:
                for move, outcome in zip(moves, outcomes, strict=True):
                    self._end_called_off(move, outcome)
        self._give_up("Cancelled before it began.")

    def _end_called_off(self, move: PartitionMove, outcome: TargetOutcome) -> None:
        if outcome.is_done:
            self._end(move, OutcomeState.SKIPPED, f"called off: it stays on {_ids(move.before)}")
        else:  # it was there by then, or nobody knows
            self._end(move, OutcomeState.UNKNOWN, f"not called off: {outcome.reason}")

    def _give_up(self, why: str) -> None:
        for move in self._waiting:
            self._end(move, OutcomeState.SKIPPED, why)
        self._waiting.clear()

    def _untie(self) -> None:
        """Take the throttle away once nothing moves any more, whoever moves it."""
        throttle = self._plan.throttle
        if throttle is None:
            return
        from kafkatui.kafka.write.throttles import take_throttle_away

        try:
            self._wait_for_rest()
            self.is_tidy = not take_throttle_away(self._context.writable_kafka(), throttle)
        except (Cancelled, KafkatuiError):  # the journal keeps it until it is away
            return

    def _wait_for_rest(self) -> None:
        """Until nothing moves in the cluster. Once cancelled it is not waited for long: Cancelled then."""
        called_off_seconds = time.monotonic()
        while self._way.moving():
            if not self._control.is_cancelled:
                self._control.say("the throttle stays until nothing moves any more")
                self._control.wait(TRY_AGAIN_SECONDS)
                called_off_seconds = time.monotonic()
            elif time.monotonic() - called_off_seconds > CALLED_OFF_SECONDS:
                raise Cancelled
            else:
                time.sleep(LOOK_SECONDS)

    def _end(self, move: PartitionMove, state: OutcomeState, why: str = "") -> None:
        self._running.pop(move.key, None)
        self.outcomes[move.key] = TargetOutcome(partition_text(move.key), state, why)

    def ordered(self) -> tuple[TargetOutcome, ...]:
        """The outcomes in the order of the plan."""
        return tuple(self.outcomes[move.key] for move in self._plan.moves if move.key in self.outcomes)


def _busy(move: PartitionMove) -> Sequence[int]:
    """Brokers that are at work with it; none where only the order changes."""
    return (*move.adding, *move.removing)


def _parts_of(metadata: ClusterMetadata) -> dict[TopicPartition, Partition]:
    return {(name, part.id): part for name, topic in metadata.topics.items() for part in topic.partitions}


def _ids(brokers: Sequence[int]) -> str:
    return ",".join(map(str, brokers))
