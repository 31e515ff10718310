"""Property files, as `java.util.Properties` and as librdkafka's tools read them."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ESCAPES = {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|(.))", re.DOTALL)
_ENTRY = re.compile(r"((?:\\.|[^\\=:\s])+)[ \t\f]*(?:[=:][ \t\f]*|[ \t\f]|$)(.*)", re.DOTALL)


def java_properties(text: str) -> dict[str, str]:
    """The properties of a file: comments, lines that go on, escapes, `=`, `:` or a blank between name and value."""
    found = {}
    for line in _logical_lines(text):
        match = _ENTRY.fullmatch(line)
        if match is not None:
            found[_unescaped(match[1])] = _unescaped(match[2])
    return found


def plain_properties(text: str) -> dict[str, str]:
    """`name=value` lines and comments; nothing is escaped."""
    found = {}
    for line in text.splitlines():
        name, equals, value = line.strip().partition("=")
        if equals and name.strip() and not name.startswith("#"):
            found[name.strip()] = value.strip()
    return found


def _logical_lines(text: str) -> Iterator[str]:
    begun = ""
    for line in re.split(r"\r\n|\r|\n", text):
        line = line.lstrip(" \t\f")
        if not begun and (not line or line[0] in "#!"):
            continue
        backslashes = len(line) - len(line.rstrip("\\"))
        if backslashes % 2:
            begun += line[:-1]
            continue
        yield begun + line
        begun = ""
    if begun:
        yield begun


def _unescaped(text: str) -> str:
    def plain(match: re.Match[str]) -> str:
        return chr(int(match[1], 16)) if match[1] else _ESCAPES.get(match[2], match[2])

    unescaped = _ESCAPE.sub(plain, text)
    return unescaped.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # two escapes may be one character
