"""What the bar of `*` marks in: a table's rows or a tree's nodes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol


class Markable(Protocol):
    """Rows or nodes that a regular expression marks."""

    @property
    def mark_subject(self) -> str:
        """What of each an expression is compared with, in words."""

    @property
    def line_count(self) -> int:
        """How many are shown."""

    def shown_items(self) -> Iterable[tuple[Any, Any]]:
        """Identity and row of all that is shown; None for a row that is gone or cannot be marked."""

    def mark_texts(self, row: Any) -> Sequence[str]:
        """The texts of which an expression must match one in full."""

    def mark(self, identities: Iterable[Any]) -> None:
        """Mark by identity, beside what is marked already."""

    def focus(self) -> object:
        """Take the keys again."""
