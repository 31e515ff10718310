"""What is typed after `--decode`: a decoder for the values, or one for each part of a record."""

from __future__ import annotations

import re

from kafkatui.codec.decoded import Part
from kafkatui.model.errors import UsageError
from kafkatui.model.local_schema import KINDS, local_schema

_PARTS = {part.value: part for part in (Part.KEY, Part.VALUE, Part.HEADERS)}

FORMS = "FORMAT for the values, or PART=FORMAT,… where PART is key, value or headers"


def parse_decoding(text: str) -> dict[Part, str]:
    """The decoder's name by part: of "int64" the values', of "key=text,value=int64" both.

    Raises:
        UsageError: a part is none, is named twice, or has no decoder.
    """
    chosen: dict[Part, str] = {}
    for piece in _pieces(text):
        before, equals, after = piece.partition("=")
        if local_schema(before) is not None:  # a path may have any characters in it
            before, equals = piece, ""
        name, part_name = (after.strip(), before.strip()) if equals else (before.strip(), Part.VALUE.value)
        part = _PARTS.get(part_name)
        if part is None:
            raise UsageError(f"{part_name!r} is no part of a record: --decode takes {FORMS}.")
        if not name:
            raise UsageError(f"--decode names no format for the {part_name}: it takes {FORMS}.")
        if part in chosen:
            raise UsageError(f"--decode names two formats for the {part_name}.")
        chosen[part] = name
    return chosen


def _pieces(text: str) -> list[str]:
    """What stands between commas; where a file is named only between those that a part follows."""
    names_file = any(f"{kind}:" in text for kind in KINDS)
    return re.split(rf",(?=\s*(?:{'|'.join(_PARTS)})\s*=)", text) if names_file else text.split(",")
