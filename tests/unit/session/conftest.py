"""A poller without clients, and what it told."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from kafkatui.session.poller import LANES, Poller
from tests.unit.session.polled import NO_CLIENTS, WAIT_SECONDS, Source, Updates


@pytest.fixture
def source() -> Source:
    return Source()


@pytest.fixture
def updates() -> Updates:
    return []


@pytest.fixture
def poller(updates: Updates) -> Iterator[Poller]:
    started = Poller(NO_CLIENTS, lambda feed, before, after: updates.append((feed, before, after)))
    started.start()
    yield started
    started.close()


@pytest.fixture
def gate(poller: Poller) -> Iterator[threading.Event]:
    """Until it is set every thread of the lane is busy, and what is read waits for its turn."""
    gate = threading.Event()
    waiting = threading.Semaphore(0)

    def wait() -> None:
        waiting.release()
        gate.wait(WAIT_SECONDS)

    for _ in range(LANES["kafka"]):
        poller._lanes["kafka"].submit(wait)
        assert waiting.acquire(timeout=WAIT_SECONDS)
    yield gate
    gate.set()
