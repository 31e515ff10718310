"""Texts as a file remembers them."""

from __future__ import annotations

from typing import Any


def plain_texts(found: Any) -> tuple[str, ...]:
    """A remembered list of texts, each once; nothing where it is none."""
    return tuple(dict.fromkeys(each for each in found if isinstance(each, str))) if isinstance(found, list) else ()
