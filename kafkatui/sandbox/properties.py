"""Java's .properties text, as the servers read it."""

from __future__ import annotations

from collections.abc import Mapping


def format_properties(properties: Mapping[str, object]) -> str:
    """One `key=value` line each; booleans in Java's spelling, backslashes escaped."""
    return "".join(f"{key}={_text(value)}\n" for key, value in properties.items())


def parse_properties(text: str) -> dict[str, str]:
    """The `key=value` lines of a simple properties file; comments and blank lines are left out."""
    lines = [line.strip() for line in text.splitlines()]
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {key: value for key, _, value in pairs}


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value).replace("\\", "\\\\")
