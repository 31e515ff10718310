"""Fixed layouts, as kcat's `-s` has them."""

from __future__ import annotations

import struct
from typing import Any

from kafkatui.codec.decoded import Subject
from kafkatui.codec.formats.binary_json import StructureDecoder
from kafkatui.model.errors import UsageError

PREFIX = "pack:"
FORMS = (
    "pack: and letters as kcat's -s has them: < > order, b B h H i I q Q numbers, c a character, s the rest, $ the end"
)

_NUMBERS = frozenset("bBhHiIqQ")


class PackDecoder(StructureDecoder):
    """Values of a fixed layout: `pack:>iq s`.

    Args:
        layout: kcat's letters (https://github.com/edenhill/kcat, `kcat -h`); big-endian unless it says otherwise.

    Raises:
        UsageError: there is no such letter.
    """

    help = "A fixed layout, as kcat's -s has it."

    def __init__(self, layout: str) -> None:
        self.name = PREFIX + layout
        self._layout = layout
        unknown = sorted(set(layout) - _NUMBERS - set("<>cs$ "))
        if unknown or not layout.strip(" <>$"):
            raise UsageError(f"“{self.name}” is no layout.", f"It reads {FORMS}.")

    def read(self, subject: Subject, data: bytes) -> Any:
        order, at = ">", 0
        values: list[Any] = []
        for letter in self._layout:
            if letter in "<>":
                order = letter
            elif letter == "$":
                if at < len(data):
                    raise ValueError(f"{len(data) - at:,} bytes follow")
            elif letter == "s":
                values.append(data[at:].decode())
                at = len(data)
            elif letter != " ":
                form = struct.Struct(order + ("c" if letter == "c" else letter))
                if at + form.size > len(data):
                    raise ValueError(f"it ends before the value {len(values) + 1}")
                value = form.unpack_from(data, at)[0]
                values.append(value.decode("latin-1") if letter == "c" else value)
                at += form.size
        return values[0] if len(values) == 1 else values
