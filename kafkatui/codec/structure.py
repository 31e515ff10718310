"""Structured data of any format as JSON: what a binary format says, in the form that people and filters know."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import msgspec

from kafkatui.codec.decoded import Decoded

MAX_DEPTH = 100


def as_structure(value: Any, type_: str, size_bytes: int, reason: str = "") -> Decoded:
    """A structure of Python's own types as `Decoded`: compact JSON, which is folded and indented where it is shown.

    Bytes are in hexadecimal, as everywhere else; keys are texts; what JSON has no form for is its text.

    Raises:
        ValueError: it is nested deeper than `MAX_DEPTH`.
    """
    tree = msgspec.json.encode(plain(value))
    return Decoded(tree.decode(), type_, size_bytes, reason, tree, None, is_lossy=True)


def plain(value: Any, depth: int = 0) -> Any:
    """The same in what JSON has: objects with texts as keys, lists, texts, numbers, true, false, null.

    Raises:
        ValueError: it is nested deeper than `MAX_DEPTH`.
    """
    if depth > MAX_DEPTH:
        raise ValueError(f"nested deeper than {MAX_DEPTH} levels")
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).hex()
    if isinstance(value, Mapping):
        return {_key(key): plain(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item, depth + 1) for item in value]
    return plain(value.isoformat() if hasattr(value, "isoformat") else str(value))


def _key(key: Any) -> str:
    """A key as text; of what is no text its JSON, so that 1 and true are told apart from what else there is."""
    if isinstance(key, str):
        return _text(key)
    return msgspec.json.encode(plain(key)).decode().strip('"')


def _text(text: str) -> str:
    """Without lone surrogates, which JSON cannot write."""
    return text.encode("utf-8", "replace").decode()
