"""How a group does, in a word: of one partition, and of all."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct


class VerdictKind(Enum):
    """From what needs nobody to what needs somebody most; values are for other programs."""

    UNKNOWN = "unknown"
    CAUGHT_UP = "caught up"
    KEEPS_UP = "keeps up"
    WATCHING = "watching"
    CATCHES_UP = "catches up"
    RESET = "reset"
    NOT_STARTED = "not started"
    BEHIND = "behind"
    FALLS_BEHIND = "falls behind"
    SET_BACK = "set back"
    NOT_RUNNING = "not running"
    NOT_READ = "not read"
    STUCK = "stuck"
    LOST = "lost"
    BEYOND_END = "beyond the end"

    @property
    def rank(self) -> int:
        """Larger for what needs somebody more."""
        return list(VerdictKind).index(self)

    @property
    def is_wrong(self) -> bool:
        """Whether it needs somebody."""
        return self.rank >= VerdictKind.FALLS_BEHIND.rank


class HeldVerdict(Struct, frozen=True):
    """Since when a verdict has been the same, as far as somebody looked.

    Attributes:
        since_seconds: Unix.
        is_longer: whether it was so at the first look already: it may have been so for longer.
    """

    kind: VerdictKind
    since_seconds: float
    is_longer: bool = False


class Verdict(Struct, frozen=True):
    """A verdict.

    Attributes:
        words: "falls behind by 2.5/s", "stuck on partition 0 for 5 min".
        warnings: what else needs somebody: "3 min behind", "12 % from losing data".
    """

    kind: VerdictKind
    words: str
    warnings: tuple[str, ...] = ()

    @property
    def is_wrong(self) -> bool:
        """Whether it needs somebody."""
        return self.kind.is_wrong or bool(self.warnings)

    @property
    def text(self) -> str:
        """All of it, as one line."""
        return " · ".join((self.words, *self.warnings))
