"""Decoded bytes with what the settings hide taken out: of structures single fields, of all else everything."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Iterator, Sequence
from typing import Any

from kafkatui.codec.decoded import EMPTY, NULL, PENDING, Decoded
from kafkatui.model.local_schema import local_schema
from kafkatui.model.mask import ANY, ANY_DEPTH, REASON, TYPE, Mask, MaskWith, masked_text
from kafkatui.model.replacing import replace

_KEY = secrets.token_bytes(32)
"""Made anew each time: whoever sees hashes cannot try values out."""

_HASH_DIGITS = 12

_READ_WITH_NAMES = frozenset({
    "auto", "json", "schema", "msgpack", "cbor", "smile", "avro-file", "gzip", "zstd", "lz4", "snappy",
    "consumer-offsets", "transaction-log",
})  # fmt: skip
"""Decoders that give a structure with its own names, where a field that is not found is not there. What any other one
makes of the bytes may hold it somewhere else."""

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_SCALAR = re.compile(r"[^\s,\]}]+")
_SPACE = re.compile(r"\s*")
_NESTING = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)


def masked(decoded: Decoded, masks: Sequence[Mask], decoder: str, data: bytes) -> Decoded:
    """What may be shown of it.

    Args:
        masks: of this part; any number.
        decoder: the name of the one that decoded it.
        data: what was decoded.
    """
    if not masks or decoded.type in (NULL, EMPTY, PENDING):
        return decoded
    whole = next((mask for mask in masks if not mask.path), None)
    if whole is None and decoded.tree is not None and _tells_names(decoder):
        try:
            text = _Masking(decoded.tree.decode()).masked(masks)
        except (RecursionError, ValueError, IndexError):
            text = None
        if text is not None:
            tree = text.encode()
            return replace(
                decoded, text=text, tree=tree, lines=None, type=f"{decoded.type} {TYPE}", reason=REASON, is_lossy=True,
                is_masked=True, is_indented=True,
            )  # fmt: skip
    return _hidden(decoded, MaskWith.STARS if whole is None else whole.how, data)


def hidden_text(decoded: Decoded, mask: Mask) -> str:
    """What a mask hides of it, each value on a line of its own: what is decoded without masks, to be shown by itself.

    All of the text where it has no such fields by which they could be told.
    """
    if not mask.path or decoded.tree is None:
        return decoded.text
    values = list(_found(json.loads(decoded.tree), (mask,)))
    return "\n".join(each if isinstance(each, str) else json.dumps(each, ensure_ascii=False) for each in values)


def _found(value: Any, masks: Sequence[Mask]) -> Iterator[Any]:
    """What masks mean of a value, as `_Masking` goes through its text."""
    if any(not mask.path for mask in masks):
        yield value
    elif isinstance(value, dict):
        for name, each in value.items():
            if inner := tuple(_within(masks, name)):
                yield from _found(each, inner)
    elif isinstance(value, list):
        inner = tuple(dict.fromkeys((*masks, *_within(masks, None))))
        for each in value:
            yield from _found(each, inner)


def _hidden(decoded: Decoded, how: MaskWith, data: bytes) -> Decoded:
    """Nothing of it; its last characters only of text as it is, of which another way to read would show others."""
    text = decoded.text if decoded.type == "text" else ""
    shown = masked_text(text, how, _digest(data))
    return Decoded(shown, TYPE, decoded.size_bytes, REASON, is_lossy=True, is_masked=True)


def _digest(data: bytes) -> str:
    return hmac.new(_KEY, data, hashlib.sha256).hexdigest()[:_HASH_DIGITS]


def _tells_names(decoder: str) -> bool:
    return decoder in _READ_WITH_NAMES or local_schema(decoder) is not None


class _Masking:
    """Goes through JSON that is known to be valid and leaves all that is not hidden as it was written."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._out: list[str] = []

    def masked(self, masks: Sequence[Mask]) -> str | None:
        """The same text without what the masks hide; None where it is no object and no list.

        Raises:
            ValueError, IndexError, RecursionError: it cannot be gone through.
        """
        start = self._space(0)
        if self._text[start : start + 1] not in ("{", "["):
            return None
        end = self._value(start, tuple(masks))
        return "".join([self._text[:start], *self._out, self._text[end:]])

    def _value(self, at: int, masks: tuple[Mask, ...]) -> int:
        """Takes the value that begins at a place; where it ends."""
        hiding = next((mask for mask in masks if not mask.path), None)
        if hiding is not None or not masks:
            end = self._end(at)
            raw = self._text[at:end]
            self._out.append(raw if hiding is None or raw == "null" else json.dumps(_shown(raw, hiding.how)))
            return end
        if self._text[at] == "{":
            return self._members(at, masks)
        if self._text[at] == "[":
            return self._elements(at, masks)
        end = self._end(at)
        self._out.append(self._text[at:end])
        return end

    def _members(self, at: int, masks: tuple[Mask, ...]) -> int:
        at = self._copied(at, self._space(at + 1))
        while self._text[at] != "}":
            name_end = self._end(at)
            name = json.loads(self._text[at:name_end])
            value = self._space(self._space(name_end) + 1)
            self._copied(at, value)
            at = self._between(self._value(value, tuple(_within(masks, name))))
        self._out.append("}")
        return at + 1

    def _elements(self, at: int, masks: tuple[Mask, ...]) -> int:
        at = self._copied(at, self._space(at + 1))
        inner = tuple(dict.fromkeys((*masks, *_within(masks, None))))
        while self._text[at] != "]":
            at = self._between(self._value(at, inner))
        self._out.append("]")
        return at + 1

    def _between(self, at: int) -> int:
        """From the end of a value to the next one, or to the bracket that closes."""
        next_at = self._space(at)
        if self._text[next_at] == ",":
            next_at = self._space(next_at + 1)
        return self._copied(at, next_at)

    def _copied(self, at: int, end: int) -> int:
        self._out.append(self._text[at:end])
        return end

    def _space(self, at: int) -> int:
        found = _SPACE.match(self._text, at)
        return at if found is None else found.end()

    def _end(self, at: int) -> int:
        """Where the value that begins there ends."""
        first = self._text[at]
        if first not in "{[":
            found = (_STRING if first == '"' else _SCALAR).match(self._text, at)
            if found is None:
                raise ValueError("no value")
            return found.end()
        depth = 0
        for piece in _NESTING.finditer(self._text, at):
            if piece.group()[0] != '"':
                depth += 1 if piece.group() in "{[" else -1
                if not depth:
                    return piece.end()
        raise ValueError("it does not end")


def _within(masks: Sequence[Mask], name: str | None) -> Iterator[Mask]:
    """What holds of the masks for a field, or for an element of a list, which has no name."""
    for mask in masks:
        head, rest = mask.path[0], mask.path[1:]
        if head == ANY_DEPTH:
            yield mask
            yield from _within([Mask(rest, mask.how)], name)
        elif head == ANY or (name is not None and head == name.lower()):
            yield Mask(rest, mask.how)


def _shown(raw: str, how: MaskWith) -> str:
    """In place of a value of JSON: its text, where it is one or a number, tells its last characters."""
    value = json.loads(raw) if raw[0] == '"' else raw
    text = "" if raw[0] in "{[" else str(value)
    return masked_text(text, how, _digest(str(value).encode("utf-8", "surrogatepass")))
