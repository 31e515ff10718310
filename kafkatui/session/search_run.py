"""A search that was begun on a page: what it looks for, what it has found, how far it is. Outlives its page."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kafkatui.insight.search.search import Search
from kafkatui.model.record import Record
from kafkatui.model.scan import ScanState

if TYPE_CHECKING:
    from kafkatui.session.tasks import Task


class SearchedEnough(Exception):
    """More cannot be kept."""


class Matches:
    """The records found, in the order of finding; each has a serial that counts from 0. One thread adds, any reads."""

    first_serial = 0
    evicted_count = 0

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._records: list[Record] = []
        self.size_bytes = 0
        """Of keys, values and headers of all of them."""

    def add(self, record: Record) -> None:
        """One more was found."""
        with self._lock:
            self._records.append(record)
            self.size_bytes += record.size_bytes

    def record_at(self, serial: int) -> Record | None:
        """The record with this serial; None when it has not been found yet."""
        with self._lock:
            return self._records[serial] if 0 <= serial < len(self._records) else None

    @property
    def next_serial(self) -> int:
        """The serial the next record will get."""
        return len(self._records)

    def __len__(self) -> int:
        return len(self._records)


@dataclass(slots=True)
class SearchRun:
    """A search under way, or ended.

    Attributes:
        name: of the place it was begun at: a topic, or several as they were written.
        topics: those that are looked through.
        latest_only: of each key in a partition only the newest record, if it is meant; found when all was looked at.
        state: how far it is; replaced as a whole.
        task: its work; None until it has been started.
    """

    name: str
    topics: tuple[str, ...]
    search: Search
    newest_first: bool
    read_committed: bool
    latest_only: bool = False
    matches: Matches = field(default_factory=Matches)
    state: ScanState = field(default_factory=ScanState)
    task: Task[ScanState] | None = None

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will be found."""
        return self.task is not None and self.task.state.has_ended

    @property
    def error(self) -> str:
        """Why it failed; empty when it did not."""
        return "" if self.task is None else self.task.state.error

    def cancel(self) -> None:
        """End it; what was found is kept."""
        if self.task is not None:
            self.task.cancel()
