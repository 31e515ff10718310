"""Fills a dialog in once what stands in its fields has been read."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable
from typing import Any

from textual.screen import Screen

from kafkatui.model.errors import KafkatuiError
from kafkatui.model.field import Form
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.action_host import ActionHost
from kafkatui.session.tasks import TaskControl
from kafkatui.tui.dialog.document import DocumentEditor
from kafkatui.tui.dialog.fields import ChoiceEditor, FieldEditor
from kafkatui.tui.dialog.preview import Preview
from kafkatui.tui.widgets.long_work import LongWork
from kafkatui.view.span import Tone


class LateForm:
    """Reads it while the dialog can be typed in.

    Args:
        screen: the dialog.
        take: has what was read stand in the fields.
    """

    def __init__(
        self,
        screen: Screen[Any],
        session: ActionHost,
        action: Action[Any],
        targets: Targets,
        take: Callable[[Form], Coroutine[Any, Any, None]],
    ) -> None:
        self._screen = screen
        self._session = session
        self._action = action
        self._targets = targets
        self._take = take
        self._work = LongWork(screen)

    def start(self) -> None:
        """Read, if the action asks for it."""
        if self._action.has_to_read(self._session.actions.context, self._targets):
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
        self._screen.call_later(self._take, found)


async def fill_in(rows: Iterable[FieldEditor], form: Form, *, is_untouched: bool) -> None:
    """Have the documents that are empty, and the choices where nothing was typed, be as `form` has them."""
    for row in rows:
        default = form.field(row.field.name).default
        if isinstance(row, DocumentEditor):
            if row.value is None and default is not None:
                await row.take(default)
        elif is_untouched and isinstance(row, ChoiceEditor):
            row.choose(default)
