"""`w` — write the rows shown to a file."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from kafkatui.model.errors import KafkatuiError
from kafkatui.model.task import TaskPhase
from kafkatui.session.appended_file import appended_file, first_line
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.tasks import Task, TaskControl
from kafkatui.session.whole_file import whole_file
from kafkatui.tui.actions.write import RowsToWrite
from kafkatui.tui.dialog.choice_line import ChoiceLine
from kafkatui.tui.dialog.file_place import look_at, shown_path
from kafkatui.tui.keys import bindings
from kafkatui.tui.screens.dimmed import DimmedScreen
from kafkatui.view.raw_values import ENDING as RAW_ENDING
from kafkatui.view.raw_values import write_raw_values
from kafkatui.view.row_file import why_not_continued, write_rows
from kafkatui.view.task_lines import progress_text

PROGRESS_SECONDS = 0.2

APPEND = ">>"
"""Before a name, as shells have it."""


class NotWritten(KafkatuiError):
    """A file could not be written."""

    title = "Not written"


class WriteScreen(DimmedScreen[None]):
    """Asks for a file name, whose ending chooses the format. An existing file is named and asked about; after `>>` it
    is gone on with.

    The file appears when it is whole: a write that fails or is cancelled leaves nothing behind and replaces nothing.

    Args:
        session: whose task the writing is.
        choices: what may be written, at least one; the first is meant unless another is chosen.
    """

    DEFAULT_CSS = """
    WriteScreen { align: center middle; background: $background 50%; }
    WriteScreen > Vertical { width: 80; max-width: 95%; height: auto; border: round $kafka; background: $background;
                             border-title-color: $kafka; padding: 0 1; }
    WriteScreen Input { border: none; height: 1; padding: 0; background: $bar; }
    WriteScreen ChoiceLine { margin-top: 1; }
    WriteScreen Static { color: $dim; margin-top: 1; }
    WriteScreen .-problem { color: $error; }
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("dialog.cancel", "dialog.stop")

    def __init__(self, session: ClusterView, choices: Sequence[RowsToWrite]) -> None:
        super().__init__()
        self._session = session
        self._choices = choices
        self._rows = choices[0]
        self._overwrite = ""
        self._path = Path()
        self._writing: Task[int] | None = None

    def compose(self) -> ComposeResult:
        rows = self._rows
        with Vertical() as box:
            box.border_title = self._title
            yield Input(value=f"{rows.definition.id}{rows.ending}", select_on_focus=False)
            if len(self._choices) > 1:
                yield ChoiceLine(tuple(each.which for each in self._choices))
            yield Static(self._advice, markup=False)

    def on_mount(self) -> None:
        self.set_interval(PROGRESS_SECONDS, self._show_progress)

    @property
    def _title(self) -> str:
        rows = self._rows
        if rows.count is None:
            return f"Write {rows.which}"
        return f"Write {rows.count:,} {'marked ' if rows.are_marked else ''}{self._noun(rows.count)}"

    @property
    def _advice(self) -> str:
        raw = f" {RAW_ENDING}: the values' very bytes, a line each." if RAW_ENDING in self._rows.endings else ""
        chosen = " Tab, then ← → choose which." if len(self._choices) > 1 else ""
        endings = ", ".join(self._rows.endings)
        return f"Ending {endings}.{raw}{chosen} Enter writes, Esc does not.\n>> NAME goes on with a file."

    @on(ChoiceLine.Changed)
    def _choose(self, event: ChoiceLine.Changed) -> None:
        event.stop()
        if self._writing is None:
            self._rows = self._choices[self.query_one(ChoiceLine).index]
            self.query_one(Vertical).border_title = self._title

    def _noun(self, count: int | None) -> str:
        return self._rows.definition.noun if count == 1 else self._rows.definition.noun_plural

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        typed = event.value.strip()
        if self._writing is not None:
            return
        appends, name = typed.startswith(APPEND), typed.removeprefix(APPEND).strip()
        path = Path(os.path.expanduser(name))
        problem = self._problem_with(path, appends=appends) if name else "Type a file name."
        if problem:
            self._say(problem, is_problem=True)
        else:
            self._say("Writing …")
            self._write(path, appends=appends and path.exists() and path.stat().st_size > 0)

    def _problem_with(self, path: Path, *, appends: bool) -> str:
        """What is to be said instead of writing there; empty when nothing is."""
        shown = shown_path(path)
        problem, found = look_at(path)
        if found is None:
            return problem
        if appends:
            if not stat.S_ISREG(found.st_mode):
                return f"{shown} is no file that can be gone on with."
            try:
                return why_not_continued(path.suffix.lower(), self._rows.definition, first_line(path))
            except OSError as error:
                return f"{shown}: {error.strerror or error}."
        if self._overwrite == str(path):
            return ""
        self._overwrite = str(path)
        return f"{shown} exists ({found.st_size:,} B). Enter again replaces it, >> goes on with it."

    def _say(self, text: str, *, is_problem: bool = False) -> None:
        if not self.is_mounted:
            return
        line = self.query_one(Static)
        line.set_class(is_problem, "-problem")
        line.update(text)

    def _write(self, path: Path, *, appends: bool) -> None:
        """Write in a task: it goes on when this is closed."""
        rows = self._rows
        title = f"{self._title} {'behind those of' if appends else 'to'} {path.name}"

        def work(control: TaskControl) -> int:
            def tell(count: int) -> None:
                control.progress(count, rows.count, rows.definition.noun_plural)

            try:
                with appended_file(path) if appends else whole_file(path) as file:
                    ending = path.suffix.lower()
                    if ending == RAW_ENDING and RAW_ENDING in rows.endings:
                        return write_raw_values(file.buffer, rows.rows(control.check), tell)
                    found = rows.rows(control.check)
                    return write_rows(file, ending, rows.definition, found, tell, is_continued=appends)
            except OSError as error:
                raise NotWritten(f"{shown_path(path)}: {error.strerror or error}.", "Choose another place.") from None

        self._path = path
        self._writing = self._session.tasks.start(title, work, on_end=self._hear_end)

    def _hear_end(self, task: Task[int]) -> None:
        """Called in the task's thread."""
        self.app.call_later(self._ended, task)

    def _ended(self, task: Task[int]) -> None:
        self._writing = None
        if task.error is not None:
            if self.is_mounted:
                self._say(str(task.error), is_problem=True)
            else:
                self.app.notify(str(task.error), title=task.error.title, severity="error", markup=False)
        elif task.state.phase is TaskPhase.DONE:
            count = task.result()
            self.app.notify(f"{self._path.resolve()}", title=f"Wrote {count:,} {self._noun(count)}", markup=False)
            if self.is_mounted and self.is_current:
                self.dismiss()

    def _show_progress(self) -> None:
        if self._writing is not None and not self._writing.state.has_ended:
            state = self._writing.state
            text = progress_text(state.progress, state.line) or state.phase.value
            self._say(f"{text} · Esc leaves it running (7 shows it), Ctrl+X stops it")

    def action_stop(self) -> None:
        """Stop writing: nothing is left behind, nothing replaced."""
        if self._writing is not None:
            self._writing.cancel()
            self.dismiss()

    def action_cancel(self) -> None:
        """Write nothing; what is being written goes on."""
        self.dismiss()
