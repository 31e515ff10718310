"""Fills a dialog in once what stands in its fields has been read."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen

from kafkatui.model.errors import KafkatuiError
from kafkatui.model.field import Form
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.action_host import ActionHost
from kafkatui.session.tasks import TaskControl
from kafkatui.tui.dialog.document import DocumentEditor
from kafkatui.tui.dialog.preview import Preview
from kafkatui.tui.widgets.long_work import LongWork
from kafkatui.view.span import Tone


class LateForm:
    """Documents that nothing has been typed in meanwhile get what was read.

    Args:
        screen: the dialog.
    """

    def __init__(self, screen: Screen[Any], session: ActionHost, action: Action[Any], targets: Targets) -> None:
        self._screen = screen
        self._session = session
        self._action = action
        self._targets = targets
        self._work = LongWork(screen)

    def start(self) -> None:
        """Read, if the action asks for it."""
        if self._action.reads_form:
            self._screen.query_one(Preview).say(("Reading what there is now …", Tone.DIM))
            self._work.start(f"Read for: {self._action.spec.title}", self._read, self._fill)

    def cancel(self) -> None:
        """The dialog is left."""
        self._work.cancel()

    def _read(self, control: TaskControl) -> Form | KafkatuiError:
        try:
            return self._action.read_form(self._session.actions.context, self._targets, control)
        except KafkatuiError as error:
            return error

    def _fill(self, found: Form | KafkatuiError | None) -> None:
        if found is None or not self._screen.is_mounted:
            return
        if isinstance(found, KafkatuiError):
            self._screen.query_one(Preview).say(("✗ ", Tone.BAD), (str(found), Tone.PLAIN))
            return
        for row in self._screen.query(DocumentEditor):
            data = found.field(row.field.name).default
            if row.value is None and data is not None:
                self._screen.call_later(row.take, data)
