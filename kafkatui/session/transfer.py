"""Reading records of one cluster and writing them to one, whole: what copy and redrive are made of."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kafkatui.model.cluster import TopicPartition
from kafkatui.model.errors import UsageError
from kafkatui.model.outcome import Outcome
from kafkatui.model.record import OutgoingRecord, Record
from kafkatui.model.tail import TailPhase
from kafkatui.model.tail_range import TailRange
from kafkatui.session.bulk_outcome import STOP_SECONDS, outcome_of
from kafkatui.session.tasks import Cancelled, Left, TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext
    from kafkatui.session.tailing import RecordQueue, Tail

WAIT_SECONDS = 0.1
CHECKPOINT_SECONDS = 5.0
LONGEST_PAUSE_SECONDS = 3_600.0
PORTION_COUNT = 500
PORTIONS_A_SECOND = 20


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast records are sent on.

    Attributes:
        rate: records a second at most; None for no bound.
        speed: times as fast as they were written, told by their timestamps; None: as fast as it goes.
    """

    rate: float | None = None
    speed: float | None = None


@dataclass(frozen=True, slots=True)
class Transfer:
    """Records to be read, and what is sent for each.

    Attributes:
        outgoing: what is sent for a record; None for nothing.
        total: offsets that are read, for the progress; None when there is no end.
        starts: the first offset of each partition.
        target: what the outcome is called by.
        on_checkpoint: told now and then up to where everything has arrived: the next offset by partition.
    """

    topics: tuple[str, ...]
    what: TailRange
    outgoing: Callable[[Record], OutgoingRecord | None]
    target: str
    total: int | None = None
    starts: Mapping[TopicPartition, int] = field(default_factory=dict)
    read_committed: bool = True
    compression: str = "none"
    pace: Pace = field(default_factory=Pace)
    on_checkpoint: Callable[[Mapping[TopicPartition, int]], None] = lambda _: None


def parse_pace(text: str) -> float | None:
    """`original`, or `x10` for ten times as fast; None of an empty text.

    Raises:
        UsageError: it is neither.
    """
    if not text:
        return None
    number = "1" if text == "original" else text.removeprefix("x")
    try:
        speed = float(number)
    except ValueError:
        speed = 0.0
    if not 0 < speed < 1e6 or (text != "original" and not text.startswith("x")):
        raise UsageError(f"“{text}” is no pace.", "It reads original, or x10 for ten times as fast.")
    return speed


def transfer(source: ActionContext, destination: ActionContext, wanted: Transfer, control: TaskControl) -> Outcome:
    """Read and send until the end, or until it is stopped; what was handed over by then is still delivered.

    Raises:
        KafkatuiError: nothing could be read or sent at all.
        Left: the session closes.
    """
    control.limit_rate(wanted.pace.rate)
    tail, queue = source.open_tail(wanted.topics, wanted.what, read_committed=wanted.read_committed)
    try:
        return _Running(destination, wanted, control, tail, queue).run()
    finally:
        queue.close()
        tail.stop(timeout_seconds=0.5)


class _Running:
    """One transfer under way."""

    def __init__(
        self, destination: ActionContext, wanted: Transfer, control: TaskControl, tail: Tail, queue: RecordQueue
    ) -> None:
        self._wanted = wanted
        self._control = control
        self._tail = tail
        self._queue = queue
        self._producer = destination.bulk_producer(wanted.compression)
        self._read = 0
        self._next = dict(wanted.starts)
        self._checked_at = time.monotonic()
        self._paced_from: tuple[float, int] | None = None

    def run(self) -> Outcome:
        problem, was_stopped = "", False
        try:
            problem = self._read_all()
            self._settle()
        except Left:
            self._producer.give_up()
            raise
        except Cancelled:
            was_stopped = True
            self._producer.flush_for(STOP_SECONDS)
            self._reach()
        return outcome_of(self._wanted.target, self._producer, was_stopped=was_stopped, problem=problem)

    def _read_all(self) -> str:
        """Until the end; why not everything could be read, empty when it could."""
        while True:
            state = self._tail.state
            batches = self._queue.take(0.0 if state.phase.is_final else WAIT_SECONDS)
            for batch in batches:
                self._pass_on(batch.records())
            self._control.check()
            if not batches and (state.phase.is_final or state.phase is TailPhase.DELETED):
                return self._problem()
            if time.monotonic() - self._checked_at >= CHECKPOINT_SECONDS:
                self._settle()
            if self._producer.failed:
                return "It was ended there."

    def _settle(self) -> None:
        """Wait until everything has arrived, and say up to where that is."""
        self._producer.flush(self._control.check)
        self._checked_at = time.monotonic()
        self._reach()

    def _reach(self) -> None:
        if not self._producer.failed and self._producer.delivered == self._producer.sent:
            self._wanted.on_checkpoint(dict(self._next))

    def _problem(self) -> str:
        state = self._tail.state
        if state.phase is TailPhase.DELETED:
            return "The topic that was read was deleted."
        deleted = self._tail.statistics.deleted_count
        words = f"{state.error[:1].upper()}{state.error[1:]}. {state.advice}".strip() if state.error else ""
        return f"{words} {deleted:,} records were deleted before they were read.".strip() if deleted else words

    def _pass_on(self, records: Sequence[Record]) -> None:
        for first in range(0, len(records), self._portion):
            self._send(records[first : first + self._portion])
            self._control.progress(self._read, self._wanted.total, "records")

    @property
    def _portion(self) -> int:
        """How many are handed over at once; where a rate is held, few, so that they flow."""
        rate = self._wanted.pace.rate
        return PORTION_COUNT if rate is None else max(1, min(PORTION_COUNT, round(rate / PORTIONS_A_SECOND)))

    def _send(self, records: Sequence[Record]) -> None:
        make, speed = self._wanted.outgoing, self._wanted.pace.speed
        outgoing: list[OutgoingRecord] = []
        for record in records:
            if record.note:
                continue
            made = make(record)
            if made is not None:
                if speed is not None:
                    self._wait_for(record, speed, outgoing)
                outgoing.append(made)
        self._producer.send(outgoing, self._control.check)
        # Only now: what is sent twice after a stop is better than what is left out.
        real = [record for record in records if not record.note]
        self._read += len(real)
        self._next.update(((record.topic, record.partition), record.offset + 1) for record in real)

    def _wait_for(self, record: Record, speed: float, waiting: list[OutgoingRecord]) -> None:
        """Until it is its turn, by its timestamp; what waits before it is sent first."""
        if record.timestamp_ms is None:
            return
        if self._paced_from is None:
            self._paced_from = (time.monotonic(), record.timestamp_ms)
        began, first_ms = self._paced_from
        early = (record.timestamp_ms - first_ms) / 1000 / speed - (time.monotonic() - began)
        if early <= 0:
            return
        self._producer.send(waiting, self._control.check)
        waiting.clear()
        self._control.wait(min(early, LONGEST_PAUSE_SECONDS))
