"""What a settings file hides of records: [[clusters.NAME.mask]]."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kafkatui.config.suggestion import did_you_mean
from kafkatui.model.errors import ConfigError
from kafkatui.model.mask import FORMS, STARS, MaskRule, mask_rule

MASK_FIELDS: Mapping[str, str] = {
    "topic": "A name, or a pattern: users*.",
    "field": f"{FORMS}. Values that are not read as fields are hidden whole.",
    "with": "****, hash (equal texts for equal values while kafkatui runs) or last4.",
}
"""What a [[clusters.NAME.mask]] may hold."""


def mask_rules(written: Any, source: str) -> tuple[MaskRule, ...]:
    """The rules of one cluster.

    Args:
        written: the list of tables.
        source: where it stands, for messages.

    Raises:
        ConfigError: one of them is none; says which.
    """
    if not isinstance(written, list) or not all(isinstance(each, dict) for each in written):
        raise ConfigError(f"{source}: mask is a list of tables.", "Write [[clusters.NAME.mask]].")
    return tuple(_rule(each, f"{source}: mask {number}") for number, each in enumerate(written, start=1))


def _rule(table: Mapping[str, Any], source: str) -> MaskRule:
    for name, value in table.items():
        if name not in MASK_FIELDS:
            raise ConfigError(f"{source}: it has no {name}.", did_you_mean(name, MASK_FIELDS))
        if not isinstance(value, str):
            raise ConfigError(f"{source}: {name} is a text.", MASK_FIELDS[name])
    for name in ("topic", "field"):
        if name not in table:
            raise ConfigError(f"{source}: {name} is missing.", MASK_FIELDS[name])
    try:
        return mask_rule(table["topic"], table["field"], table.get("with", STARS))
    except ValueError as error:
        raise ConfigError(f"{source}: {error}") from None
