"""What became of a change, target by target."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from msgspec import Struct


class OutcomeState(Enum):
    """DONE; FAILED: refused, nothing changed; CONFLICT: it is not what it was when the change was planned;
    UNKNOWN: no answer came, so it must be read again to tell; SKIPPED: never tried."""

    DONE = "done"
    FAILED = "failed"
    CONFLICT = "conflict"
    UNKNOWN = "unknown"
    SKIPPED = "skipped"


class Conflict(Struct, frozen=True):
    """Three states of one thing, as texts: what a change was made from, what it would have left, what is there now."""

    base: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class TargetOutcome:
    """What became of one target.

    Attributes:
        target: as `Target.text` has it.
        reason: why it was not done, or a note to what was; without secrets.
        conflict: the three states, where the state is CONFLICT and they are known.
        secret: what is told this once, to who asked for it, and is in no journal: a new token's password.
    """

    target: str
    state: OutcomeState
    reason: str = ""
    conflict: Conflict | None = None
    secret: str = field(default="", repr=False)

    @property
    def is_done(self) -> bool:
        return self.state is OutcomeState.DONE


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a change.

    Attributes:
        targets: in the order of the plan.
        before: what its undo needs, by target: JSON values without secrets.
        after: what was left behind, by target, for the undo to compare with: JSON values without secrets.
        is_tidy: whether nothing is left of what `Plan.cleanup` named.
    """

    targets: tuple[TargetOutcome, ...]
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    is_tidy: bool = True

    @property
    def is_done(self) -> bool:
        """Whether every target was done."""
        return all(each.is_done for each in self.targets)

    @property
    def done(self) -> tuple[str, ...]:
        """The targets that were done."""
        return tuple(each.target for each in self.targets if each.is_done)

    @property
    def has_secrets(self) -> bool:
        """Whether something is told this once."""
        return any(each.secret for each in self.targets)

    @property
    def failures(self) -> tuple[TargetOutcome, ...]:
        """The targets that were not done, and why."""
        return tuple(each for each in self.targets if not each.is_done)


def done(targets: Iterable[str]) -> tuple[TargetOutcome, ...]:
    """Outcomes of targets that were all done."""
    return tuple(TargetOutcome(target, OutcomeState.DONE) for target in targets)
