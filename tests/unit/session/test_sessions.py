"""Several clusters at once: opened once each, found by each other's actions, closed together within a bound."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from kafkatui.model.errors import ConfigError, NotFound
from kafkatui.model.known_cluster import KnownCluster
from kafkatui.model.profile import Profile
from kafkatui.model.task import TaskPhase
from kafkatui.session.sessions import Sessions
from kafkatui.session.tasks import TaskControl
from tests.tui.fake_session import FakeSession


class FakeProfiles:
    """Clusters a, b and c can be opened, broken cannot."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def known(self) -> tuple[KnownCluster, ...]:
        return tuple(KnownCluster(name) for name in ("a", "b", "c", "broken"))

    def profile(self, name: str) -> Profile:
        self.asked.append(name)
        if name == "broken":
            raise ConfigError("PASSWORD is not set.")
        return Profile(name, {"bootstrap.servers": f"{name}:1"})


LET_GO = threading.Event()
"""Nobody waits for a slow session's end any more."""


class SlowSession(FakeSession):
    """Takes as long to close as a test says."""

    closing_seconds = 0.0
    closed_with: float | None = None

    def close(self, timeout_seconds: float = 0.0) -> None:
        self.closed_with = timeout_seconds
        LET_GO.wait(self.closing_seconds)


def opened(*names: str, make: Callable[[Profile], FakeSession] = SlowSession) -> Sessions:
    sessions = Sessions(FakeProfiles(), make)
    for name in names:
        sessions.open(name)
    return sessions


def test_who_asks_twice_gets_the_same_also_at_the_same_time() -> None:
    made: list[str] = []
    gate = threading.Barrier(4, timeout=30)

    def make(profile: Profile) -> FakeSession:
        made.append(profile.name)
        return FakeSession(profile)

    sessions = opened(make=make)

    def open_a() -> object:
        gate.wait()
        return sessions.open("a")

    with ThreadPoolExecutor(4) as pool:
        found = {id(future.result()) for future in [pool.submit(open_a) for _ in range(4)]}
    assert len(found) == 1
    assert made == ["a"]


def test_a_broken_cluster_touches_no_other_and_is_told_until_it_opens() -> None:
    sessions = opened("a")
    with pytest.raises(ConfigError):
        sessions.open("broken")
    assert [session.profile.name for session in sessions.opened()] == ["a"]
    assert sessions.problem("broken") == "PASSWORD is not set."
    assert sessions.problem("a") == ""


def test_secrets_are_told_before_anything_is_opened_with_them() -> None:
    order: list[str] = []
    sessions = Sessions(FakeProfiles(), lambda profile: order.append("opened") or FakeSession(profile))  # type: ignore[func-returns-value]
    sessions.on_profile = lambda profile: order.append(f"told {profile.name}")
    sessions.open("b")
    assert order == ["told b", "opened"]


def test_an_action_finds_the_other_open_clusters() -> None:
    sessions = opened("a", "b")
    context = sessions.context("a")
    assert context.other("b") is sessions.context("b")
    with pytest.raises(NotFound):
        context.other("c")
    sessions.close("b")
    with pytest.raises(NotFound):
        context.other("b")


def test_closing_one_ends_what_others_do_with_it_and_nothing_else() -> None:
    sessions = opened("a", "b", "c")
    a = sessions.get("a")
    assert a is not None

    def work(control: TaskControl) -> None:
        while True:
            control.wait(0.01)

    copy = a.tasks.start("Copies orders to b", work, clusters=("b",))
    other = a.tasks.start("Counts", work)
    assert [state.title for state in sessions.tasks_using("b")] == ["Copies orders to b"]
    assert sessions.tasks_using("c") == []
    sessions.close("b")
    assert copy.wait(30)
    assert copy.state.phase is TaskPhase.CANCELLED
    assert not other.state.has_ended
    other.cancel()


def test_all_are_closed_side_by_side_within_the_bound() -> None:
    sessions = opened("a", "b", "c")
    fakes = sessions.opened()
    for each in fakes:
        assert isinstance(each, SlowSession)
        each.closing_seconds = 60.0
    LET_GO.clear()
    began = time.monotonic()
    sessions.close_all(0.3)
    took = time.monotonic() - began
    LET_GO.set()
    assert took < 20
    assert all(isinstance(each, SlowSession) and each.closed_with == 0.3 for each in fakes)


def test_one_that_is_opened_while_all_are_closed_is_closed_too() -> None:
    sessions = opened("a")
    sessions.close_all()
    with pytest.raises(NotFound):
        sessions.open("b")
    assert sessions.opened() == ()
