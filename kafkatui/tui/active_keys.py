"""The keys that do something at this moment, as the registry calls them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from textual.screen import Screen

from kafkatui.tui.key_names import key_name
from kafkatui.tui.keys import KEYS, Key


@dataclass(frozen=True, slots=True)
class ActiveKey:
    """A key that can be used where the focus is.

    Attributes:
        pressed: Textual names of all keys that do it; the config's keymap may have changed them.
    """

    key: Key
    pressed: Sequence[str]

    @property
    def names(self) -> str:
        """The keys as they stand on a keyboard: `j ↓`."""
        return " ".join(key_name(each) for each in self.pressed)


def active_keys(screen: Screen[Any]) -> list[ActiveKey]:
    """What can be pressed on `screen`, in the registry's order; a key that an inner widget takes is the widget's.

    Left out: keys that would be typed into the input in focus, and actions that would only say why they cannot be done.
    """
    pressed: dict[str, list[str]] = {}
    refused: frozenset[str] = getattr(screen, "refused_actions", frozenset())
    for _, binding, is_enabled, _ in screen.active_bindings.values():
        if not is_enabled or binding.id is None or binding.id not in KEYS or binding.action in refused:
            continue
        if screen.focused is not None and screen.focused.check_consume_key(binding.key, _character(binding.key)):
            continue
        pressed.setdefault(binding.id, []).append(binding.key)
    return [ActiveKey(KEYS[key_id], pressed[key_id]) for key_id in KEYS if key_id in pressed]


def _character(key: str) -> str | None:
    """What a key types; None when it types nothing. Textual itself does not know that `slash` is `/`."""
    if key == "space":
        return " "
    name = key_name(key)
    return name if len(name) == 1 and name.isascii() else None
