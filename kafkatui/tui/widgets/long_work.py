"""What a widget works out in a task, so that neither the screen nor the keys wait for it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any, Protocol, TypeVar, runtime_checkable

from textual.message import Message
from textual.widget import Widget

from kafkatui.model.errors import KafkatuiError
from kafkatui.session.tasks import Task, TaskControl, Tasks

T = TypeVar("T")


@runtime_checkable
class HasTasks(Protocol):
    """A screen of a cluster."""

    @property
    def tasks(self) -> Tasks:
        """The cluster's."""


class WorkFailed(Message):
    """What a widget worked out in a task came to nothing."""

    def __init__(self, error: KafkatuiError) -> None:
        super().__init__()
        self.error = error


class LongWork:
    """One piece of work at a time, the newest.

    It shows among the cluster's tasks while it runs, and quitting does not ask about it.

    Args:
        widget: whose work it is; what comes of it is handed over in its messages.
    """

    def __init__(self, widget: Widget) -> None:
        self._widget = widget
        self._task: Task[Any] | None = None
        self._own_tasks: Tasks | None = None

    @property
    def is_running(self) -> bool:
        """Whether the outcome of something has not been handed over yet."""
        return self._task is not None

    def start(self, title: str, work: Callable[[TaskControl], T], then: Callable[[T | None], None]) -> None:
        """Begin `work` in a thread, in place of what runs.

        Args:
            then: called by the widget with the result, unless something newer was begun; None when it was
                cancelled or failed.
        """
        self.cancel()

        def ended(task: Task[T]) -> None:
            self._widget.call_later(self._hand_over, task, then)

        self._task = self._tasks().start(title, work, on_end=ended, is_quiet=True)

    def cancel(self) -> None:
        """Ask it to stop; `then` is called once it has."""
        if self._task is not None:
            self._task.cancel()

    def _tasks(self) -> Tasks:
        """Those of the cluster that the screen shows; a widget on any other screen has its own."""
        screen = self._widget.screen if self._widget.is_attached else None  # it may have been taken away just now
        if isinstance(screen, HasTasks):
            return screen.tasks
        if self._own_tasks is None:
            self._own_tasks = Tasks("")
        return self._own_tasks

    def _hand_over(self, task: Task[T], then: Callable[[T | None], None]) -> None:
        if task is self._task:
            self._task = None
            if task.error is not None:
                self._widget.post_message(WorkFailed(task.error))
            then(task.state.result)


def in_slices(control: TaskControl, slices: Iterator[int], total: int, unit: str) -> None:
    """Go through `slices`, which give how many are done; between two of them others may run.

    Python lets another thread run after 5 ms at the soonest, and the screen would wait that long for each of a dozen
    steps of a key; so the thread makes way by itself, every millisecond or two.
    """
    for done in slices:
        control.progress(done, total, unit)
        time.sleep(0)
