"""A profile's url_template: where a record is to be found in a web UI."""

from __future__ import annotations

from kafkatui.config.suggestion import did_you_mean
from kafkatui.model.errors import ConfigError
from kafkatui.model.record_link import PLACEHOLDERS, has_lone_brace, unknown_field

EXAMPLE = "http://ui.example.invalid/topics/{topic}/messages?partition={partition}&offset={offset}"


def check_url_template(value: object, source: str) -> str:
    """A template as it was written, checked.

    Args:
        source: where it stands, for messages.

    Raises:
        ConfigError: it is no address, or names what there is not.
    """
    advice = f'Write it like "{EXAMPLE}".'
    if not isinstance(value, str) or not value.strip().startswith(("http://", "https://")):
        raise ConfigError(f"{source} is an address that begins with http:// or https://.", advice)
    unknown = unknown_field(value)
    if unknown is not None:
        named = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
        nearest = did_you_mean(unknown, PLACEHOLDERS)
        raise ConfigError(f"{source}: there is no {{{unknown}}}.", nearest or f"There are {named}.")
    if has_lone_brace(value):
        raise ConfigError(f"{source}: a brace stands alone in it.", advice)
    return value.strip()
