"""The expression that means the records of one key and no others, whatever its bytes are."""

from __future__ import annotations

from kafkatui.insight.search.writing import quoted


def exact_key(key: bytes | None) -> str:
    """`key is "user-1"`; of bytes that are no plain text `key is 0x00ff`; without a key `key = null`."""
    if key is None:
        return "key = null"
    try:
        text = key.decode()
    except UnicodeDecodeError:
        text = ""
    if not text or not text.isprintable():
        return f"key is 0x{key.hex()}"
    return f"key is {quoted(text)}"
