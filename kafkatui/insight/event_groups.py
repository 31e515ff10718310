"""Many changes with one cause become one line, which keeps what it stands for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain, islice
from typing import TypeVar

from kafkatui.model.event import Cause, Event, Severity
from kafkatui.model.replacing import replace

T = TypeVar("T")

SINGLE_LIMIT = 10
"""More changes than this of one cause become one line."""

MEMBER_LIMIT = 1_000
"""So many of them are kept with it; the rest are counted."""

_BY_WEIGHT = (Severity.BAD, Severity.WARNING, Severity.INFO, Severity.GOOD)
_MOST_EFFECTS = 12


def told(changes: Sequence[T], event_of: Callable[[T], Event]) -> list[Event]:
    """The events of changes that share a cause: one each, or one for all."""
    if len(changes) <= SINGLE_LIMIT:
        return [event_of(change) for change in changes]
    return [group_of([event_of(change) for change in changes[:MEMBER_LIMIT]], len(changes))]


def group_of(events: Sequence[Event], count: int | None = None) -> Event:
    """One line for events that share a cause, as new as the newest; at least one.

    Args:
        count: how many changes there were, where not all of them are given.
    """
    newest = max(events, key=lambda event: event.at_seconds)
    cause = newest.cause
    assert cause is not None
    total = sum(event.count for event in events) if count is None else count
    members = tuple(islice(chain.from_iterable(event.singles for event in events), MEMBER_LIMIT))
    changed = [each.changed_at_seconds for each in events if each.changed_at_seconds is not None]
    within = [each.within_seconds for each in events if each.within_seconds is not None]
    return replace(
        newest,
        severity=worst(event.severity for event in events),
        source=_joined(event.source for event in events),
        subject=f"{total:,} {cause.noun_plural}",
        text=cause.words.replace("{effects}", _effects(members)),
        place=cause.place,
        changed_at_seconds=min(changed, default=None),
        within_seconds=max(within, default=None),
        effect="",
        members=members,
        count=total,
    )


def is_with(event: Event, cause: Cause, now_seconds: float, most_seconds: float) -> bool:
    """Whether a new event of `cause` belongs to `event`."""
    return event.cause == cause and now_seconds - event.at_seconds <= most_seconds


def worst(severities: Iterable[Severity]) -> Severity:
    """The one that matters most."""
    return min(severities, key=_BY_WEIGHT.index)


def _effects(members: Iterable[Event]) -> str:
    effects = sorted({member.effect for member in members if member.effect}, key=_natural)
    shown = ",".join(effects[:_MOST_EFFECTS])
    return f"{shown},…" if len(effects) > _MOST_EFFECTS else shown


def _natural(text: str) -> tuple[int, str]:
    return (int(text), "") if text.isdecimal() else (1 << 62, text)


def _joined(sources: Iterable[str]) -> str:
    return ", ".join(sorted({each for source in sources for each in source.split(", ")}))
