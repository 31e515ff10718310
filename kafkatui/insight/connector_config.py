"""A connector's configuration as it may be shown, typed and compared: secrets stay where they are."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from kafkatui.model.secrets import MASK, is_secret, mask_text, secret_values

_REFERENCE = re.compile(r"\$\{[^}]*\}")
"""What a worker fills in from a file or the like; it names a secret and is none."""


def is_hidden(name: str, value: str) -> bool:
    """Whether a property's value must not be shown."""
    return bool(value) and is_secret(name) and not _REFERENCE.fullmatch(value.strip())


def shown_config(config: Mapping[str, str]) -> dict[str, str]:
    """The configuration, sorted, with secrets masked."""
    return {name: MASK if is_hidden(name, value) else value for name, value in sorted(config.items())}


def hidden_names(config: Mapping[str, str]) -> tuple[str, ...]:
    """The properties whose values `shown_config` masks."""
    return tuple(name for name, value in sorted(config.items()) if is_hidden(name, value))


def shown_trace(trace: str, config: Mapping[str, str]) -> str:
    """A stack trace without the values of secret properties, which some plugins print."""
    return mask_text(trace, secret_values({name: value for name, value in config.items() if is_hidden(name, value)}))


def filled_in(typed: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str]:
    """What was typed, with the values that are there now where the mask was left standing.

    Raises:
        ValueError: a mask stands where nothing is there now; says of which property.
    """
    filled = {}
    for name, value in typed.items():
        if MASK in value and value != MASK:
            raise ValueError(f"{name} has the mask of a secret within its value.")
        if value == MASK and name not in now:
            raise ValueError(f"{name} is masked, and there is no value of it to keep.")
        filled[name] = now[name] if value == MASK else value
    return filled


def read_config(text: str) -> tuple[str, dict[str, str]]:
    """A configuration typed as JSON: the name that it gives, empty for none, and its properties.

    It is an object of properties, or one of `name` and `config` as Connect's own interface has it.

    Raises:
        ValueError: it is neither; says why.
    """
    try:
        found = json.loads(text)
    except ValueError as error:
        raise ValueError(f"It is no JSON: {error}.") from None
    if not isinstance(found, dict):
        raise ValueError("It is no JSON object of properties.")
    inner = found.get("config")
    properties = inner if isinstance(inner, dict) else found
    config = {}
    for name, value in properties.items():
        if isinstance(value, dict | list):
            raise ValueError(f"{name} is {'an object' if isinstance(value, dict) else 'a list'}: properties are texts.")
        if value is not None:
            config[name] = str(value).lower() if isinstance(value, bool) else str(value)
    return str(found.get("name") or config.get("name") or ""), config


def config_text(config: Mapping[str, str]) -> str:
    """The configuration as indented JSON, secrets masked."""
    return json.dumps(shown_config(config), indent=2, ensure_ascii=False)
