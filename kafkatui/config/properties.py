"""librdkafka properties as they are typed: `-X name=value`, TOML values and environment variables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from kafkatui.model.errors import ConfigError

ENVIRONMENT_PREFIX = "KAFKATUI_KAFKA_"
"""`KAFKATUI_KAFKA_SASL_USERNAME` gives `sasl.username`: no property that one would set has an underscore of its own."""

_NAME = re.compile(r"[a-z][a-z0-9._]*")
_CALLBACK = re.compile(r".*_cb|opaque|default_topic_conf|logger")


def parse_properties(texts: Iterable[str], source: str = "-X") -> dict[str, str]:
    """`name=value` texts as a map, later ones winning; a value may hold `=` and be empty.

    Raises:
        ConfigError: no `=`, a name that no property can have, or one that kafkatui cannot take as text. The value is
            never part of the message, it may be a secret.
    """
    properties = {}
    for text in texts:
        name, equals, value = text.partition("=")
        name = name.strip()
        if not equals:
            raise ConfigError(f"{source}: {name if _NAME.fullmatch(name) else 'this'} has no value.", _ADVICE)
        properties[check_property_name(name, source)] = value.strip()
        check_property_value(name, properties[name], source)
    return properties


def property_text(name: str, value: Any, source: str) -> str:
    """A TOML value as librdkafka reads it: `true` for true, digits for numbers.

    Raises:
        ConfigError: the value is a list or a date, or one that librdkafka cannot survive.
    """
    if isinstance(value, bool):
        text = "true" if value else "false"
    elif isinstance(value, str | int | float):
        text = str(value)
    else:
        raise ConfigError(
            f"{source}: {name} is a {type(value).__name__}, a property is one text, number, true or false.",
        )
    check_property_value(name, text, source)
    return text


def properties_from_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """The properties that `KAFKATUI_KAFKA_…` variables give."""
    found = {}
    for variable, value in environ.items():
        if variable.startswith(ENVIRONMENT_PREFIX):
            name = variable.removeprefix(ENVIRONMENT_PREFIX).lower().replace("_", ".")
            found[check_property_name(name, variable)] = value
            check_property_value(name, value, variable)
    return found


def check_property_name(name: str, source: str) -> str:
    """The name itself, when it can be a property's; ConfigError otherwise."""
    if not _NAME.fullmatch(name):
        raise ConfigError(f"{source}: {name!r} is no name of a client property.", _ADVICE)
    if _CALLBACK.fullmatch(name):
        raise ConfigError(f"{source}: {name} is a piece of program, not a property.", "Leave it out.")
    return name


def check_property_value(name: str, value: str, source: str) -> None:
    """ConfigError for a value that librdkafka does not survive."""
    if name == "group.id" and not value:
        raise ConfigError(
            f"{source}: group.id is empty, on which librdkafka ends the whole program.",
            "Leave it out: kafkatui joins no group.",
        )


_ADVICE = "Write it like sasl.mechanism=PLAIN."
