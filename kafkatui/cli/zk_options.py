"""What the verbs that look into ZooKeeper ask for."""

from __future__ import annotations

import click

from kafkatui.cli.completed_names import complete_znode
from kafkatui.insight.walk_rate import read_rate
from kafkatui.model.errors import FieldError, UsageError
from kafkatui.model.subtree import DEFAULT_RATE

PATH = click.argument("path", default="/", metavar="[PATH]", shell_complete=complete_znode)

rate_option = click.option(
    "--rate", metavar="N|max", help=f"Znodes a second at most (default {DEFAULT_RATE:,}); max: no limit."
)


def typed_rate(text: str | None) -> float | None:
    """Znodes a second; None for no limit.

    Raises:
        UsageError: it is neither a number above 0 nor `max`.
    """
    try:
        return read_rate(text)
    except FieldError as error:
        raise UsageError(f"--rate: {error.what}", error.advice) from None


def normal_path(path: str) -> str:
    """The path with a slash before it and none after."""
    return "/" + path.strip("/")
