"""An argument that is always a file."""

from __future__ import annotations

import os
from pathlib import Path

from kafkatui.cli.terminal import standard_input
from kafkatui.model.errors import UsageError


def file_bytes(file: str) -> bytes:
    """A file's bytes; of `-` standard input's.

    Raises:
        UsageError: it cannot be read.
    """
    if file == "-":
        return standard_input().read()
    try:
        return Path(os.path.expanduser(file)).read_bytes()
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}.") from None
