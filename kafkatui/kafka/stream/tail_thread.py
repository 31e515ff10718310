"""What every tail has in common: a daemon thread, a state, figures, and waking who shows them."""

from __future__ import annotations

import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.stream.read_rate import ReadRate
from kafkatui.kafka.stream.reading import Sink
from kafkatui.kafka.stream.record_buffer import RecordBuffer
from kafkatui.model.cluster import TopicPartition
from kafkatui.model.replacing import replace
from kafkatui.model.tail import TailPhase, TailState, TailStatistics

WAKE_INTERVAL_SECONDS = 0.05
"""At most 20 wake-ups a second."""

STATISTICS_INTERVAL_SECONDS = 0.25

FOLLOWING_GRACE_SECONDS = 1.0
"""A tail that was at the end so lately, or is so little behind it, counts as following."""

_WAIT_SECONDS = 0.1


class TailThread(ABC):
    """Reads into a sink from one daemon thread, `_run`, which owns the Consumer.

    Args:
        name: the thread's.
        buffer: the ring that keeps the newest, for a screen.
        sink: where records go instead.
        on_wake: called from the thread when there is something new to show, at most every `WAKE_INTERVAL_SECONDS`. It
            must not block.
    """

    def __init__(
        self,
        name: str,
        connection: KafkaConnection,
        *,
        read_committed: bool,
        buffer: RecordBuffer | None,
        sink: Sink | None,
        on_wake: Callable[[], None],
    ) -> None:
        self.buffer = RecordBuffer() if buffer is None else buffer
        self.stays_live = False
        """Whether to leave records out rather than fall behind a producer faster than any reader, once the end was
        reached. For a screen, which shows the newest anyway; may be set from any thread."""
        self.starts: Mapping[TopicPartition, int] = {}
        """The offset that each partition is read from, once that is known; of those whose last N are read, none."""
        self.stops: Mapping[TopicPartition, int] = {}
        """The first offset that is not read, where there is one."""
        self._connection = connection
        self._read_committed = read_committed
        self._sink: Sink = self.buffer if sink is None else sink
        self._on_wake = on_wake
        self._stopping = threading.Event()
        self._state = TailState(TailPhase.STARTING)
        self._statistics = TailStatistics()
        self._rate = ReadRate()
        self._sampled_at = self._woken_at = 0.0
        self._followed_at = float("-inf")
        self._wake_due = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin; to be called once."""
        self._thread.start()

    def stop(self, timeout_seconds: float = 2.0) -> None:
        """End, waiting at most `timeout_seconds` for the Consumer to close."""
        self._stopping.set()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(timeout_seconds)

    @property
    def has_ended(self) -> bool:
        """Whether its thread has ended."""
        return not self._thread.is_alive()

    @property
    def state(self) -> TailState:
        """What it is doing and what hinders it."""
        return self._state

    @property
    def statistics(self) -> TailStatistics:
        """Figures, refreshed every `STATISTICS_INTERVAL_SECONDS`; what became of the records is of this moment."""
        counts = self._sink.counts()
        return replace(self._statistics, read_count=counts.read, kept_count=counts.kept, evicted_count=counts.evicted)

    @abstractmethod
    def _run(self) -> None:
        """All of it, in its thread."""

    def _wait_seconds(self) -> float:
        """How long to wait for a record: not beyond a wake-up that is due."""
        if not self._wake_due:
            return _WAIT_SECONDS
        return max(0.0, self._woken_at + WAKE_INTERVAL_SECONDS - time.monotonic())

    def _is_sample_due(self, now: float) -> bool:
        return now - self._sampled_at >= STATISTICS_INTERVAL_SECONDS

    def _wake_if_due(self, now: float) -> None:
        if self._wake_due and now - self._woken_at >= WAKE_INTERVAL_SECONDS:
            self._wake_due, self._woken_at = False, now
            self._on_wake()
