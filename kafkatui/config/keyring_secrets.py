"""The system's keyring (Secret Service, macOS Keychain, …), where there is one: the optional extra `keyring`."""

from __future__ import annotations

import re
from types import ModuleType

from kafkatui.model.errors import ConfigError
from kafkatui.model.extras import how_to_install

SERVICE = "kafkatui"
"""Under this service kafkatui keeps the secrets that it is given."""

WITHOUT = "Use ${env:NAME}, ${file:/path} or ${command:…} instead."


def keyring_reference(user: str) -> str:
    """What refers to a secret that `keep_in_keyring` kept for `user`."""
    return f"${{keyring:{SERVICE}/{user}}}"


def keyring_user(profile: str, name: str) -> str:
    """Whom a secret of a profile is kept for: `prod.sasl.password`, without what a reference cannot hold."""
    return re.sub(r"[/{}$]", "_", f"{profile}.{name}")


def keyring_secret(name: str, source: str) -> str:
    """The secret of `SERVICE/USER`.

    Args:
        source: where the reference was written, for the message.

    Raises:
        ConfigError: there is no such secret, or no keyring that answers.
    """
    service, slash, user = name.rpartition("/")
    if not slash or not service or not user:
        raise ConfigError(f"{source}: ${{keyring:…}} is of SERVICE/USER.", "Write it like ${keyring:kafkatui/prod}.")
    if (obstacle := keyring_obstacle()) is not None:
        raise ConfigError(f"{source}: {obstacle}", WITHOUT)
    try:
        secret = _keyring().get_password(service, user)
    except Exception as error:  # a backend lets through whatever its bus raises
        raise ConfigError(f"{source}: the keyring did not give {name}: {_words(error)}.", WITHOUT) from None
    if not secret:
        raise ConfigError(f"{source}: the keyring has no {name}.", f"`keyring set {service} {user}` puts it there.")
    return str(secret)


def keep_in_keyring(user: str, secret: str) -> None:
    """Keep a secret, or replace it.

    Raises:
        ConfigError: there is no keyring that answers, or it refuses.
    """
    if (obstacle := keyring_obstacle()) is not None:
        raise ConfigError(obstacle, WITHOUT)
    try:
        _keyring().set_password(SERVICE, user, secret)
    except Exception as error:  # as above
        raise ConfigError(f"The keyring did not take it: {_words(error)}.", WITHOUT) from None


def keyring_obstacle() -> str | None:
    """Why the keyring cannot be used, in a sentence; None when it can. It is not asked for anything yet."""
    try:
        keyring = _keyring()
    except ImportError:
        return f"The keyring needs: {how_to_install('keyring')}."
    try:
        backend = keyring.get_keyring()
        is_usable = float(backend.priority) > 0
    except Exception:  # a backend that cannot be loaded
        is_usable = False
    if is_usable:
        return None
    return (
        "This machine has no keyring that answers (is there no desktop? `dbus-run-session` with gnome-keyring has one)."
    )


def _keyring() -> ModuleType:
    import keyring

    module: ModuleType = keyring
    return module


def _words(error: Exception) -> str:
    """Which kind of failure; what it says may hold what was asked for."""
    return type(error).__name__
