"""Java's own serialisation, of which the name of the class is told."""

from __future__ import annotations

MAGIC = b"\xac\xed\x00\x05"
_CLASS_DESCRIPTION = 0x72
_STARTS = {0x73: 1, 0x75: 1, 0x7E: 1}
"""An object, an array or an enumeration, each followed by its class."""

_STRING = 0x74
_LENGTH_BYTES = 2


def java_class(data: bytes) -> str | None:
    """The class of what Java serialised ("Object Serialization Stream Protocol"); None when it did not."""
    if not data.startswith(MAGIC) or len(data) < len(MAGIC) + 1 + _LENGTH_BYTES:
        return None
    at = len(MAGIC)
    if data[at] == _STRING:
        return "java.lang.String"
    at += _STARTS.get(data[at], 0)
    if data[at] != _CLASS_DESCRIPTION:
        return "an unnamed class"
    size = int.from_bytes(data[at + 1 : at + 1 + _LENGTH_BYTES], "big")
    name = data[at + 1 + _LENGTH_BYTES :][:size]
    return name.decode("utf-8", "replace") if len(name) == size else "a class whose name is cut off"
