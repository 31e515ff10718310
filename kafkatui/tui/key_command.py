"""What a key of the screen does for whoever has the focus, and who is asked for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence

from msgspec import Struct

from kafkatui.model.key import NOT_HERE, OFFERED, Key, Offer


def always() -> Offer:
    """Offered wherever it is known."""
    return OFFERED


class KeyCommand(Struct, frozen=True):
    """What is done when a key is pressed.

    Attributes:
        run: does it; called only while `offer` is open.
        offer: whether it can be done now; asked at every repaint of the footer, so it must be cheap.
    """

    run: Callable[[], Awaitable[None] | None]
    offer: Callable[[], Offer] = always


KeyCommands = Mapping[str, KeyCommand]
"""Commands by the id of their key."""


class Dispatcher:
    """Knows for every key of the screen what it does now.

    Args:
        keys: those of the screen, in the registry's order and with the config's keymap applied.
        sources: asked at every press: who has commands, the innermost first.
    """

    def __init__(self, keys: Sequence[Key], sources: Callable[[], Iterable[KeyCommands]]) -> None:
        self._sources = sources
        self._offers: dict[str, Offer] | None = None
        self._by_press: dict[str, list[Key]] = {}
        for key in keys:
            for pressed in key.pressed:
                self._by_press.setdefault(pressed, []).append(key)

    @property
    def pressed(self) -> tuple[str, ...]:
        """Every key that is the screen's, by Textual's name."""
        return tuple(self._by_press)

    def now(self) -> Dispatcher:
        """The same while nothing changes: for whoever wants to know of many keys. Each offer is asked for once."""
        sources = tuple(self._sources())
        found = Dispatcher((), lambda: sources)
        found._by_press = self._by_press
        found._offers = {}
        return found

    def command(self, key_id: str) -> KeyCommand | None:
        """What the key of that id does where the focus is; None when nobody knows it."""
        return next((source[key_id] for source in self._sources() if key_id in source), None)

    def offer(self, key_id: str) -> Offer:
        """Whether it can be done where the focus is."""
        if self._offers is not None and key_id in self._offers:
            return self._offers[key_id]
        command = self.command(key_id)
        offer = NOT_HERE if command is None else command.offer()
        if self._offers is not None:
            self._offers[key_id] = offer
        return offer

    def meant_by(self, pressed: str) -> Key | None:
        """The key that a press means here; one that can be done goes before one that is refused."""
        refused = None
        for key in self._by_press.get(pressed, ()):
            offer = self.offer(key.id)
            if offer.is_open:
                return key
            if offer.is_here and refused is None:
                refused = key
        return refused
