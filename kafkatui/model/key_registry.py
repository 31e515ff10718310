"""All keys there are, as one value: what footer, `?`, palette and the config's keymap read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from kafkatui.model.key import Key, Part
from kafkatui.model.replacing import replace


class KeyRegistry(Mapping[str, Key]):
    """Keys by id, in the order given, which is the footer's.

    Args:
        groups: keys of the screen, of its parts, of actions.

    Raises:
        ValueError: two keys have one id.
    """

    def __init__(self, *groups: Iterable[Key]) -> None:
        self._keys: dict[str, Key] = {}
        for key in (key for group in groups for key in group):
            if key.id in self._keys:
                raise ValueError(f"two keys are called {key.id}")
            self._keys[key.id] = key

    def __getitem__(self, key_id: str) -> Key:
        return self._keys[key_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    def of(self, part: Part) -> tuple[Key, ...]:
        """The keys that `part` takes."""
        return tuple(key for key in self._keys.values() if key.part is part)

    def with_keys(self, keys: Iterable[Key]) -> KeyRegistry:
        """These and `keys`."""
        return KeyRegistry(self._keys.values(), keys)

    def remapped(self, keymap: Mapping[str, str]) -> KeyRegistry:
        """The same with other keys for some ids; a key that they take is no longer that of anything they meet."""
        changed = [replace(self[key_id], keys=keys) for key_id, keys in keymap.items()]

        def left(key: Key) -> str:
            def is_taken(pressed: str) -> bool:
                return any(pressed in other.pressed and other.meets(key) for other in changed)

            return ",".join(pressed for pressed in key.pressed if not is_taken(pressed))

        return KeyRegistry(
            replace(key, keys=keymap[key.id] if key.id in keymap else left(key)) for key in self._keys.values()
        )

    def clashes(self) -> list[tuple[Key, Key]]:
        """Pairs that could be meant by one press."""
        return [
            (one, other)
            for one, other in combinations(self._keys.values(), 2)
            if set(one.pressed) & set(other.pressed) and one.meets(other)
        ]
