"""What a connection costs the cluster: requests and bytes, counted at the adapters' edge."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping

from msgspec import Struct


class MeterSnapshot(Struct, frozen=True):
    """The counts at one moment.

    Attributes:
        calls: calls made by the adapters, by operation ("metadata", "list offsets").
        requests: protocol requests librdkafka sent for all of its clients, its own housekeeping included.
        sent_bytes, received_bytes: on the wire. These three lag by `STATISTICS_INTERVAL_MS`.
    """

    calls: Mapping[str, int]
    requests: int
    sent_bytes: int
    received_bytes: int


class Meter:
    """Counts calls as the adapters make them and bytes as librdkafka's statistics tell them. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._calls: Counter[str] = Counter()
        self._wire: dict[str, tuple[int, int, int]] = {}

    def count(self, operation: str, calls: int = 1) -> None:
        """Count `calls` calls of `operation`."""
        with self._lock:
            self._calls[operation] += calls

    def set_wire_totals(self, client: str, requests: int, sent_bytes: int, received_bytes: int) -> None:
        """Take the running totals of one client (its librdkafka instance name) as they are now."""
        with self._lock:
            self._wire[client] = (requests, sent_bytes, received_bytes)

    def snapshot(self) -> MeterSnapshot:
        """The counts now."""
        with self._lock:
            requests, sent, received = (sum(column) for column in zip((0, 0, 0), *self._wire.values(), strict=True))
            return MeterSnapshot(dict(self._calls), requests, sent, received)
