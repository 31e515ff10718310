"""kafkatui's variables of the environment: one that is empty is as good as none."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kafkatui.config.settings import ENVIRONMENT_PREFIX
from kafkatui.model.errors import ConfigError


def set_variables(environ: Mapping[str, str]) -> Mapping[str, str]:
    """The environment without those of our variables that hold nothing but blanks.

    `NAME= command` is how people take a variable away; it never means "no", nor an empty address.
    """
    return {name: value for name, value in environ.items() if value.strip() or not name.startswith(ENVIRONMENT_PREFIX)}


def path_of(text: str, source: str) -> Path:
    """A path as it was written, with `~` for the home.

    Args:
        source: where it was written, for the message.

    Raises:
        ConfigError: it is empty, or names a user's home that cannot be found.
    """
    if not text.strip() or "\0" in text:
        raise ConfigError(f"{source}: no file is named.", "Give a path or leave it out.")
    try:
        return Path(text).expanduser()
    except RuntimeError:
        home = text.partition("/")[0]
        raise ConfigError(f"{source}: the folder {home} is not known.", "Write the path out.") from None
