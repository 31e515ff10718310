"""A screen whose keys come from the registry: they do what whoever has the focus says."""

from __future__ import annotations

from collections.abc import Awaitable, Iterable, Iterator
from contextlib import contextmanager

from textual.binding import Binding
from textual.screen import Screen

from kafkatui.model.key import Key, Part
from kafkatui.model.key_registry import KeyRegistry
from kafkatui.tui.key_command import Dispatcher, KeyCommands


class KeyedScreen(Screen[None]):
    """Takes every key of the screen and asks those around the focus for what it does.

    Args:
        registry: all keys, as the user's keymap has them.
    """

    def __init__(self, registry: KeyRegistry) -> None:
        super().__init__()
        self.dispatcher = Dispatcher((), self.key_commands)
        self.use_keys(registry)

    def use_keys(self, registry: KeyRegistry) -> None:
        """Take other keys from now on."""
        for pressed in self.dispatcher.pressed:
            del self._bindings.key_to_bindings[pressed]
        self.registry = registry
        self.dispatcher = Dispatcher(registry.of(Part.SCREEN), self.key_commands)
        for pressed in self.dispatcher.pressed:
            self._bindings.key_to_bindings[pressed] = [Binding(pressed, f"press('{pressed}')")]

    @contextmanager
    def unchanged(self) -> Iterator[Dispatcher]:
        """While this holds nothing changes: what is asked of a key is worked out once, by Textual's looks, too."""
        before, self.dispatcher = self.dispatcher, self.dispatcher.now()
        try:
            yield self.dispatcher
        finally:
            self.dispatcher = before

    def key_commands(self) -> Iterable[KeyCommands]:
        """Who has commands where the focus is, the innermost first."""
        raise NotImplementedError

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if not self.is_mounted:
            return True
        if action == "press":
            return self.dispatcher.meant_by(str(parameters[0])) is not None
        if action == "do":
            return self.dispatcher.offer(str(parameters[0])).is_here
        return super().check_action(action, parameters)

    async def action_press(self, pressed: str) -> None:
        """Do what a pressed key means here."""
        key = self.dispatcher.meant_by(pressed)
        if key is not None:
            await self.do(key)

    async def action_do(self, key_id: str) -> None:
        """Do what the key of that id means here, whatever it is pressed with."""
        await self.do(self.registry[key_id])

    async def do(self, key: Key) -> None:
        """Do what `key` means here, or say why it cannot be done."""
        command = self.dispatcher.command(key.id)
        if command is None:
            return
        offer = command.offer()
        if offer.obstacle:
            self.notify(offer.obstacle, title=f"{key.label[:1].upper()}{key.label[1:]}", severity="warning")
        elif offer.is_here:
            done = command.run()
            if isinstance(done, Awaitable):
                await done
