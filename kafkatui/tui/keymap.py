"""The config's `[keymap]`, checked against the registry of keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from textual.keys import Keys, _character_to_key

from kafkatui.config.suggestion import did_you_mean
from kafkatui.model.errors import ConfigError
from kafkatui.model.key import Key
from kafkatui.model.key_registry import KeyRegistry
from kafkatui.tui.key_names import key_name

UNPRESSABLE = "unpressable"
"""What Textual is told for a key that was given to something else: it takes an empty text for no change."""

_MODIFIERS = ("ctrl", "shift", "alt", "super", "hyper", "meta")
_NAMED_KEYS = frozenset(key.value for key in Keys)


def checked_keymap(keymap: Mapping[str, str], registry: KeyRegistry) -> dict[str, str]:
    """The keymap with its keys by Textual's names.

    Args:
        keymap: keys, comma separated, by the id of what they do.
        registry: all keys.

    Raises:
        ConfigError: there is no such id or no such key; the nearest id is named.
    """
    checked = {}
    for key_id, keys in keymap.items():
        if key_id not in registry:
            raise ConfigError(f"[keymap]: nothing is called {key_id}.", did_you_mean(key_id, registry))
        checked[key_id] = ",".join(checked_key(f"[keymap]: {key_id}", key) for key in split_keys(keys))
    return checked


def for_widgets(registry: KeyRegistry, remapped: KeyRegistry) -> dict[str, str]:
    """What Textual is to change in the bindings of widgets: every key that is another one after `remapped`."""
    return {key.id: key.keys or UNPRESSABLE for key in remapped.values() if key.keys != registry[key.id].keys}


def split_keys(keys: str) -> list[str]:
    """The keys of a comma separated text; a comma alone is the comma itself."""
    return [","] if keys.strip() == "," else [key.strip() for key in keys.split(",") if key.strip()]


def checked_key(source: str, key: str) -> str:
    """A key as it is written, by Textual's name; ConfigError, beginning with `source`, when there is none."""
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    name = _character_to_key(last) if len(last) == 1 else last.lower()
    is_known = len(last) == 1 or name in _NAMED_KEYS or _is_character_name(name)
    if not is_known or any(modifier.lower() not in _MODIFIERS for modifier in modifiers):
        raise ConfigError(
            f"{source}: there is no key {key}.",
            'Keys are written like "r", "f5", "ctrl+r" or "question_mark".',
        )
    return "+".join([*(modifier.lower() for modifier in modifiers), name])


def _is_character_name(name: str) -> bool:
    """Whether `name` is one of Textual's names for a printable character: `question_mark`."""
    return any(_character_to_key(chr(code)) == name for code in range(0x21, 0x7F))


def clashes(keymap: Mapping[str, str], registry: KeyRegistry) -> list[str]:
    """What a checked keymap takes away, in words: "r is now produce, no longer refresh"."""
    return [text for key_id in keymap for text in _clashes_of(registry[key_id], keymap, registry)]


def _clashes_of(changed: Key, keymap: Mapping[str, str], registry: KeyRegistry) -> Iterator[str]:
    for key in keymap[changed.id].split(","):
        for other in registry.values():
            if other is changed or not changed.meets(other):
                continue
            if key not in keymap.get(other.id, other.keys).split(","):
                continue
            if other.id not in keymap:
                yield f"{key_name(key)} is now “{changed.label}”, no longer “{other.label}”."
            elif list(keymap).index(changed.id) < list(keymap).index(other.id):
                yield f"{key_name(key)} is given to both “{changed.label}” and “{other.label}”."
