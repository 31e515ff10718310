"""A secret that an action asks for: from a file, from standard input, or typed unseen; never on the command line."""

from __future__ import annotations

import getpass
import os
from pathlib import Path

from kafkatui.cli.terminal import standard_input
from kafkatui.model.errors import UsageError
from kafkatui.model.field import Field

STANDARD_INPUT = "-"


def secret_option(field: Field) -> str:
    """The verb's option, which names a file."""
    return f"{field.option_name}-file"


def secret_of(field: Field, path: str | None) -> str:
    """The first line of the file, without its end; asked for twice on the terminal where none is named.

    Raises:
        UsageError: it cannot be read, is empty, or nobody can be asked.
    """
    if path is None:
        return _asked(field)
    try:
        data = standard_input().readline() if path == STANDARD_INPUT else Path(os.path.expanduser(path)).read_bytes()
        text = data.decode().split("\n")[0].rstrip("\r")
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path} is no UTF-8.") from None
    if not text:
        raise UsageError(f"{path} begins with an empty line.", f"The {field.title.lower()} is its first line.")
    return text


def _asked(field: Field) -> str:
    try:
        os.close(os.open("/dev/tty", os.O_RDWR))
    except OSError:
        raise UsageError(
            f"Nobody can be asked for the {field.title.lower()}: there is no terminal.",
            f"{secret_option(field)} FILE reads it, {secret_option(field)} - from standard input.",
        ) from None
    typed = getpass.getpass(f"{field.title}: ")
    if typed != getpass.getpass(f"{field.title} again: "):
        raise UsageError("The two are not the same.")
    return typed
