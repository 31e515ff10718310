"""A command line with placeholders: `kcat -t {topic}`, to be filled in as a list of arguments or for a shell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_PLACEHOLDER = re.compile(r"\{\{([a-z_]+)\}\}|\{([a-z_]+)\}")
"""`{name}`; `{{name}}` stands for `{name}` itself. Other braces are what they are: awk and jq have theirs."""

_TOKENS = re.compile(r"\\.|\$?\(|[\"'`)]", re.DOTALL)
_ENDS = {'"': '"', "'": "'", "`": "`", "(": ")"}
"""What opens something in a shell's program, and what ends it."""


def placeholders(text: str) -> Iterator[str]:
    """The names in it, in their order, each as often as it stands there."""
    return (found[2] for found in _PLACEHOLDER.finditer(text) if found[2])


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with the values in it; KeyError for a name without one."""
    return _PLACEHOLDER.sub(lambda found: f"{{{found[1]}}}" if found[1] else values[found[2]], text)


def for_shell(text: str, values: Mapping[str, str]) -> tuple[str, list[str]]:
    """A shell's program and its arguments: values are arguments, so that nothing in them is ever read as a program.

    Raises:
        KeyError: a name has no value.
        ValueError: a name stands in single quotes, where a shell reads nothing; its text is the name.
    """
    parts: list[str] = []
    arguments: list[str] = []
    end, still_open = 0, ""
    for found in _PLACEHOLDER.finditer(text):
        before = text[end : found.start()]
        still_open = _open_after(before, still_open)
        parts.append(before)
        end = found.end()
        if found[1]:
            parts.append(f"{{{found[1]}}}")
            continue
        if still_open.endswith("'"):
            raise ValueError(found[2])
        arguments.append(values[found[2]])
        number = f"${{{len(arguments)}}}"
        parts.append(number if still_open.endswith('"') else f'"{number}"')
    return "".join([*parts, text[end:]]), arguments


def _open_after(text: str, still_open: str) -> str:
    """What is open after a piece of a shell's program, the innermost last: quotes, parentheses, back quotes.

    Args:
        still_open: what was open before it.
    """
    for token in _TOKENS.findall(text):
        inner, sign = still_open[-1:], token[-1]
        if sign == _ENDS.get(inner) and (inner == "'" or token[0] != "\\"):
            still_open = still_open[:-1]
        elif inner == "'" or token[0] == "\\" or sign == ")" or (inner == '"' and token in ("(", "'")):
            continue
        else:
            still_open += sign
    return still_open
