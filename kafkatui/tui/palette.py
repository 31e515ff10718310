"""The command palette: every key that does something here, every page, every theme."""

from __future__ import annotations

from collections.abc import Iterable

from kafkatui.tui.active_keys import ActiveKey
from kafkatui.view.commands import Command

THEME_PREFIX = "theme "
"""Before the theme's name in the id of a command that chooses it."""

_NO_COMMANDS = ("palette", "leave", "interrupt")
_STEPS = ("lines.", "value.", "table.left", "table.right", "tree.")
"""Ids of keys that move by a step, which nobody looks for by name."""


def commands(keys: Iterable[ActiveKey], themes: Iterable[str]) -> list[Command]:
    """What the palette offers, in the registry's order; the ids are those of the keys."""
    offered = [
        Command(each.key.id, f"{each.key.label[:1].upper()}{each.key.label[1:]}", each.key.help, each.names)
        for each in keys
        if each.key.id not in _NO_COMMANDS and not each.key.id.startswith(_STEPS)
    ]
    return offered + [
        Command(f"{THEME_PREFIX}{theme}", f"Theme {theme}", "Use these colours until you leave.")
        for theme in sorted(themes, key=lambda name: (not name.startswith("kafkatui"), name))
    ]
