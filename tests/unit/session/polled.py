"""A feed for the tests of the poller: it counts its reads, can be held up and can fail."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any, ClassVar, cast

from kafkatui.model.observed import Observed
from kafkatui.session.clients import Clients
from kafkatui.session.feeds import Feed

WAIT_SECONDS = 30.0
NO_CLIENTS = cast("Clients", None)


class Source:
    """Where the feed under test reads from: counts its reads, can be held up and can fail."""

    def __init__(self) -> None:
        self.read_count = 0
        self.running = self.most_running = 0
        self.failure: Exception | None = None
        self.part: int | None = None
        self.gate = threading.Event()
        self.gate.set()
        self.read_at: list[float] = []
        self._lock = threading.Lock()

    def read(self, publish: Callable[[int], None]) -> int:
        with self._lock:
            self.read_count += 1
            self.running += 1
            self.most_running = max(self.most_running, self.running)
            self.read_at.append(time.monotonic())
            number = self.read_count
        if self.part is not None:
            publish(self.part)
        self.gate.wait(WAIT_SECONDS)
        with self._lock:
            self.running -= 1
        if self.failure is not None:
            raise self.failure
        return number


class CountFeed(Feed[int], frozen=True):
    """How often it was read."""

    source: Source

    interval_seconds: ClassVar[float] = 0.02

    def read(self, clients: Clients, previous: Observed[int], publish: Callable[[int], None]) -> int:
        return self.source.read(publish)


class SlowFeed(CountFeed, frozen=True):
    """Due again only long after the test."""

    interval_seconds: ClassVar[float] = 3600.0


class MinuteFeed(CountFeed, frozen=True):
    """Due again after the test, and not too rarely to be read more often by who wants that."""

    interval_seconds: ClassVar[float] = 60.0


Updates = list[tuple[Feed[Any], Observed[Any], Observed[Any]]]


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.002)
