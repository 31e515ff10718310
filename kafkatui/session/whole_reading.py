"""Records of topics read to an end without losing one: what copy sends on, and what a redrive counts first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kafkatui.model.record import Record
from kafkatui.model.tail import TailPhase
from kafkatui.model.tail_range import TailRange

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext
    from kafkatui.session.tailing import RecordQueue, Tail

WAIT_SECONDS = 0.1


class WholeReading:
    """A tail whose records all reach their reader; made by `reading_whole`."""

    def __init__(self, tail: Tail, queue: RecordQueue) -> None:
        self._tail = tail
        self._queue = queue

    def batches(self) -> Iterator[list[Record]]:
        """Records as they come, until the end; an empty list where none came for a moment."""
        while True:
            state = self._tail.state  # before what it read is taken: a final one has put everything
            taken = self._queue.take(0.0 if state.phase.is_final else WAIT_SECONDS)
            for batch in taken:
                yield [record for record in batch.records() if not record.note]
            if not taken and (state.phase.is_final or state.phase is TailPhase.DELETED):
                return
            if not taken:
                yield []

    @property
    def problem(self) -> str:
        """After the end: why not everything was read, empty when it was."""
        state = self._tail.state
        if state.phase is TailPhase.DELETED:
            return "The topic that was read was deleted."
        deleted = self._tail.statistics.deleted_count
        # What hinders partitions begins with their names, which are not to be changed.
        error = (
            f"Not everything was read: {state.error}" if state.problems else state.error[:1].upper() + state.error[1:]
        )
        words = f"{error}. {state.advice}".strip() if error else ""
        return f"{words} {deleted:,} records were deleted before they were read.".strip() if deleted else words


@contextmanager
def reading_whole(
    context: ActionContext, topics: tuple[str, ...], what: TailRange, *, read_committed: bool
) -> Iterator[WholeReading]:
    """Read topics; reading waits for who takes the batches.

    Raises:
        KafkatuiError: the topics are not known.
    """
    tail, queue = context.open_tail(topics, what, read_committed=read_committed)
    try:
        yield WholeReading(tail, queue)
    finally:
        queue.close()
        tail.stop(timeout_seconds=0.5)
