"""Property files, as `java.util.Properties` reads them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from kafkatui.codec.decoded import Decoded, Preview, Subject
from kafkatui.codec.formats.text import SAMPLE_BYTES, as_text, text_preview
from kafkatui.codec.structure import MAX_DEPTH, plain
from kafkatui.model.property_lines import java_properties

NONE_IN_IT = "it has no line NAME=VALUE"
TOO_LARGE = f"it is larger than {SAMPLE_BYTES // 1024} KiB"

_CERTAIN = re.compile(rb"(?:[ \t]*(?:#[^\r\n]*|[\w.$-]+[ \t]*=[^\r\n]*)?(?:\r\n|\n|$))+")
_ENTRY = re.compile(rb"^[ \t]*[\w.$-]+[ \t]*=", re.MULTILINE)
AT_LEAST = 2
"""Lines NAME=VALUE by which data are taken for properties where nobody said so."""


class PropertiesDecoder:
    """The text as it was written, and a tree of the names, which dots part."""

    name = "properties"
    help = "Java properties, and their tree by the dots in their names; what has none is shown as text."

    def decode(self, subject: Subject, data: bytes) -> Decoded:
        """The text, with the tree."""
        tree, problem = _parsed(data)
        text = as_text(data, f"not properties: {problem}" if problem else "")
        return text if problem else Decoded(text.text, self.name, len(data), "", tree, None, text.is_lossy)

    def preview(self, subject: Subject, data: bytes, max_characters: int) -> Preview:
        """The beginning of the text."""
        _, problem = _parsed(data)
        preview = text_preview(data, max_characters, f"not properties: {problem}" if problem else "")
        return preview if problem else Preview(preview.text, self.name, "", preview.is_cut)


def looks_like_properties(data: bytes) -> bool:
    """Whether every line of a text is NAME=VALUE, a comment or empty, and some are the first."""
    if len(data) > SAMPLE_BYTES or _CERTAIN.fullmatch(data) is None:
        return False
    return len(_ENTRY.findall(data)) >= AT_LEAST


def _parsed(data: bytes) -> tuple[bytes, str]:
    """The tree as JSON, and why there is none, empty when there is."""
    if len(data) > SAMPLE_BYTES:
        return b"", TOO_LARGE
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return b"", f"invalid UTF-8 at byte {error.start}"
    found = java_properties(text) if "=" in text or ":" in text else {}
    return (msgspec.json.encode(plain(_tree(found))), "") if found else (b"", NONE_IN_IT)


def _tree(properties: Mapping[str, str]) -> dict[str, Any]:
    """By the dots in the names; a name that goes on below one that has a value stays whole."""
    tree: dict[str, Any] = {}
    for name in sorted(properties, key=lambda each: each.count(".")):  # a value before what goes on below its name
        parts = name.split(".")
        if len(parts) > MAX_DEPTH or not all(parts):
            tree[name] = properties[name]
            continue
        below: Any = tree
        while len(parts) > 1 and isinstance(below.get(parts[0], {}), dict):
            below = below.setdefault(parts.pop(0), {})
        below[".".join(parts)] = properties[name]
    return tree
