"""The address of one record in a web UI, made of a profile's template."""

from __future__ import annotations

import re
from urllib.parse import quote

PLACEHOLDERS = ("cluster", "topic", "partition", "offset")
"""What a template may name in braces."""

_FIELD = re.compile(r"\{([^{}]*)\}")


def unknown_field(template: str) -> str | None:
    """The first word in braces that stands for nothing; None when there is none."""
    return next((name for name in _FIELD.findall(template) if name not in PLACEHOLDERS), None)


def has_lone_brace(template: str) -> bool:
    """Whether a brace is without its other one."""
    return any(brace in _FIELD.sub("", template) for brace in "{}")


def record_link(template: str, cluster: str, topic: str, partition: int, offset: int) -> str:
    """The template with what it names filled in, fit for an address."""
    values = {"cluster": cluster, "topic": topic, "partition": str(partition), "offset": str(offset)}
    return _FIELD.sub(lambda field: quote(values[field[1]], safe=""), template)
