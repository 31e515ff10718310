"""Where a profile's secrets are: never written in clear by kafkatui, never in the journal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kafkatui.config.keyring_secrets import keep_in_keyring, keyring_obstacle, keyring_reference, keyring_user
from kafkatui.config.profile_text import FLAT_TABLES, Entry
from kafkatui.config.references import has_reference
from kafkatui.model.secrets import MASK, is_secret


@dataclass(frozen=True, slots=True)
class KeptSecret:
    """A secret that goes to the keyring when the change is made.

    Attributes:
        user: whom it is kept for there.
    """

    user: str
    secret: str = field(repr=False)

    def keep(self) -> None:
        """Put it there.

        Raises:
            ConfigError: there is no keyring that answers, or it refuses.
        """
        keep_in_keyring(self.user, self.secret)


@dataclass(frozen=True, slots=True)
class Placed:
    """A profile without secrets in clear.

    Attributes:
        kept: what goes to the keyring.
        wanted: variables of the environment that have to be set, by the property that each is for.
        obstacle: why there is no keyring; empty when there is, or nothing had to be put there.
    """

    entry: Entry
    kept: tuple[KeptSecret, ...] = ()
    wanted: Mapping[str, str] = field(default_factory=dict)
    obstacle: str = ""


def clear_secrets(entry: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """(table, property, value) of each secret that stands there itself, not by reference."""
    for table in FLAT_TABLES:
        for name, value in (entry.get(table) or {}).items():
            if is_secret(name) and isinstance(value, str) and value and value != MASK and not has_reference(value):
                yield table, name, value


def without_clear_secrets(entry: Mapping[str, Any], stand_in: str | None = MASK) -> Entry:
    """The profile with `stand_in` for each secret that stands in it itself; without them where that is None."""
    made = {key: dict(value) if key in FLAT_TABLES else value for key, value in entry.items()}
    for table, name, _ in clear_secrets(entry):
        if stand_in is None:
            del made[table][name]
        else:
            made[table][name] = stand_in
    return {key: value for key, value in made.items() if key not in FLAT_TABLES or value or not entry[key]}


def placed(name: str, entry: Mapping[str, Any], old: Mapping[str, Any] | None = None) -> Placed:
    """The profile with a reference for each secret: to the keyring, or to a variable where there is no keyring.

    Args:
        old: as it stands in the file; what somebody wrote there in clear and is the same stays.
    """
    made = {key: dict(value) if key in FLAT_TABLES else value for key, value in entry.items()}
    kept, wanted, obstacle = [], {}, ""
    for table, secret_name, value in clear_secrets(entry):
        if old is not None and (old.get(table) or {}).get(secret_name) == value:
            continue
        obstacle = obstacle or keyring_obstacle() or ""
        user = keyring_user(name, secret_name)
        if obstacle:
            wanted[secret_name] = variable = re.sub(r"[^A-Z0-9]+", "_", f"KAFKATUI_SECRET_{name}_{secret_name}".upper())
            made[table][secret_name] = f"${{env:{variable}}}"
        else:
            kept.append(KeptSecret(user, value))
            made[table][secret_name] = keyring_reference(user)
    return Placed(made, tuple(kept), wanted, obstacle)


def remarks_on(found: Placed) -> tuple[str, ...]:
    """Where the secrets go, a sentence each."""
    remarks = [f"A secret goes to the keyring, as {each.user}." for each in found.kept]
    remarks += [
        f"The secret {name} is not written anywhere: set the variable {variable} to it before the cluster is opened."
        for name, variable in found.wanted.items()
    ]
    return (*([found.obstacle] if found.wanted else []), *remarks)
