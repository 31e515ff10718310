"""`t` — how bytes are read: each way, with what it makes of those under the cursor."""

from __future__ import annotations

from collections.abc import Sequence

from textual.widgets import Input

from kafkatui.model.errors import UsageError
from kafkatui.model.local_schema import local_schema
from kafkatui.session.decoding import Decoding, Reading
from kafkatui.session.tasks import TaskControl
from kafkatui.tui.screens.choice import ChoiceScreen
from kafkatui.tui.widgets.long_work import LongWork
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
        hint = "a name, pack:LAYOUT, avro:FILE.avsc, protobuf:FILE.proto#MESSAGE"
        super().__init__(DECODERS_TABLE, f"Read {what.words} as", hint)
        self._decoding = decoding
        self._what = what
        self._data = data
        self._rows = [self._row(name) for name in decoding.names]
        self._loading = LongWork(self)
        self._is_wanted = False
        self.table.set_placeholder([cell("No way to read is called that.", Tone.DIM)])

    def _row(self, name: str) -> DecoderChoice:
        reader = self._decoding.reader_named(self._what, name)
        preview = None if self._data is None else reader.preview(self._data, PREVIEW_CHARACTERS)
        return DecoderChoice(name, reader.decoder.help, preview, name == self._decoding.chosen_for(self._what))

    def show_choices(self, typed: str) -> None:
        self._loading.cancel()
        self._is_wanted = False
        if local_schema(typed) is not None:
            self._load(typed.strip())
            return
        rows: Sequence[DecoderChoice] = matching_decoders(self._rows, typed)
        if not rows and typed.startswith("pack:"):
            try:
                rows = [self._row(typed.strip())]
            except UsageError as error:
                self._say(error)
        self._show(rows, is_chosen_first=not typed)

    def typed_alone(self, typed: str) -> None:
        self._is_wanted = self._loading.is_running

    def result_of(self, row: DecoderChoice) -> str:
        return row.name

    def _load(self, typed: str) -> None:
        """Show what a schema's file makes of the bytes once it has been read, or what is wrong with it."""

        def load(_: TaskControl) -> UsageError | str:
            try:
                return self._decoding.load(typed)
            except UsageError as error:
                return error

        def then(found: UsageError | str | None) -> None:
            if found is None or self.query_one(Input).value.strip() != typed:
                return
            if isinstance(found, UsageError):
                self._say(found)
                return
            row = self._row(found)
            self._show([row], is_chosen_first=False)
            if self._is_wanted:
                self.dismiss(self.result_of(row))

        self.table.set_placeholder([cell("Reading the schema …", Tone.DIM)])
        self._show([], is_chosen_first=False)
        self._loading.start(f"Read {typed}", load, then)

    def _say(self, error: UsageError) -> None:
        self.table.set_placeholder([cell(error.what, Tone.BAD), cell(error.advice, Tone.DIM)])

    def _show(self, rows: Sequence[DecoderChoice], *, is_chosen_first: bool) -> None:
        self.table.set_rows(rows)
        chosen = next((row for row in rows if row.is_chosen), None)
        if chosen is not None and is_chosen_first:
            self.table.move_cursor_to(chosen.name)
        elif rows:
            self.table.move_cursor(0)
