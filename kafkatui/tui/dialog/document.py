"""A document in a dialog: edited in place, in the user's editor, or taken from a file."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static, TextArea

from kafkatui.model.errors import KafkatuiError
from kafkatui.model.field import Field
from kafkatui.tui.dialog.fields import FieldChanged, FieldEditor
from kafkatui.tui.keys import bindings

IN_PLACE_BYTES = 1_000_000
"""A larger text is not edited in place: every key would wait for it."""

LINE_CHARACTERS = 100_000
"""A longer line neither."""


class DocumentEditor(FieldEditor):
    """A text of many lines. Bytes that are no text, or too many, are edited with `$EDITOR` alone, and say so.

    Its value is bytes; None where the document is null and nobody typed anything.
    """

    DEFAULT_CSS = """
    DocumentEditor { layout: vertical; }
    DocumentEditor > .field--label { width: 1fr; }
    DocumentEditor > .field--note { padding-left: 0; }
    DocumentEditor TextArea, DocumentEditor TextArea:focus { width: 1fr; height: 12; border: none; padding: 0; }
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("document.editor")

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self._data: bytes | None = field.default
        self._text = text_in_place(self._data)

    def editors(self) -> ComposeResult:
        if self._text is None:
            yield Static(self._why_not(), markup=False)
        else:
            language = "json" if self.field.syntax == "json" and len(self._text) < 200_000 else None
            yield TextArea(self._text, language=language, soft_wrap=False, tab_behavior="focus")

    def _why_not(self) -> str:
        size = len(self._data or b"")
        return f"{size:,} bytes that are not edited here: Ctrl+O opens them in $EDITOR."

    @property
    def value(self) -> Any:
        if self._text is None:
            return self._data
        typed = self.query_one(TextArea).text
        if typed == self._text:
            return self._data
        return typed.encode()

    @work(exclusive=True, exit_on_error=False, description="edit a document in $EDITOR")
    async def action_editor(self) -> None:
        """Edit it in `$VISUAL` or `$EDITOR`."""
        from kafkatui.tui.edited_file import EditedFile

        try:
            with EditedFile(self.value or b"", ".json" if self.field.syntax == "json" else ".txt") as file:
                await file.edit(self.app)
                data = file.read()
        except KafkatuiError as error:
            self.say(str(error))
            return
        await self.take(data)

    async def take(self, data: bytes) -> None:
        """Edit `data` from now on."""
        if data == (self.value or b""):
            return
        text = text_in_place(data)
        if text is not None and self._text is not None:
            self.query_one(TextArea).text = text
        else:
            self._data, self._text = data, text
            await self.recompose()
        self.post_message(FieldChanged())


def text_in_place(data: bytes | None) -> str | None:
    """The text of `data`; None when it is not to be edited in place: no UTF-8, other line ends, too much of it."""
    if data is None:
        return ""
    if len(data) > IN_PLACE_BYTES:
        return None
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    has_odd_characters = any(ord(character) < 0x20 and character not in "\n\t" for character in text)
    is_long = any(len(line) > LINE_CHARACTERS for line in text.split("\n"))
    return None if has_odd_characters or is_long else text
