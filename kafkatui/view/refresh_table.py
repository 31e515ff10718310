"""How often a page reads what it shows, as a table to choose from, and in words."""

from __future__ import annotations

from msgspec import Struct

from kafkatui.model.refresh import BY_HAND, OFF
from kafkatui.view.cell import Cell, cell
from kafkatui.view.column import Column
from kafkatui.view.span import Span, Tone
from kafkatui.view.table import TableDefinition


class RefreshChoice(Struct, frozen=True):
    """One way to refresh a page.

    Attributes:
        seconds: between two reads; `BY_HAND` for none but by hand, None: each reading as often as it is worth.
        is_chosen: whether it is refreshed so now.
    """

    seconds: float | None
    is_chosen: bool = False

    @property
    def name(self) -> str:
        """What it is called: "default", "off", "10 s"."""
        return "default" if self.seconds is None else interval_text(self.seconds)


def interval_text(seconds: float) -> str:
    """ "off", "10 s", "2.5 s"."""
    return OFF if seconds == BY_HAND else f"{seconds:g} s"


def refresh_words(seconds: float | None) -> list[Span]:
    """What a page's head says of it; nothing where it is as by itself."""
    if seconds is None:
        return []
    if seconds == BY_HAND:
        return [(" · refresh off, r reads", Tone.WARNING)]
    return [(f" · every {interval_text(seconds)}", Tone.DIM)]


def _help(row: RefreshChoice) -> str:
    if row.seconds is None:
        return "each reading as often as it is worth: offsets every few seconds, configuration every minute"
    if row.seconds == BY_HAND:
        return "read once when the page is opened, then only by r; what gets old is marked with its time"
    return "everything on the page so often; what takes long to answer is asked less often"


def _name_cell(row: RefreshChoice) -> Cell:
    return cell(f"{'●' if row.is_chosen else ' '} {row.name}", Tone.KAFKA if row.is_chosen else Tone.BRIGHT)


REFRESH_TABLE: TableDefinition[RefreshChoice] = TableDefinition(
    id="refresh",
    noun="interval",
    noun_plural="intervals",
    columns=[
        Column("name", "Read", "How often.", cell=_name_cell, min_width=10),
        Column("help", "Means", "What is read then.", cell=lambda row: cell(_help(row), Tone.DIM), max_width=120),
    ],
    key=lambda row: row.name,
    filter_text=lambda row: row.name,
)
