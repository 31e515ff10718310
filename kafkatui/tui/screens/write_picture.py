"""`W` — write the screen as it is to a file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from kafkatui.model.task import TaskPhase
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.tasks import Task, TaskControl
from kafkatui.session.whole_file import whole_file
from kafkatui.tui.actions.picture import ENDINGS, Picture
from kafkatui.tui.dialog.file_place import look_at, shown_path
from kafkatui.tui.keys import bindings
from kafkatui.tui.screens.dimmed import DimmedScreen
from kafkatui.tui.screens.write_file import NotWritten

ADVICE = f"Ending {', '.join(ENDINGS)}. Enter writes, Esc does not."


class WritePictureScreen(DimmedScreen[None]):
    """Asks for a file name, whose ending chooses the format. An existing file is named and asked about.

    The file appears when it is whole: a write that fails leaves nothing behind and replaces nothing.

    Args:
        session: whose task the writing is.
        picture: of the screen as it was before this was asked.
        name: proposed for the file.
    """

    DEFAULT_CSS = """
    WritePictureScreen { align: center middle; background: $background 50%; }
    WritePictureScreen > Vertical { width: 80; max-width: 95%; height: auto; border: round $kafka; padding: 0 1;
                                    background: $background; border-title-color: $kafka; }
    WritePictureScreen Input { border: none; height: 1; padding: 0; background: $bar; }
    WritePictureScreen Static { color: $dim; margin-top: 1; }
    WritePictureScreen .-problem { color: $error; }
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("dialog.cancel")

    def __init__(self, session: ClusterView, picture: Picture, name: str) -> None:
        super().__init__()
        self._session = session
        self._picture = picture
        self._name = name
        self._overwrite = ""
        self._is_writing = False

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = "Write the screen"
            yield Input(value=self._name, select_on_focus=False)
            yield Static(ADVICE, markup=False)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        name = event.value.strip()
        if self._is_writing:
            return
        path = Path(os.path.expanduser(name))
        problem = self._problem_with(path) if name else "Type a file name."
        if problem:
            self._say(problem, is_problem=True)
        else:
            self._say("Writing …")
            self._write(path)

    def _problem_with(self, path: Path) -> str:
        """What is to be said instead of writing there; empty when nothing is."""
        if path.suffix.lower() not in ENDINGS:
            return f"Its name ends in one of {', '.join(ENDINGS)}: that says what is written."
        problem, found = look_at(path)
        if found is None or self._overwrite == str(path):
            return problem
        self._overwrite = str(path)
        return f"{shown_path(path)} exists ({found.st_size:,} B). Enter again replaces it."

    def _say(self, text: str, *, is_problem: bool = False) -> None:
        if self.is_mounted:
            line = self.query_one(Static)
            line.set_class(is_problem, "-problem")
            line.update(text)

    def _write(self, path: Path) -> None:
        picture = self._picture

        def work(_: TaskControl) -> Path:
            text = picture.text(path.suffix.lower())
            try:
                with whole_file(path) as file:
                    file.write(text)
            except OSError as error:
                raise NotWritten(f"{shown_path(path)}: {error.strerror or error}.", "Choose another place.") from None
            return path.resolve()

        self._is_writing = True
        self._session.tasks.start(f"Write the screen to {path.name}", work, on_end=self._hear_end)

    def _hear_end(self, task: Task[Path]) -> None:
        """Called in the task's thread."""
        self.app.call_later(self._ended, task)

    def _ended(self, task: Task[Path]) -> None:
        self._is_writing = False
        if task.error is not None:
            self._say(str(task.error), is_problem=True)
        elif task.state.phase is TaskPhase.DONE:
            self.app.notify(str(task.result()), title="Wrote the screen", markup=False)
            if self.is_mounted and self.is_current:
                self.dismiss()

    def action_cancel(self) -> None:
        """Write nothing."""
        self.dismiss()
