"""What was changed with kafkatui in one cluster, as the journal keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from kafkatui.model.outcome import TargetOutcome


class JournalEntry(Struct, frozen=True):
    """One change, done, failed or half done.

    Attributes:
        id: unique in the cluster's journal; sorts by time.
        at_seconds: Unix time at which it began.
        action: id of the action.
        summary: the plan's sentence.
        profile: name of the profile it was made with.
        values: what was typed, without secrets.
        outcomes: target by target; empty when it never ended: kafkatui died amid it.
        before: what was there, for the undo; JSON values by target.
        after: what was left, for the undo to compare with; JSON values by target.
        no_undo: why it cannot be undone; empty when it can.
        undoes: id of the entry that this one took back; empty when it is no undo.
        undone_by: id of the entry that took this one back; empty while nobody did.
        cleanup: what must still be put in order (a throttle), as a JSON value; None when nothing.
    """

    id: str
    at_seconds: float
    action: str
    summary: str
    profile: str
    targets: tuple[str, ...]
    values: Mapping[str, Any] = field(default_factory=dict)
    outcomes: tuple[TargetOutcome, ...] = ()
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    no_undo: str = ""
    undoes: str = ""
    undone_by: str = ""
    cleanup: Any = None

    @property
    def has_ended(self) -> bool:
        """Whether its end was written down."""
        return bool(self.outcomes)

    @property
    def done(self) -> tuple[str, ...]:
        """The targets that were changed."""
        return tuple(each.target for each in self.outcomes if each.is_done)

    @property
    def why_not_undoable(self) -> str:
        """Why it cannot be undone now; empty when it can."""
        if self.undone_by:
            return "It has been undone."
        if not self.has_ended:
            return "kafkatui ended amid it: what it did is not known."
        if not self.done:
            return "It changed nothing."
        return self.no_undo
