"""Bytes in a file of JSON or YAML: as a text, or in base64 where they are none."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from kafkatui.model.errors import UsageError


def filed_bytes(entry: Mapping[str, Any], where: str, advice: str) -> bytes | None:
    """What stands under "base64", else under "data"; None for null and where neither is.

    Args:
        where: the entry, for the message.
        advice: what to do where the data are no text.

    Raises:
        UsageError: it is no base64, or no text.
    """
    if "base64" in entry:
        try:
            return base64.b64decode(str(entry["base64"]), validate=True)
        except ValueError:
            raise UsageError(f"{where}: it is no base64.") from None
    data = entry.get("data")
    if data is not None and not isinstance(data, str):
        raise UsageError(f"{where}: its data are no text.", advice)
    return None if data is None else data.encode()
