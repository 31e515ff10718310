"""Secrets by reference: `${env:NAME}`, `${file:/path}`, `${command:pass show kafka}` and `${keyring:service/user}`,
resolved only for the cluster in use and never shown."""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Mapping

from kafkatui.config.environment import path_of
from kafkatui.model.errors import ConfigError
from kafkatui.model.secrets import MASK, mask_properties

MAX_SECRET_FILE_BYTES = 1024 * 1024

COMMAND_SECONDS = 4.0
"""So long a command may take: a cluster is open within 5 s, or said not to be."""

_REFERENCE = re.compile(r"\$\{(env|file|command|keyring):([^}]*)\}")


def has_reference(value: str) -> bool:
    """True when the value refers to a variable, a file, a command or the keyring."""
    return _REFERENCE.search(value) is not None


def variables_referred_to(*texts: str) -> tuple[str, ...]:
    """The variables of the environment that texts, a whole settings file among them, take values from."""
    return tuple(sorted({name for text in texts for kind, name in _REFERENCE.findall(text) if kind == "env"}))


def resolve_references(value: str, environ: Mapping[str, str], source: str) -> str:
    """The value with every reference replaced by what it refers to.

    A file and a command give their text without the newline at its end. A command is run as it stands, without a shell.
    What is read is never part of a message.

    Args:
        source: where the value was written, for the message.

    Raises:
        ConfigError: the variable is not set, the file cannot be read, the command fails or takes over
            `COMMAND_SECONDS`, or the keyring does not have it.
    """

    def replacement(match: re.Match[str]) -> str:
        kind, name = match.groups()
        match kind:
            case "env":
                return _from_environment(name, environ, source)
            case "file":
                return _from_file(name, source)
            case "command":
                return _from_command(name, environ, source)
        from kafkatui.config.keyring_secrets import keyring_secret

        return keyring_secret(name, source)

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


def _from_command(text: str, environ: Mapping[str, str], source: str) -> str:
    """What it writes to its standard output; whatever else it says may hold the secret and goes nowhere."""
    try:
        words = shlex.split(text)
    except ValueError:
        words = []
    if not words:
        raise ConfigError(
            f"{source}: no command can be read in ${{command:…}}.", "Write it like ${command:pass show k}."
        )
    what, advice = f"{source}: the command {words[0]}", "Try it in a shell; it is asked nothing and gets no terminal."
    try:
        run = subprocess.run(
            words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            timeout=COMMAND_SECONDS, env=dict(environ), check=False, start_new_session=True,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise ConfigError(f"{what} has not ended after {COMMAND_SECONDS:.0f} s.", advice) from None
    except OSError as error:
        raise ConfigError(f"{what} cannot be run: {error.strerror}.", "Give its path, or put it on PATH.") from None
    if run.returncode != 0:
        raise ConfigError(f"{what} ended with {run.returncode}.", advice)
    try:
        secret = run.stdout.decode().removesuffix("\n").removesuffix("\r")
    except UnicodeDecodeError:
        raise ConfigError(f"{what} wrote something that is not UTF-8 text.", advice) from None
    if not secret:
        raise ConfigError(f"{what} wrote nothing.", advice)
    return secret
