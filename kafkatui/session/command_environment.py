"""What a command of the user's own finds in its environment: the connection, as kafkatui's own variables have it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kafkatui.config.browser import IN_BROWSER
from kafkatui.config.properties import ENVIRONMENT_PREFIX as PROPERTY_PREFIX
from kafkatui.config.references import has_reference
from kafkatui.config.resolve import NO_ZOOKEEPER, NOTE_VARIABLE
from kafkatui.model.field import Values
from kafkatui.model.profile import Profile
from kafkatui.model.secrets import secret_values

FIELD_PREFIX = "KAFKATUI_FIELD_"
"""Before a field's name, in capitals, in the variable that holds what was typed there; secrets are nowhere else."""

_OTHERS = frozenset({IN_BROWSER, NOTE_VARIABLE, "KAFKATUI_CLUSTER", "KAFKATUI_BOOTSTRAP_SERVER"})
"""Ours that would lead a kafkatui that is started there elsewhere."""


def command_environment(profile: Profile, values: Values, environ: Mapping[str, str]) -> dict[str, str]:
    """The environment of a command: ours, the cluster's connection and what was typed.

    Args:
        environ: ours.
    """
    kept = {
        name: value
        for name, value in environ.items()
        if name not in _OTHERS and not name.startswith((PROPERTY_PREFIX, FIELD_PREFIX))
    }
    properties = {
        f"{PROPERTY_PREFIX}{name.upper().replace('.', '_')}": value
        for name, value in profile.kafka.items()
        if name != "bootstrap.servers" and value and not has_reference(value)
    }
    return {
        **kept,
        **properties,
        "KAFKATUI_PROFILE": profile.name,
        "KAFKATUI_BOOTSTRAP_SERVERS": profile.bootstrap_servers,
        "KAFKATUI_ZOOKEEPER": NO_ZOOKEEPER if profile.zookeeper is None else profile.zookeeper.connect,
        **({"KAFKATUI_READ_ONLY": "true"} if profile.read_only else {}),
        **{f"{FIELD_PREFIX}{name.upper()}": value_text(value) for name, value in values.items()},
    }


def value_text(value: Any) -> str:
    """What was typed as a command is given it; nothing is an empty text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def known_secrets(profile: Profile) -> tuple[str, ...]:
    """Values that are masked in what a command writes, the longest first."""
    zookeeper = profile.zookeeper.properties if profile.zookeeper is not None else {}
    given = {
        value
        for name, value in {**profile.kafka, **zookeeper}.items()
        if name in profile.secret_properties and len(value) > 2
    }
    found = {*secret_values(profile.kafka), *secret_values(zookeeper), *given}
    return tuple(sorted(found, key=len, reverse=True))
