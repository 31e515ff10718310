"""Secrets by reference: `${env:NAME}` and `${file:/path}`, resolved only for the cluster in use and never shown."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kafkatui.config.environment import path_of
from kafkatui.model.errors import ConfigError
from kafkatui.model.secrets import MASK, mask_properties

MAX_SECRET_FILE_BYTES = 1024 * 1024

_REFERENCE = re.compile(r"\$\{(env|file):([^}]*)\}")


def has_reference(value: str) -> bool:
    """True when the value refers to a variable or a file."""
    return _REFERENCE.search(value) is not None


def resolve_references(value: str, environ: Mapping[str, str], source: str) -> str:
    """The value with every reference replaced by what it refers to.

    A file gives its text without the newline at its end. What is read is never part of a message.

    Args:
        source: where the value was written, for the message.

    Raises:
        ConfigError: the variable is not set, or the file cannot be read.
    """

    def replacement(match: re.Match[str]) -> str:
        kind, name = match.groups()
        return _from_environment(name, environ, source) if kind == "env" else _from_file(name, source)

    return _REFERENCE.sub(replacement, value)


def masked(properties: Mapping[str, str], secret_names: frozenset[str] = frozenset()) -> dict[str, str]:
    """Properties to be shown, with the value of every secret replaced by `MASK`.

    Args:
        secret_names: further names to mask, as `Profile.secret_properties` gives them.
    """
    shown = mask_properties(properties)
    return {name: MASK if name in secret_names and value else value for name, value in shown.items()}


def _from_environment(name: str, environ: Mapping[str, str], source: str) -> str:
    if not environ.get(name):
        state = "is empty" if name in environ else "is not set"
        raise ConfigError(f"{source}: the environment variable {name} {state}.", f"Set {name} or take it out.")
    return environ[name]


def _from_file(name: str, source: str) -> str:
    path = path_of(name, source)
    try:
        if path.stat().st_size > MAX_SECRET_FILE_BYTES:
            raise ConfigError(f"{source}: {path} is too big to be a secret.", "A secret's file holds at most 1 MiB.")
        return path.read_text(encoding="utf-8").removesuffix("\n").removesuffix("\r")
    except OSError as error:
        what = f"{source}: {path} cannot be read: {error.strerror}."
        raise ConfigError(what, "Check the path in ${file:…}.") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{source}: {path} is not UTF-8 text.", "A secret's file holds the secret as text.") from None
