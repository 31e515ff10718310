"""A document in a file of its own while the user's editor has it."""

from __future__ import annotations

import os
import shlex
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Any

from textual.app import App

from kafkatui.model.errors import KafkatuiError


class EditorFailed(KafkatuiError):
    """The editor could not be used, or said that it failed."""

    title = "Not edited"


class EditedFile:
    """A file that only the user can read, gone when this is left.

    Args:
        data: what it holds at first.
        suffix: tells the editor what it is: ".json".
        is_read_only: whether the editor shall not write it.

    Raises:
        EditorFailed: no file could be made.
    """

    def __init__(self, data: bytes, suffix: str, *, is_read_only: bool = False) -> None:
        try:
            handle, name = tempfile.mkstemp(prefix="kafkatui-", suffix=suffix)
            self._path = Path(name)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            if is_read_only:
                self._path.chmod(0o400)
        except OSError as error:
            raise EditorFailed(f"No file could be made for the editor: {error.strerror}.") from None

    def __enter__(self) -> EditedFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._path.unlink(missing_ok=True)

    async def edit(self, app: App[Any]) -> None:
        """Hand the terminal to `$VISUAL` or `$EDITOR`, else vi, until it ends.

        Raises:
            KafkatuiError: there is no such program, or it said that it failed: what it wrote is not to be used.
        """
        from kafkatui.tui.outside import outside

        editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
        try:
            words = shlex.split(editor)
        except ValueError:
            words = [editor]
        code = await outside(app, [*words, str(self._path)])
        if code != 0:
            raise EditorFailed(f"{words[0]} ended with {code}: nothing was taken over.")

    def read(self) -> bytes:
        """What the editor left.

        Raises:
            EditorFailed: it is gone.
        """
        try:
            return self._path.read_bytes()
        except OSError as error:
            raise EditorFailed(f"What the editor left cannot be read: {error.strerror}.") from None
