"""How far a task is, in words."""

from __future__ import annotations

from kafkatui.model.task import Progress, TaskPhase, TaskState
from kafkatui.view import numbers


def progress_text(progress: Progress, line: str = "") -> str:
    """`12,000 of 40,000 records · 30 % · 4,000/s · 7 s left · orders-1`, of which what is not known is left out."""
    parts = []
    if progress.done or progress.total:
        total = f" of {progress.total:,}" if progress.total is not None else ""
        parts.append(f"{progress.done:,}{total} {progress.unit}".rstrip())
    if progress.share is not None:
        parts.append(f"{progress.share:.0%}".replace("%", " %"))
    if progress.rate is not None:
        parts.append(f"{progress.rate:,.0f}/s")
    if progress.eta_seconds is not None:
        parts.append(f"{numbers.duration(progress.eta_seconds)} left")
    if line:
        parts.append(line)
    return " · ".join(parts)


def state_text(state: TaskState) -> str:
    """How a task stands, in one line."""
    match state.phase:
        case TaskPhase.FAILED:
            return f"failed: {state.error}"
        case TaskPhase.DONE:
            return state.line or "done"
        case TaskPhase.CANCELLED | TaskPhase.CANCELLING | TaskPhase.WAITING:
            return str(state.phase.value)
    text = progress_text(state.progress, state.line)
    phase = str(state.phase.value)
    return f"{phase} · {text}" if state.phase is TaskPhase.PAUSED and text else text or phase
