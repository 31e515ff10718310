"""The ways to read bytes as a table, with what each makes of the bytes at hand: `t`."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from kafkatui.codec.decoded import Preview
from kafkatui.codec.sanitise import sanitise
from kafkatui.model.local_schema import short_name
from kafkatui.view.cell import EMPTY_CELL, Cell, cell
from kafkatui.view.cells import text_cell
from kafkatui.view.column import Column
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition


class DecoderChoice(Struct, frozen=True):
    """One way to read bytes.

    Attributes:
        preview: what it makes of the bytes under the cursor; None when there are none.
        is_chosen: whether they are read in this way now.
    """

    name: str
    help: str
    preview: Preview | None
    is_chosen: bool

    @property
    def does_not_fit(self) -> bool:
        """Whether the bytes are shown in hexadecimal because it cannot read them."""
        return self.preview is not None and bool(self.preview.reason) and self.preview.type == "hex"


def _name_cell(row: DecoderChoice) -> Cell:
    return cell(
        f"{'●' if row.is_chosen else ' '} {sanitise(short_name(row.name))}",
        Tone.KAFKA if row.is_chosen else Tone.BRIGHT,
    )


def _preview_cell(row: DecoderChoice) -> Cell:
    if row.preview is None:
        return EMPTY_CELL
    if row.does_not_fit:
        return text_cell(f"✗ {row.preview.reason}", Tone.DIM)
    return text_cell(row.preview.shown, Tone.PLAIN)


DECODERS_TABLE: TableDefinition[DecoderChoice] = TableDefinition(
    id="decoders",
    noun="way to read",
    noun_plural="ways to read",
    columns=[
        Column("name", "Read as", "The decoder, as --decode takes it.", cell=_name_cell, min_width=12, max_width=22),
        Column(
            "preview", "These bytes", "What it makes of the bytes under the cursor.", cell=_preview_cell, min_width=16,
            max_width=48, grow=1,
        ),
        Column(
            "help", "For", "What it reads.", cell=lambda row: text_cell(row.help, Tone.DIM), min_width=10, max_width=60,
        ),
    ],
    key=lambda row: row.name,
    filter_text=lambda row: f"{row.name} {row.help}",
)  # fmt: skip


def matching_decoders(rows: Sequence[DecoderChoice], typed: str) -> list[DecoderChoice]:
    """Those whose name or purpose holds what was typed: names first, and what cannot read the bytes last."""
    wanted = typed.strip().lower()
    by_name = [row for row in rows if wanted in row.name.lower()]
    found = by_name + [row for row in rows if row not in by_name and wanted in row.help.lower()]
    return sorted(found, key=lambda row: row.does_not_fit)
