"""What every place that a log is kept in can do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from threading import Event
from typing import Protocol

from kafkatui.model.server_log import LogWanted, RawLine

Batch = Sequence[RawLine]
"""Lines that came together; an empty one says that all there was by now has been given."""


class LogReader(Protocol):
    """One server's log. Read by one thread; `close` may come from another."""

    @property
    def where(self) -> str:
        """Where it is kept: a path, or a container's name."""

    def batches(self, wanted: LogWanted, stopped: Event) -> Iterator[Batch]:
        """What is wanted of it, until that is all, or `stopped` is set.

        Raises:
            KafkatuiError: it is not there, or may not be read.
        """

    def close(self) -> None:
        """End a read that waits."""
