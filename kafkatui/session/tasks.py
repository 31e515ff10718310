"""Long work: one thread a task, with progress, pause, cancel and a result that outlives the page that asked."""

from __future__ import annotations

import itertools
import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from kafkatui.model.errors import KafkatuiError, RequestFailed
from kafkatui.model.replacing import replace
from kafkatui.model.task import Progress, TaskPhase, TaskState

T = TypeVar("T")

TELL_SECONDS = 0.1
"""Progress is told at most ten times a second; the end at once."""

RATE_WINDOW_SECONDS = 5.0
"""A rate is taken over so long."""

KEPT_ENDED = 50
"""Ended tasks the Tasks page remembers."""

log = logging.getLogger(__name__)


class Cancelled(Exception):
    """Raised inside a task's work when it was cancelled; whoever works cleans up and lets it pass."""


class Left(Cancelled):
    """The session closes, and the cluster goes on with the work: stop looking, take nothing back."""


class Task(Generic[T]):
    """A piece of work under way. Its thread calls the `TaskControl`, everybody else this. Safe from any thread.

    Made by `Tasks.start`.
    """

    def __init__(self, state: TaskState, tell: Callable[[Task[Any]], None]) -> None:
        self._state = state
        self._tell = tell
        self._lock = threading.Lock()
        self._cancel = threading.Event()
        self._is_left = False
        self._resume = threading.Event()
        self._resume.set()
        self._ended = threading.Event()
        self._error: KafkatuiError | None = None
        self._result: T | None = None
        self.rate_limit: float | None = None
        """Units a second the work is held to; may be changed while it runs; None: as fast as it goes."""
        self.checkpoint: Any = None
        """Where it could be taken up again, as the work last said; a JSON value."""

    @property
    def state(self) -> TaskState:
        """How it stands now."""
        return self._state

    def cancel(self) -> None:
        """Ask it to stop. It ends when its work next looks, having cleaned up."""
        self._cancel.set()
        self._resume.set()
        self._change(lambda state: state if state.has_ended else replace(state, phase=TaskPhase.CANCELLING))

    def leave(self) -> None:
        """The session closes: as `cancel`, but work that outlives kafkatui is left to the cluster."""
        self._is_left = self._state.outlives
        self.cancel()

    def pause(self) -> None:
        """Hold it where it is, if it can be held."""
        if self._state.can_pause:
            self._resume.clear()
            self._change(lambda state: state if state.has_ended else replace(state, phase=TaskPhase.PAUSED))

    def resume(self) -> None:
        """Let it go on after `pause`."""
        self._change(
            lambda state: replace(state, phase=TaskPhase.RUNNING) if state.phase is TaskPhase.PAUSED else state
        )
        self._resume.set()

    def wait(self, timeout_seconds: float | None = None) -> bool:
        """Wait for its end, never on the UI's loop; False when it runs still."""
        return self._ended.wait(timeout_seconds)

    def result(self) -> T:
        """What it gave.

        Raises:
            KafkatuiError: it failed.
            Cancelled: it was cancelled.
            LookupError: it has not ended.
        """
        if not self._ended.is_set():
            raise LookupError("the task has not ended")
        if self._error is not None:
            raise self._error
        if self._state.phase is TaskPhase.CANCELLED:
            raise Cancelled
        return self._result  # type: ignore[return-value]

    @property
    def error(self) -> KafkatuiError | None:
        """Why it failed; None when it did not."""
        return self._error

    def run(self, work: Callable[[TaskControl], T], on_end: Callable[[Task[T]], None] | None) -> None:
        """Do the work in the calling thread; called once, by `Tasks` or by a verb that waits anyway."""
        self._change(lambda state: replace(state, phase=TaskPhase.RUNNING, started_seconds=time.time()))
        control = TaskControl(self)
        phase, error = TaskPhase.DONE, ""
        try:
            control.check()
            self._result = work(control)
        except Cancelled:
            phase = TaskPhase.CANCELLED
        except KafkatuiError as raised:
            self._error, phase, error = raised, TaskPhase.FAILED, str(raised)
        except Exception as raised:  # a client library may raise anything; the task says so and the log keeps the trace
            log.exception("task %r failed", self._state.title)
            self._error = RequestFailed(f"{type(raised).__name__}: {raised}.")
            phase, error = TaskPhase.FAILED, str(self._error)
        ended = replace(
            self._state, phase=phase, error=error, ended_seconds=time.time(),
            result=self._result if phase is TaskPhase.DONE else None,
        )  # fmt: skip
        self._change(lambda _: ended, is_told=False)
        self._ended.set()
        if on_end is not None:
            on_end(self)
        self._tell(self)

    def _change(self, change: Callable[[TaskState], TaskState], *, is_told: bool = True) -> None:
        with self._lock:
            before = self._state
            self._state = change(before)
            has_changed = self._state is not before
        if is_told and has_changed:
            self._tell(self)


class TaskControl:
    """What the work itself calls, from its own thread.

    Args:
        task: whose work it is.
    """

    def __init__(self, task: Task[Any]) -> None:
        self._task = task
        self._told_seconds = 0.0
        self._told_rate: float | None = None
        self._samples: deque[tuple[float, int]] = deque()
        self._limit_began: tuple[float, int, float] | None = None

    @property
    def is_cancelled(self) -> bool:
        """Whether it is to stop."""
        return self._task._cancel.is_set()

    def check(self) -> None:
        """Wait while paused. Raises Cancelled when it is to stop."""
        self._task._resume.wait()
        if self.is_cancelled:
            raise Left if self._task._is_left else Cancelled

    def wait(self, seconds: float) -> None:
        """Wait `seconds`, or less when it is cancelled. Raises Cancelled then."""
        self._task._cancel.wait(seconds)
        self.check()

    def say(self, line: str) -> None:
        """What it is doing now."""
        self._task._change(lambda state: replace(state, line=line))

    def progress(self, done: int, total: int | None = None, unit: str = "", line: str | None = None) -> None:
        """Say how far it is, as often as it likes; told ten times a second. Raises Cancelled when it is to stop."""
        self.check()
        now = time.monotonic()
        self._hold_rate(now, done)
        is_told = now - self._told_seconds >= TELL_SECONDS or (total is not None and done >= total)
        if is_told:
            self._told_seconds, self._told_rate = now, self._rate(now, done)
        shown = Progress(done, total, unit, self._told_rate)
        self._task._change(
            lambda state: replace(state, progress=shown, line=state.line if line is None else line), is_told=is_told
        )

    def limit_rate(self, units_a_second: float | None) -> None:
        """Hold it to a rate from now on; None lets it go as fast as it can."""
        self._task.rate_limit = units_a_second

    def checkpoint(self, where: Any) -> None:
        """Say where it could be taken up again: a JSON value."""
        self._task.checkpoint = where

    def _rate(self, now: float, done: int) -> float | None:
        self._samples.append((now, done))
        while len(self._samples) > 2 and now - self._samples[0][0] > RATE_WINDOW_SECONDS:
            self._samples.popleft()
        then, before = self._samples[0]
        return (done - before) / (now - then) if now - then >= TELL_SECONDS / 2 else None

    def _hold_rate(self, now: float, done: int) -> None:
        """Wait until `done` is not ahead of the rate limit; counts anew whenever the limit changes."""
        limit = self._task.rate_limit
        if limit is None or limit <= 0:
            self._limit_began = None
            return
        if self._limit_began is None or self._limit_began[2] != limit:
            self._limit_began = (now, done, limit)
        began, before, _ = self._limit_began
        if (early := (done - before) / limit - (now - began)) > 0:
            self.wait(early)


class Tasks:
    """The tasks of one session, running and ended.

    Args:
        cluster: name of the session's cluster.
        tell: called from any thread with a task whose state changed; must not wait.
    """

    def __init__(self, cluster: str, tell: Callable[[Task[Any]], None] = lambda _: None) -> None:
        self._cluster = cluster
        self._tell = tell
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._tasks: dict[int, Task[Any]] = {}
        self._is_closed = False

    def start(
        self,
        title: str,
        work: Callable[[TaskControl], T],
        *,
        on_end: Callable[[Task[T]], None] | None = None,
        is_quiet: bool = False,
        outlives: bool = False,
        loses_nothing: bool = False,
        can_pause: bool = False,
        clusters: tuple[str, ...] = (),
    ) -> Task[T]:
        """Begin `work` in a daemon thread of its own.

        Args:
            work: given the `TaskControl`; raises KafkatuiError for what the user shall read.
            on_end: called from that thread once it has ended, whatever way.
            is_quiet, outlives, loses_nothing, can_pause, clusters: as in `TaskState`.
        """
        task = self._new(
            title,
            is_quiet=is_quiet,
            outlives=outlives,
            loses_nothing=loses_nothing,
            can_pause=can_pause,
            clusters=(self._cluster, *clusters),
        )
        threading.Thread(target=task.run, args=(work, on_end), name=f"task-{task.state.id}", daemon=True).start()
        return task

    def run(self, title: str, work: Callable[[TaskControl], T]) -> T:
        """Do `work` in the calling thread, for a verb that has nothing else to do.

        Raises:
            KafkatuiError: it failed.
            Cancelled: it was cancelled.
        """
        task: Task[T] = self._new(title, clusters=(self._cluster,))
        task.run(work, None)
        return task.result()

    def _new(self, title: str, **manners: Any) -> Task[Any]:
        with self._lock:
            state = TaskState(next(self._numbers), title, self._cluster, **manners)
            task: Task[Any] = Task(state, self._tell)
            self._tasks[state.id] = task
            self._forget_ended()
            is_closed = self._is_closed
        if is_closed:
            task.cancel()
        return task

    def all(self) -> tuple[Task[Any], ...]:
        """Every task kept, newest first; quiet ones that ended well are not kept."""
        with self._lock:
            kept = list(self._tasks.values())
        return tuple(task for task in reversed(kept) if not (task.state.is_quiet and task.state.has_ended))

    def running(self) -> tuple[Task[Any], ...]:
        """Those under way that are worth showing."""
        return tuple(task for task in self.all() if not task.state.has_ended and not task.state.is_quiet)

    def get(self, task_id: int) -> Task[Any] | None:
        """The task of that number."""
        return self._tasks.get(task_id)

    def forget(self, task_id: int) -> None:
        """Take an ended task off the list."""
        with self._lock:
            task = self._tasks.get(task_id)
            if task is not None and task.state.has_ended:
                del self._tasks[task_id]

    def close(self, timeout_seconds: float) -> None:
        """Cancel everything and wait for it to clean up, `timeout_seconds` at most in all."""
        deadline = time.monotonic() + timeout_seconds
        with self._lock:
            self._is_closed = True
            under_way = [task for task in self._tasks.values() if not task.state.has_ended]
        for task in under_way:
            task.leave()
        for task in under_way:
            task.wait(max(0.0, deadline - time.monotonic()))

    def _forget_ended(self) -> None:
        ended = [task_id for task_id, task in self._tasks.items() if task.state.has_ended]
        quiet = [task_id for task_id in ended if self._tasks[task_id].state.is_quiet]
        for task_id in {*quiet, *ended[: max(0, len(ended) - KEPT_ENDED)]}:
            del self._tasks[task_id]
