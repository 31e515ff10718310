"""Tails as the screens and verbs know them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kafkatui.model.errors import NotFound
from kafkatui.model.tail_start import TailStart

if TYPE_CHECKING:
    from kafkatui.kafka.stream.record_buffer import RecordBuffer
    from kafkatui.kafka.stream.tail import Tail
    from kafkatui.session.clients import Clients

__all__ = ["BufferLimits", "RecordBuffer", "Tail", "open_tail"]

DEFAULT_MAX_COUNT = 100_000
DEFAULT_MAX_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class BufferLimits:
    """How much of a tail is kept: records, and bytes of keys and values."""

    max_count: int = DEFAULT_MAX_COUNT
    max_bytes: int = DEFAULT_MAX_BYTES


def open_tail(
    clients: Clients,
    topics: tuple[str, ...],
    start: TailStart,
    *,
    read_committed: bool,
    on_wake: Callable[[], None],
    limits: BufferLimits,
) -> Tail:
    """Start reading every partition of `topics`.

    Raises:
        NotFound: one of the topics is not there; it is never asked for by name, which could create it.
    """
    from kafkatui.kafka.stream.record_buffer import RecordBuffer
    from kafkatui.kafka.stream.tail import Tail

    metadata = clients.metadata()
    missing = [name for name in topics if name not in metadata.topics]
    if missing:
        raise NotFound(f"There is no topic {', '.join(missing)}.", "Looking for it does not create it.")
    partitions = [(name, partition.id) for name in topics for partition in metadata.topics[name].partitions]
    buffer = RecordBuffer(limits.max_count, limits.max_bytes)
    tail = Tail(clients.kafka, partitions, start, read_committed=read_committed, buffer=buffer, on_wake=on_wake)
    tail.start()
    return tail
