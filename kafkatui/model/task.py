"""What a long piece of work says of itself while it runs, and when it has ended."""

from __future__ import annotations

from enum import Enum
from typing import Any

from msgspec import Struct


class TaskPhase(Enum):
    """Where a task is in its life."""

    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    CANCELLING = "cancelling"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


ENDED = frozenset({TaskPhase.DONE, TaskPhase.FAILED, TaskPhase.CANCELLED})


class Progress(Struct, frozen=True):
    """How far a task is.

    Attributes:
        done: units finished.
        total: units in all; None when it cannot be known.
        unit: "records", "bytes", "topics".
        rate: units a second over the last seconds; None before two samples.
    """

    done: int = 0
    total: int | None = None
    unit: str = ""
    rate: float | None = None

    @property
    def share(self) -> float | None:
        """Between 0 and 1; None when the total is unknown."""
        if self.total is None:
            return None
        return 1.0 if self.total <= 0 else min(1.0, self.done / self.total)

    @property
    def eta_seconds(self) -> float | None:
        """Until the end at the present rate; None when it cannot be told."""
        if self.total is None or not self.rate or self.rate <= 0:
            return None
        return max(0.0, (self.total - self.done) / self.rate)


class TaskState(Struct, frozen=True):
    """A task at one moment.

    Attributes:
        id: counts the session's tasks, from 1.
        title: what it does: "Write 1,204 topics to topics.csv".
        cluster: name of the cluster that shows it.
        clusters: every cluster it uses, which it holds open.
        line: what it is doing now, or how it ended, in one line.
        started_seconds, ended_seconds: Unix times; None before.
        is_quiet: of no interest once it has ended well, and never asked about on quitting: a plan, a filter.
        outlives: the cluster goes on with it when kafkatui leaves: a reassignment.
        loses_nothing: it can be done again at no cost: reading ahead. Quitting does not ask about it.
        can_pause: whether `pause` does anything.
        result: what it gave, when it is done.
        error: what happened and what to do, when it failed.
    """

    id: int
    title: str
    cluster: str
    clusters: tuple[str, ...]
    phase: TaskPhase = TaskPhase.WAITING
    progress: Progress = Progress()
    line: str = ""
    started_seconds: float | None = None
    ended_seconds: float | None = None
    is_quiet: bool = False
    outlives: bool = False
    loses_nothing: bool = False
    can_pause: bool = False
    result: Any = None
    error: str = ""

    @property
    def has_ended(self) -> bool:
        return self.phase in ENDED

    @property
    def would_be_lost(self) -> bool:
        """Whether leaving now would end it half-way."""
        return not (self.has_ended or self.is_quiet or self.outlives or self.loses_nothing)
