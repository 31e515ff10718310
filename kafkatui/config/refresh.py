"""How often pages read what they show: [refresh] of the settings file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kafkatui.config.suggestion import did_you_mean
from kafkatui.model.errors import ConfigError
from kafkatui.model.kinds import PAGE_NAMES
from kafkatui.model.refresh import checked_interval


def refresh_intervals(table: Mapping[str, Any], source: Callable[[str], str]) -> dict[str, float]:
    """Seconds between two reads by the page's name; `BY_HAND` for "off".

    Args:
        source: where the entry of a name stands, for the message.

    Raises:
        ConfigError: there is no such page, or the value is none that can be meant.
    """
    intervals = {}
    for page, value in table.items():
        if page not in PAGE_NAMES:
            raise ConfigError(f"{source(page)}: there is no page {page}.", did_you_mean(page, PAGE_NAMES))
        try:
            intervals[page] = checked_interval(value)
        except ValueError as bounds:
            raise ConfigError(f"{source(page)}: {page} is {bounds}.", f"Write {page} = 10.") from None
    return intervals
