"""`E` — what is shown, in the user's editor: to look at, nothing is taken over."""

from __future__ import annotations

from collections.abc import Callable

from textual.widget import Widget

from kafkatui.model.errors import KafkatuiError
from kafkatui.tui.messages import Failed
from kafkatui.tui.widgets.long_work import LongWork


def open_in_editor(widget: Widget, what: str, make: Callable[[], tuple[str, str]]) -> None:
    """Hand the terminal to `$EDITOR` with a file that it can only read.

    Args:
        widget: told when it failed.
        make: gives the text and what the file's name ends in; called in a task, as it may take long.
    """

    def opened(made: tuple[str, str] | None) -> None:
        if made is not None:
            widget.run_worker(_edit(widget, *made), exclusive=True, exit_on_error=False, group="editor")

    LongWork(widget).start(f"Open {what} in $EDITOR", lambda _: make(), opened)


async def _edit(widget: Widget, text: str, suffix: str) -> None:
    from kafkatui.tui.edited_file import EditedFile

    try:
        with EditedFile(text.encode("utf-8", "surrogateescape"), suffix, is_read_only=True) as file:
            await file.edit(widget.app)
    except KafkatuiError as error:
        widget.post_message(Failed(error))
