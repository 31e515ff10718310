"""An argument that is always a file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from kafkatui.cli.action_verbs import action_command
from kafkatui.cli.terminal import standard_input
from kafkatui.model.errors import UsageError
from kafkatui.session.action_base import Action


def file_command(name: str, action: Action[Any]) -> click.Command:
    """The verb of an action whose argument FILE is always a file, without the @ that other fields take."""
    command = action_command(name, action)
    for parameter in command.params:
        if parameter.human_readable_name == "FILE":
            parameter.callback = lambda _context, _parameter, value: file_bytes(value)
    return command


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
