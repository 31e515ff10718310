"""How to get what only some need: from the folder kafkatui is installed from; an index has the name elsewhere."""

from __future__ import annotations


def how_to_install(extra: str) -> str:
    """What to type for an extra of `pyproject.toml`.

    Args:
        extra: "schemas", "keyring" …
    """
    return f"pip install '.[{extra}]' in kafkatui's folder"
