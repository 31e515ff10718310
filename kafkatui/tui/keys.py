"""Keys of the registry as Textual's bindings, for the widgets that take them."""

from __future__ import annotations

from collections.abc import Mapping

from textual.binding import Binding, BindingType

from kafkatui.model.key import Key
from kafkatui.model.key_registry import KeyRegistry
from kafkatui.session.action_catalogue import action_keys
from kafkatui.view.keys import KEYS


def asked_of_screen(key: Key) -> str:
    """The Textual action of a key of the screen, whoever binds it."""
    return f"screen.do('{key.id}')"


def bindings(*ids: str, actions: Mapping[str, str] | None = None, before_input: bool = False) -> list[BindingType]:
    """Bindings of those keys, for a widget's `BINDINGS`.

    Args:
        actions: by id, what the key does in this widget when its action has another name there.
        before_input: whether they are taken before an input in the widget takes them: Ctrl+X cuts in every one.
    """
    return [
        Binding(
            key.keys,
            (actions or {}).get(key.id) or key.action or asked_of_screen(key),
            key.label,
            show=key.footer > 0,
            priority=before_input,
            id=key.id,
            tooltip=key.help,
        )
        for key in (KEYS[key_id] for key_id in ids)
    ]


def all_keys() -> KeyRegistry:
    """Every key: those of the screen and its parts, and those of the actions."""
    return KEYS.with_keys(action_keys())
