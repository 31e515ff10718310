"""A file that is gone on with: what is written stands behind what is there, whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

MOST_CHARACTERS = 100_000
"""Of a first line, what is looked at."""


@contextmanager
def appended_file(path: Path) -> Iterator[TextIO]:
    """A text file that writes behind the last line of `path`, which must be there.

    A last line without an end gets one first. When anything is raised, the file is cut to what it was, unless somebody
    else has written to it meanwhile.

    Raises:
        OSError: it could not be opened or written.
    """
    with path.open("rb+") as raw:
        before = raw.seek(0, os.SEEK_END)
        if before:
            raw.seek(-1, os.SEEK_END)
            if raw.read(1) != b"\n":
                raw.write(b"\n")
    written = 0
    try:
        with path.open("a", encoding="utf-8", errors="backslashreplace", newline="") as file:
            try:
                yield file
            finally:
                file.flush()
                written = file.tell()
    except BaseException:
        if path.stat().st_size == written or not written:
            os.truncate(path, before)
        raise


def first_line(path: Path) -> str:
    """What it begins with, its end apart.

    Raises:
        OSError: it cannot be read.
    """
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        return file.readline(MOST_CHARACTERS).rstrip("\r\n")
