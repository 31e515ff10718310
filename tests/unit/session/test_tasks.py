"""Tasks: what they say of themselves, and that every way to end them ends them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from kafkatui.model.errors import NotFound, RequestFailed
from kafkatui.model.task import Progress, TaskPhase
from kafkatui.session.tasks import Cancelled, Task, TaskControl, Tasks


def until(condition: Callable[[], bool], timeout_seconds: float = 30.0) -> None:
    deadline = time.monotonic() + timeout_seconds
    waiting = threading.Event()
    while not condition():
        assert time.monotonic() < deadline, "it did not come to that"
        waiting.wait(0.002)


@pytest.fixture
def told() -> list[Task[Any]]:
    return []


@pytest.fixture
def tasks(told: list[Task[Any]]) -> Tasks:
    return Tasks("local", told.append)


def test_a_result_is_kept_and_told(tasks: Tasks, told: list[Task[Any]]) -> None:
    ended: list[int] = []
    task = tasks.start("Count", lambda control: 42, on_end=lambda each: ended.append(each.result()))
    assert task.wait(30)
    until(lambda: bool(told) and told[-1].state.has_ended)
    assert ended == [42]
    assert task.state.phase is TaskPhase.DONE
    assert task.state.result == 42
    assert task.state.ended_seconds is not None
    assert tasks.all() == (task,)
    assert tasks.running() == ()


@pytest.mark.parametrize(
    ("raised", "words"),
    [(NotFound("No topic x.", "Look again."), "No topic x. Look again."), (ValueError("odd"), "odd")],
)
def test_a_failure_has_words(tasks: Tasks, raised: Exception, words: str) -> None:
    def work(control: TaskControl) -> None:
        raise raised

    task = tasks.start("Fail", work)
    assert task.wait(30)
    assert task.state.phase is TaskPhase.FAILED
    assert words in task.state.error
    with pytest.raises((NotFound, RequestFailed)):
        task.result()


def test_cancelling_lets_the_work_clean_up(tasks: Tasks) -> None:
    cleaned = threading.Event()
    begun = threading.Event()

    def work(control: TaskControl) -> None:
        begun.set()
        try:
            while True:
                control.wait(60)
        finally:
            cleaned.set()

    task = tasks.start("For ever", work)
    assert begun.wait(30)
    assert tasks.running() == (task,)
    assert task.state.would_be_lost
    task.cancel()
    assert task.wait(30)
    assert cleaned.is_set()
    assert task.state.phase is TaskPhase.CANCELLED
    with pytest.raises(Cancelled):
        task.result()


def test_cancelled_before_it_began_never_works(tasks: Tasks) -> None:
    tasks.close(0)
    task = tasks.start("Too late", lambda control: pytest.fail("it ran"))
    assert task.wait(30)
    assert task.state.phase is TaskPhase.CANCELLED


def test_pause_holds_it_and_resume_goes_on(tasks: Tasks) -> None:
    counted = 0

    def work(control: TaskControl) -> None:
        nonlocal counted
        while True:
            control.progress(counted, None, "records")
            counted += 1

    task = tasks.start("Count", work, can_pause=True)
    until(lambda: counted > 10)
    task.pause()
    until(lambda: task.state.phase is TaskPhase.PAUSED)
    at_most_one_more = counted + 1  # the work was between two looks
    threading.Event().wait(0.05)
    assert counted <= at_most_one_more
    assert task.state.phase is TaskPhase.PAUSED
    held = counted
    task.resume()
    until(lambda: counted > held)
    task.cancel()
    assert task.wait(30)


def test_progress_has_rate_share_and_eta(tasks: Tasks) -> None:
    go = threading.Event()

    def work(control: TaskControl) -> None:
        for done in range(1, 31):
            control.progress(done * 10, 1_000, "records", f"record {done * 10}")
            threading.Event().wait(0.01)
        go.wait(30)

    task = tasks.start("Copy", work)
    until(lambda: task.state.progress.rate is not None)
    progress = task.state.progress
    assert progress.unit == "records"
    assert progress.share == progress.done / 1_000
    assert progress.eta_seconds is not None
    assert progress.eta_seconds > 0
    assert task.state.line.startswith("record ")
    go.set()
    assert task.wait(30)


def test_a_rate_limit_holds_the_work_back_and_can_be_lifted(tasks: Tasks) -> None:
    counted = 0

    def work(control: TaskControl) -> None:
        nonlocal counted
        while counted < 100_000:
            control.progress(counted)
            counted += 1

    limited = threading.Event()

    def limited_work(control: TaskControl) -> None:
        limited.wait(30)
        work(control)

    task = tasks.start("Slowly", limited_work)
    task.rate_limit = 50.0
    limited.set()
    until(lambda: counted >= 5)
    began, before = time.monotonic(), counted
    until(lambda: counted >= before + 10)
    assert time.monotonic() - began > 0.1, "10 units at 50 a second take 0.2 s"
    task.rate_limit = None
    assert task.wait(30)
    assert counted == 100_000


def test_unknown_totals_have_no_share(tasks: Tasks) -> None:
    assert Progress(5).share is None
    assert Progress(5, 0).share == 1.0
    assert Progress(5, 10, rate=0.0).eta_seconds is None


def test_quiet_tasks_are_forgotten_once_they_ended(tasks: Tasks) -> None:
    task = tasks.start("Plan", lambda control: 1, is_quiet=True)
    assert task.wait(30)
    until(lambda: task.state.has_ended)
    assert tasks.all() == ()
    assert not task.state.would_be_lost


def test_only_the_newest_ended_ones_are_kept(tasks: Tasks) -> None:
    for _ in range(60):
        assert tasks.start("Short", lambda control: None).wait(30)
    assert len(tasks.all()) <= 51


def test_closing_is_bounded_even_by_work_that_does_not_look(tasks: Tasks) -> None:
    let_go = threading.Event()
    tasks.start("Deaf", lambda control: let_go.wait(30))
    began = time.monotonic()
    tasks.close(0.1)
    assert time.monotonic() - began < 20
    let_go.set()
