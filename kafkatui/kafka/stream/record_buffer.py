"""The newest records of a tail, as raw messages, bounded by count and by bytes."""

from __future__ import annotations

import threading
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from msgspec import Struct

from kafkatui.kafka.stream.records import Entry, entries_size_bytes, is_note, record_of
from kafkatui.model.record import Record

DEFAULT_MAX_COUNT = 100_000
DEFAULT_MAX_BYTES = 64 * 1024 * 1024
CHUNK_COUNT = 1_000
"""Records that are added and evicted together; a bound is kept to the record by count, to the chunk by bytes."""

CHUNKS_AT_LEAST = 16
"""Into how many chunks `max_bytes` is divided, so that not too much falls out at once."""


class BufferCounts(Struct, frozen=True):
    """What became of the records that were read, at one moment: read = kept + evicted."""

    read: int
    kept: int
    evicted: int


@dataclass(slots=True)
class _Chunk:
    """Consecutive records; `first` is the serial of the first."""

    first: int
    entries: list[Entry]
    size_bytes: int


class RecordBuffer:
    """A ring of the newest records, each with a serial that counts from 0 and is never used again. Thread-safe.

    One thread adds, any thread reads. Adding costs a batch one short lock and no Python per record; a `Record` is built
    when somebody looks at it.
    """

    def __init__(self, max_count: int = DEFAULT_MAX_COUNT, max_bytes: int = DEFAULT_MAX_BYTES) -> None:
        self.max_count = max_count
        self.max_bytes = max_bytes
        self._lock = threading.Lock()
        self._chunks: list[_Chunk] = []
        self._firsts: list[int] = []
        self._next_serial = 0
        self._size_bytes = 0
        self._notes: list[int] = []

    def extend(self, entries: Sequence[Entry]) -> None:
        """Add what was read, oldest first; what no longer fits falls out at the other end."""
        if not entries:
            return
        size = entries_size_bytes(entries)
        if len(entries) > 1 and not self._fits(len(entries), size):
            middle = len(entries) // 2
            self.extend(entries[:middle])
            self.extend(entries[middle:])
            return
        with self._lock:
            self._append(entries, size)
            evicted = self._evict()
        del evicted  # freeing a chunk takes a while; readers need not wait for it

    def clear(self) -> None:
        """Forget all records; serials go on."""
        with self._lock:
            forgotten, self._chunks, self._firsts, self._size_bytes = self._chunks, [], [], 0
        del forgotten

    def record_at(self, serial: int) -> Record | None:
        """The record with this serial; None when it has fallen out or has not been read yet."""
        with self._lock:
            if not self._first() <= serial < self._next_serial:
                return None
            chunk = self._chunks[bisect_right(self._firsts, serial) - 1]
            entry = chunk.entries[serial - chunk.first]
        return record_of(entry)

    def counts(self) -> BufferCounts:
        """How many records were read, are kept and have fallen out; dividers are none."""
        with self._lock:
            first = self._first()
            kept_notes = len(self._notes) - bisect_left(self._notes, first)
            read = self._next_serial - len(self._notes)
            kept = self._next_serial - first - kept_notes
            return BufferCounts(read, kept, read - kept)

    @property
    def first_serial(self) -> int:
        """The serial of the oldest record kept; equal to `next_serial` when there is none."""
        with self._lock:
            return self._first()

    @property
    def next_serial(self) -> int:
        """The serial the next record will get."""
        return self._next_serial

    @property
    def read_count(self) -> int:
        """All records ever added."""
        return self._next_serial

    @property
    def evicted_count(self) -> int:
        """Records that are no longer kept."""
        return self.first_serial

    @property
    def size_bytes(self) -> int:
        """Keys, values and `records.OVERHEAD_BYTES` a record of what is kept."""
        return self._size_bytes

    def __len__(self) -> int:
        with self._lock:
            return self._next_serial - self._first()

    def _first(self) -> int:
        if not self._chunks:
            return self._next_serial
        return max(self._chunks[0].first, self._next_serial - self.max_count)

    def _fits(self, count: int, size: int) -> bool:
        """So much may be one chunk."""
        return count <= CHUNK_COUNT and size <= self.max_bytes // CHUNKS_AT_LEAST

    def _append(self, entries: Sequence[Entry], size: int) -> None:
        last = self._chunks[-1] if self._chunks else None
        if last is not None and self._fits(len(last.entries) + len(entries), last.size_bytes + size):
            last.entries.extend(entries)
            last.size_bytes += size
        else:
            self._chunks.append(_Chunk(self._next_serial, list(entries), size))
            self._firsts.append(self._next_serial)
        if len(entries) == 1 and is_note(entries[0]):  # a divider comes alone
            self._notes.append(self._next_serial)
        self._next_serial += len(entries)
        self._size_bytes += size

    def _evict(self) -> list[_Chunk]:
        """Take out the chunks that are too old; the newest always stays."""
        oldest_wanted = self._next_serial - self.max_count
        size, gone = self._size_bytes, 0
        for chunk in self._chunks[:-1]:
            if size <= self.max_bytes and chunk.first + len(chunk.entries) > oldest_wanted:
                break
            size -= chunk.size_bytes
            gone += 1
        if gone == 0:
            return []
        evicted = self._chunks[:gone]
        del self._chunks[:gone], self._firsts[:gone]
        self._size_bytes = size
        return evicted
