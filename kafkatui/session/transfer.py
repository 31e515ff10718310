"""Reading records of one cluster and writing them to one, whole: what copy and redrive are made of."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct, field

from kafkatui.model.cluster import TopicPartition
from kafkatui.model.errors import UsageError
from kafkatui.model.outcome import Outcome
from kafkatui.model.record import OutgoingRecord, Record
from kafkatui.model.tail_range import TailRange
from kafkatui.session.adding import ENDED_THERE, add_all, portion_count
from kafkatui.session.tasks import TaskControl
from kafkatui.session.whole_reading import WholeReading, reading_whole

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

CHECKPOINT_SECONDS = 5.0
LONGEST_PAUSE_SECONDS = 3_600.0


class Pace(Struct, frozen=True):
    """How fast records are sent on.

    Attributes:
        rate: records a second at most; None for no bound.
        speed: times as fast as they were written, told by their timestamps; None: as fast as it goes.
    """

    rate: float | None = None
    speed: float | None = None


class Transfer(Struct, frozen=True):
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
    with reading_whole(source, wanted.topics, wanted.what, read_committed=wanted.read_committed) as reading:
        running = _Running(destination, wanted, control, reading)
        return add_all(running.producer, wanted.target, running.read_all, control, running.reach)


class _Running:
    """One transfer under way."""

    def __init__(
        self, destination: ActionContext, wanted: Transfer, control: TaskControl, reading: WholeReading
    ) -> None:
        self.producer = destination.bulk_producer(wanted.compression)
        self._wanted = wanted
        self._control = control
        self._reading = reading
        self._read = 0
        self._next = dict(wanted.starts)
        self._paced_from: tuple[float, int] | None = None

    def read_all(self) -> str:
        """Until the end; why not everything could be read, empty when it could."""
        portion, checked_at = portion_count(self._wanted.pace.rate), time.monotonic()
        for records in self._reading.batches():
            self._control.check()
            for first in range(0, len(records), portion):
                self._send(records[first : first + portion])
                self._control.progress(self._read, self._wanted.total, "records")
            if time.monotonic() - checked_at >= CHECKPOINT_SECONDS:
                self.producer.flush(self._control.check)
                self.reach()
                checked_at = time.monotonic()
            if self.producer.failed:
                return ENDED_THERE
        return self._reading.problem

    def reach(self) -> None:
        """Say up to where everything has arrived, when it has."""
        if not self.producer.failed and self.producer.delivered == self.producer.sent:
            self._wanted.on_checkpoint(dict(self._next))

    def _send(self, records: Sequence[Record]) -> None:
        make, speed = self._wanted.outgoing, self._wanted.pace.speed
        outgoing: list[OutgoingRecord] = []
        for record in records:
            made = make(record)
            if made is not None:
                if speed is not None:
                    self._wait_for(record, speed, outgoing)
                outgoing.append(made)
        self.producer.send(outgoing, self._control.check)
        # Only now: what is sent twice after a stop is better than what is left out.
        self._read += len(records)
        self._next |= {(topic, partition): offset + 1 for topic, partition, offset, *_ in records}

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
        self.producer.send(waiting, self._control.check)
        waiting.clear()
        self._control.wait(min(early, LONGEST_PAUSE_SECONDS))
