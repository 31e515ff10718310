"""What bytes say once they are decoded: whole, as one line, or as the beginning of that line."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from msgspec import Struct

from kafkatui.codec.json_text import flatten_json
from kafkatui.codec.sanitise import sanitise

NULL = "null"
EMPTY = "empty"
TEXT = "text"
JSON = "json"
PENDING = "pending"


class Part(Enum):
    """Which part of something bytes are; each is decoded in its own way."""

    KEY = "key"
    VALUE = "value"
    HEADERS = "headers"
    ZNODE = "znode"


class Subject(Struct, frozen=True):
    """Where bytes come from: of a topic's records the part, or the data of a znode.

    Attributes:
        source: the topic's name, or the znode's path.
    """

    source: str
    part: Part


class Decoded(Struct, frozen=True):
    """All that some bytes say. What is filtered, shown, copied, written and printed is made of this one.

    Attributes:
        text: not sanitised, with its line breaks; empty for null and for empty data, which `type` tells apart.
        type: what the bytes were taken for: "text", "json", "int64", "hex" …, "null", "empty", "pending".
        size_bytes: of the data.
        reason: why it is not shown as asked for or expected ("invalid UTF-8 at byte 17"); empty when it is.
        tree: the same as JSON, where it has a structure to fold and to indent.
        lines: the lines to read it in, where these are not the text's; made when they are looked at.
        is_lossy: the text does not tell the bytes, as some of them are no text.
        is_indented: the text's line breaks are layout, and not part of what it says.
        is_masked: the settings hide some of it, so that its bytes are nobody's to see.
    """

    text: str
    type: str
    size_bytes: int
    reason: str = ""
    tree: bytes | None = None
    lines: Sequence[str] | None = None
    is_lossy: bool = False
    is_indented: bool = False
    is_masked: bool = False

    @property
    def line(self) -> str:
        """The whole text as it stands in a row: of indented JSON the lines are joined. Not sanitised."""
        return flatten_json(self.text) if self.is_indented else self.text


class Preview(Struct, frozen=True):
    """The beginning of `Decoded.line`, at a cost that depends on its length and not on the data's.

    Attributes:
        text: not sanitised; at most as many characters as were asked for.
        is_cut: whether the line goes on.
    """

    text: str
    type: str
    reason: str = ""
    is_cut: bool = False

    @property
    def shown(self) -> str:
        """The text, sanitised, and "…" where it goes on."""
        return sanitise(self.text) + ("…" if self.is_cut else "")


@dataclass(frozen=True, slots=True)
class Pending:
    """The bytes cannot be decoded before something has been fetched.

    Attributes:
        what: "fetching schema 7".
        ready: set when it is worth trying again.
    """

    what: str
    ready: threading.Event = field(default_factory=threading.Event, compare=False)


def preview_of(decoded: Decoded, max_characters: int) -> Preview:
    """The preview of what is decoded already, for formats that cannot be decoded by halves."""
    return cut_preview(decoded.line, decoded.type, max_characters, reason=decoded.reason)


def cut_preview(line: str, type_: str, max_characters: int, *, reason: str = "", goes_on: bool = False) -> Preview:
    """A preview of a line of which the beginning is given; `goes_on` when that is not all of it."""
    is_cut = goes_on or len(line) > max_characters
    return Preview(line[:max_characters], type_, reason, is_cut)
