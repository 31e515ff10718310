"""The keys that do something at this moment, as the registry calls them."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from textual.binding import Binding

from kafkatui.model.key import Key
from kafkatui.model.key_registry import KeyRegistry
from kafkatui.tui.key_command import Dispatcher
from kafkatui.tui.key_names import key_name
from kafkatui.tui.keyed_screen import KeyedScreen
from kafkatui.tui.keymap import UNPRESSABLE


class ActiveKey(Struct, frozen=True):
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


def active_keys(screen: KeyedScreen) -> list[ActiveKey]:
    """What can be pressed on `screen`, in the registry's order; a key that an inner widget takes is the widget's.

    Left out: keys that would be typed into the input in focus, and what would only be refused.
    """
    pressed: dict[str, list[str]] = {}
    with screen.unchanged() as dispatcher:
        for _, binding, is_enabled, _ in screen.active_bindings.values():
            key_id = _key_id(screen.registry, dispatcher, binding) if is_enabled else None
            if key_id is None or binding.key == UNPRESSABLE:
                continue
            if screen.focused is not None and screen.focused.check_consume_key(binding.key, _character(binding.key)):
                continue
            pressed.setdefault(key_id, []).append(binding.key)
    registry = screen.registry
    return [ActiveKey(registry[key_id], pressed[key_id]) for key_id in registry if key_id in pressed]


def _key_id(registry: KeyRegistry, dispatcher: Dispatcher, binding: Binding) -> str | None:
    """The key that a binding stands for; None when it is Textual's own or would be refused."""
    is_press = binding.action.startswith("press(")
    key = dispatcher.meant_by(binding.key) if is_press else registry.get(binding.id or "")
    if key is None or (not key.action and not dispatcher.offer(key.id).is_open):
        return None
    return key.id


def _character(key: str) -> str | None:
    """What a key types; None when it types nothing. Textual itself does not know that `slash` is `/`."""
    if key == "space":
        return " "
    name = key_name(key)
    return name if len(name) == 1 and name.isascii() else None
