"""Bytes as the journal keeps them: text where they are text, base64 where they are not, null told from empty."""

from __future__ import annotations

import base64
from typing import Any


def image_of(data: bytes | None) -> dict[str, str] | None:
    """A JSON value that `data_of` makes the same bytes of."""
    if data is None:
        return None
    try:
        return {"text": data.decode()}
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(data).decode("ascii")}


def data_of(image: Any) -> bytes | None:
    """The bytes of an image."""
    if image is None:
        return None
    if "base64" in image:
        return base64.b64decode(image["base64"])
    return str(image["text"]).encode()
