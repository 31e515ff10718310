"""What an action's dialog hears of its tasks."""

from __future__ import annotations

from typing import Any

from textual.message import Message

from kafkatui.model.outcome import Outcome
from kafkatui.model.plan import Plan
from kafkatui.session.tasks import Task


class PlanEnded(Message):
    """A preview is there, or why there is none."""

    def __init__(self, task: Task[Plan[Any]]) -> None:
        super().__init__()
        self.task = task


class TryEnded(Message):
    """What came of trying what is typed."""

    def __init__(self, task: Task[Plan[Any]]) -> None:
        super().__init__()
        self.task = task


class RunEnded(Message):
    """What was done is done."""

    def __init__(self, task: Task[Outcome]) -> None:
        super().__init__()
        self.task = task
