"""What a window's page tells: keys, its size, whether it has the focus."""

from __future__ import annotations

import json
from typing import Any


def read_message(text: str) -> tuple[str, Any] | None:
    """The kind of a message and what it has; None for what is none, which is passed over."""
    try:
        envelope = json.loads(text)
    except ValueError:
        return None
    match envelope:
        case ["stdin", str(data)]:
            return "stdin", data
        case ["resize", {"width": int(width), "height": int(height)}]:
            return "resize", (width, height)
        case ["ping", data]:
            return "ping", data
        case ["blur" | "focus" as kind, *_]:
            return kind, None
    return None
