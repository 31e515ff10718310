"""What a table shows in one place."""

from __future__ import annotations

from msgspec import Struct

from kafkatui.view.span import Span, Tone


class Cell(Struct, frozen=True):
    """What a table shows in one place, already sanitised and of one line.

    Attributes:
        spans: the text, in runs of one tone.
        room: terminal cells that it may come to need by itself, such as when something breaks: nothing is to move then.
        passing: terminal cells at the end of the text that are there for a while only: a column keeps no room for them.
    """

    spans: tuple[Span, ...] = ()
    room: int = 0
    passing: int = 0

    @property
    def text(self) -> str:
        """The text without tones."""
        return "".join(text for text, _ in self.spans)


EMPTY_CELL = Cell()


def cell(text: str, tone: Tone = Tone.PLAIN) -> Cell:
    """A cell of one tone."""
    return Cell(((text, tone),)) if text else EMPTY_CELL
