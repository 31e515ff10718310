"""A key and what it does, for whoever binds, shows or explains it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Key:
    """One thing a key does.

    Attributes:
        id: name in the config's `[keymap]`.
        keys: key names as Textual writes them, comma separated; the first is shown.
        action: the action of whoever binds it.
        label: one or two words for the footer.
        help: a sentence for `?` and the palette.
        group: heading under which `?` lists it.
        footer: 0 when the footer never shows it, else how soon it gives way where the line is short: 9 first, 1 last.
    """

    id: str
    keys: str
    action: str
    label: str
    help: str
    group: str
    footer: int = 0
