"""`t` — how bytes are read: each way, with what it makes of those under the cursor."""

from __future__ import annotations

from collections.abc import Sequence

from kafkatui.model.errors import UsageError
from kafkatui.session.decoding import Decoding, Reading
from kafkatui.tui.screens.choice import ChoiceScreen
from kafkatui.view.cell import cell
from kafkatui.view.decoders_table import DECODERS_TABLE, DecoderChoice, matching_decoders
from kafkatui.view.span import Tone

PREVIEW_CHARACTERS = 60


class DecodingScreen(ChoiceScreen[DecoderChoice, str]):
    """An input with the decoders that match below; gives the name of the one taken.

    Args:
        what: what is read, in words: "values of orders".
        data: the bytes under the cursor; None for none.
    """

    DEFAULT_CSS = "DecodingScreen > Vertical { width: 110; height: 34; }"

    def __init__(self, decoding: Decoding, what: Reading, data: bytes | None) -> None:
        super().__init__(DECODERS_TABLE, f"Read {what.words} as", "⏎ takes one · a name, or pack:LAYOUT")
        self._decoding = decoding
        self._what = what
        self._data = data
        self._rows = [self._row(name) for name in decoding.names]
        self.table.set_placeholder([cell("No way to read is called that.", Tone.DIM)])

    def _row(self, name: str) -> DecoderChoice:
        reader = self._decoding.reader_named(self._what, name)
        preview = None if self._data is None else reader.preview(self._data, PREVIEW_CHARACTERS)
        return DecoderChoice(name, reader.decoder.help, preview, name == self._decoding.chosen_for(self._what))

    def show_choices(self, typed: str) -> None:
        rows: Sequence[DecoderChoice] = matching_decoders(self._rows, typed)
        if not rows and typed.startswith("pack:"):
            try:
                rows = [self._row(typed.strip())]
            except UsageError as error:
                self.table.set_placeholder([cell(error.what, Tone.BAD), cell(error.advice, Tone.DIM)])
        self.table.set_rows(rows)
        chosen = next((row for row in rows if row.is_chosen), None)
        if chosen is not None and not typed:
            self.table.move_cursor_to(chosen.name)
        elif rows:
            self.table.move_cursor(0)

    def result_of(self, row: DecoderChoice) -> str:
        return row.name
