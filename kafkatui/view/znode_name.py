"""A znode's name as it is shown: what would not be seen is made visible."""

from __future__ import annotations

OPEN_BOX = "␣"


def visible_name(name: str) -> str:
    """The name with blanks at its beginning and its end as ␣: `/app` and `/app ` are two znodes."""
    inner = name.strip(" ")
    if not inner:
        return OPEN_BOX * len(name)
    before = len(name) - len(name.lstrip(" "))
    return OPEN_BOX * before + inner + OPEN_BOX * (len(name) - before - len(inner))


def visible_path(path: str) -> str:
    """The same for each part of a path."""
    return "/".join(visible_name(part) for part in path.split("/"))
