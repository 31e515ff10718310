"""`w` — write the rows shown to a file."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from kafkatui.tui.actions.write import RowsToWrite
from kafkatui.tui.keys import bindings
from kafkatui.view.row_file import ENDINGS, write_rows


class WriteScreen(ModalScreen[None]):
    """Asks for a file name, whose ending chooses the format. An existing file is named and asked about.

    The file appears when it is whole: a write that fails or is cancelled leaves nothing behind and replaces nothing.
    """

    DEFAULT_CSS = """
    WriteScreen { align: center middle; background: $background 50%; }
    WriteScreen > Vertical { width: 80; max-width: 95%; height: auto; border: round $kafka; background: $background;
                             border-title-color: $kafka; padding: 0 1; }
    WriteScreen Input { border: none; height: 1; padding: 0; background: $bar; }
    WriteScreen Static { color: $dim; margin-top: 1; }
    WriteScreen .-problem { color: $error; }
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("dialog.cancel")

    def __init__(self, rows: RowsToWrite) -> None:
        super().__init__()
        self._rows = rows
        self._overwrite = ""
        self._cancelled = threading.Event()
        self._is_writing = False

    def compose(self) -> ComposeResult:
        rows = self._rows
        with Vertical() as box:
            marked = "marked " if rows.are_marked else ""
            box.border_title = f"Write {rows.count:,} {marked}{self._noun(rows.count)}"
            yield Input(value=f"{rows.definition.id}{rows.ending}", select_on_focus=False)
            yield Static(f"Ending {', '.join(ENDINGS)}. Enter writes, Esc does not.", markup=False)

    def _noun(self, count: int) -> str:
        return self._rows.definition.noun if count == 1 else self._rows.definition.noun_plural

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        path = Path(os.path.expanduser(event.value.strip()))
        if self._is_writing:
            return
        if not event.value.strip():
            self._say("Type a file name.", is_problem=True)
        elif path.is_dir():
            self._say(f"{path} is a folder.", is_problem=True)
        elif path.exists() and self._overwrite != str(path):
            self._overwrite = str(path)
            self._say(f"{path} exists ({path.stat().st_size:,} B). Enter again replaces it.", is_problem=True)
        else:
            self._is_writing = True
            self._say("Writing …")
            self._write(path)

    def _say(self, text: str, *, is_problem: bool = False) -> None:
        if not self.is_mounted:
            return
        line = self.query_one(Static)
        line.set_class(is_problem, "-problem")
        line.update(text)

    @work(thread=True, exit_on_error=False, description="write rows to a file")
    def _write(self, path: Path) -> None:
        part = path.with_name(f"{path.name}.part")
        try:
            with part.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
                written = write_rows(
                    file, path.suffix.lower(), self._rows.definition, self._rows.rows(), self._tell_progress
                )
            if written is None:
                part.unlink()
                return
            part.replace(path)
        except OSError as error:
            part.unlink(missing_ok=True)
            self.app.call_from_thread(self._fail, f"{path}: {error.strerror or error}.")
            return
        self.app.call_from_thread(self._done, path, written)

    def _tell_progress(self, count: int) -> bool:
        """Called in the writing thread; False when the user does not want the file any more."""
        if self._cancelled.is_set():
            return False
        if count % 5_000 == 0:
            self.app.call_from_thread(self._say, f"Writing … {count:,} of {self._rows.count:,}. Esc cancels.")
        return True

    def _fail(self, problem: str) -> None:
        self._is_writing = False
        self._say(problem, is_problem=True)

    def _done(self, path: Path, count: int) -> None:
        self.app.notify(f"{path.resolve()}", title=f"Wrote {count:,} {self._noun(count)}", markup=False)
        if self.is_current:
            self.dismiss()

    def action_cancel(self) -> None:
        """Write nothing, or stop writing."""
        self._cancelled.set()
        self.dismiss()
