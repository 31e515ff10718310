"""A file that appears when it is whole, under a name that nobody else has until then."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO


@contextmanager
def whole_file(path: Path, new_mode: int | None = None) -> Iterator[TextIO]:
    """A text file to write `path` with; it takes that name at the end, and is gone when anything is raised.

    Meanwhile nobody else may read it. In the end its rights are those of the file it replaces, else what the umask
    leaves.

    Args:
        new_mode: the rights of one that replaces none; None: what the umask leaves.

    Raises:
        OSError: it could not be made, written or renamed.
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent or Path())
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace", newline="") as file:
            yield file
        temporary.chmod(_mode_of(path, new_mode))
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _mode_of(path: Path, new_mode: int | None) -> int:
    try:
        return path.stat().st_mode & 0o777
    except OSError:
        if new_mode is not None:
            return new_mode
        umask = os.umask(0)
        os.umask(umask)
        return 0o666 & ~umask
