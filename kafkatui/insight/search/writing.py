"""How an expression is written: the other way round from what the lexer reads."""

from __future__ import annotations

import re
from collections.abc import Iterable

_PLAIN_NAME = re.compile(r"[\w$@-]+")


def quoted(text: str) -> str:
    """A text in quotes."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def is_plain_name(name: str) -> bool:
    """Whether a field's name needs no quotes."""
    return _PLAIN_NAME.fullmatch(name) is not None


def step_text(step: str | int) -> str:
    """One step of a path: `.user`, `["a.b"]`, `[0]`."""
    if isinstance(step, int):
        return f"[{step}]"
    return f".{step}" if is_plain_name(step) else f"[{quoted(step)}]"


def path_text(root: str, steps: Iterable[str | int]) -> str:
    """A place as a field: `value.user.items[0]`, `value["a.b"]`."""
    return root + "".join(map(step_text, steps))
