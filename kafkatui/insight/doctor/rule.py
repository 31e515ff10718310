"""A rule of the doctor."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from kafkatui.insight.doctor.known import Known
from kafkatui.model.event import Severity
from kafkatui.model.finding import Evidence, Subject
from kafkatui.model.target import Target


class Suspicion(Struct, frozen=True):
    """What a rule sees now, before anybody knows how long it has been so.

    Attributes:
        since_seconds: Unix time since when, where something tells; None: since it was first seen.
        severity: where it is another than the rule's.
        hold_seconds: where it is another than the rule's: what has a known cause is waited for longer.
        targets: what the rule's action acts on, where it is another thing than the subject.
    """

    subject: Subject
    title: str
    evidence: tuple[Evidence, ...]
    since_seconds: float | None = None
    severity: Severity | None = None
    hold_seconds: float | None = None
    targets: tuple[Target, ...] = ()


class Rule(Struct, frozen=True):
    """One thing that can be wrong.

    Attributes:
        id: stable: in mutes, baselines and JSON.
        family: "brokers", "topics" …, as the documentation groups them.
        name: what is wrong, as a heading: "Partition without a leader".
        check: what is known to what looks wrong now.
        hold_seconds: so long it must be so before it is told: what passes by itself is nobody's trouble.
        worse_after_seconds: after so long a warning is bad; None: never.
        meaning: what follows from it.
        next_step: what can be done without harm.
        action: id of the action that would do it; empty: none.
        compares: whether it holds readings of two moments against each other: it must still be so by readings that were
            both made as much later as it waits.
        needs_time: whether a single look can tell nothing: it is left out of one.
    """

    id: str
    family: str
    name: str
    severity: Severity
    check: Callable[[Known], Iterator[Suspicion]]
    meaning: str
    next_step: str
    hold_seconds: float = 0.0
    worse_after_seconds: float | None = None
    action: str = ""
    compares: bool = False
    needs_time: bool = False


def some(items: list[str], most: int = 5) -> str:
    """ "0, 1, 2 and 40 more"."""
    shown = ", ".join(items[:most])
    return shown if len(items) <= most else f"{shown} and {len(items) - most:,} more"
