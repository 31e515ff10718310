"""What is said of a file's name before anything is written there."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from kafkatui.codec.sanitise import sanitise
from kafkatui.view.text_width import cut

SHOWN_PATH_CELLS = 200
"""Of a path, what is repeated; as long a one as can be, 4,096 bytes, would fill the screen."""


def shown_path(path: Path) -> str:
    """The path as a sentence has it."""
    return cut(sanitise(str(path)), SHOWN_PATH_CELLS)


def look_at(path: Path) -> tuple[str, os.stat_result | None]:
    """Why nothing can be written there, empty when it can; and what is there now, None for nothing."""
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return "", None  # the latter is told by who makes the file
    except (OSError, ValueError) as error:
        return f"{shown_path(path)}: {getattr(error, 'strerror', None) or error}.", None
    return (f"{shown_path(path)} is a folder.", None) if stat.S_ISDIR(found.st_mode) else ("", found)
