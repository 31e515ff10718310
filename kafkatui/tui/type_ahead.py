"""Keys typed faster than the screen follows: each waits until what the one before did has been done."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Collection
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import ScreenStackError
from textual.dom import DOMNode
from textual.widget import Widget
from textual.widgets import Input

from kafkatui.tui.widgets.line_view import LineView

if TYPE_CHECKING:
    from textual.app import App
    from textual.screen import Screen

SETTLE_SECONDS = 2.0
"""How long a key waits at most: a page that takes longer to open gets it as it is."""

LOOK_SECONDS = 0.05
"""How often it is asked whether a widget that does not answer is still there."""

ROUNDS = 3
"""Enter in a table is told to the pane, which tells the screen, which moves the focus: a round each."""


class TypeAhead:
    """Hands keys and pastes to the app one at a time.

    Textual gives all keys of a burst to the widget with the focus before the first of them has done anything, so the
    `orders` of a `/orders` typed at once would go to the table instead of its filter. Here a key goes to the app only
    when every widget up from the focus has handled the key before, and all that this mounted is there.
    A key that nothing waits for is never delayed. Nor are keys that stay where they are, a list's moves and an input's
    characters, behind others of the kind: waiting for one takes the loop two dozen turns, and where it is busy, with
    ten thousand topics, keys that come faster than that would wait for one another longer and longer.

    Args:
        app: whose keys these are.
        moves: the keys that only move the cursor of a list.
    """

    def __init__(self, app: App[Any], moves: Collection[str] = ()) -> None:
        self._app = app
        self._moves = frozenset(moves)
        self._waiting: deque[events.Key | events.Paste] = deque()
        self._settling: asyncio.Task[None] | None = None
        self._has_stayed = False
        """Whether what went on last stays with the widget that has the focus."""
        self._is_followed = False
        """Whether another key went on while that was waited for."""

    def hold(self, event: events.Key | events.Paste) -> bool:
        """Take an event that comes too early; it is posted to the app again in its turn. False when it may go on."""
        stays = self._stays(event)
        if self._settling is None:
            self._settling = asyncio.create_task(self._settle(), name="type-ahead")
        elif stays and self._has_stayed and not self._waiting:
            self._is_followed = True
        else:
            self._waiting.append(event)
            return True
        self._has_stayed = stays
        return False

    def _stays(self, event: events.Key | events.Paste) -> bool:
        """Whether a key does nothing but move the cursor, or type a character, where the focus is."""
        focused = self._app.focused
        if not isinstance(event, events.Key):
            return False
        if isinstance(focused, Input):
            return focused.check_consume_key(event.key, event.character)
        return isinstance(focused, LineView) and event.key in self._moves

    def do_next(self, key: events.Key) -> None:
        """Do as if `key` had been typed before those that wait."""
        if self._settling is not None:
            self._waiting.appendleft(key)
        else:
            self._app.post_message(key)

    async def _settle(self) -> None:
        try:
            self._is_followed = True
            while self._is_followed:
                self._is_followed = False
                with suppress(TimeoutError, ScreenStackError):  # then the next key is not for what the last one did
                    await asyncio.wait_for(self._settled(self._app.screen), SETTLE_SECONDS)
        finally:
            self._app.call_later(self._release)

    async def _release(self) -> None:
        """Runs among the app's messages, where an exception of an action belongs."""
        self._settling = None
        waiting, self._waiting = self._waiting, deque()
        for event in waiting:  # the first, and what need not wait for it; the others are held again
            await self._app.on_event(event)

    async def _settled(self, screen: Screen[Any]) -> None:
        """Return when all that the last key, typed on `screen`, led to has been done."""
        for _ in range(ROUNDS):
            await self._answered()
        if self._app.screen is not screen:
            await _answer(self._app.screen, self._app.screen.call_after_refresh)
        while not all(widget.is_mounted for widget in self._app.screen.walk_children(Widget)):
            await asyncio.sleep(0.005)
            await self._answered()

    async def _answered(self) -> None:
        """Wait until each widget from the focus up to the app has handled the messages it has."""
        for node in (self._app.focused or self._app.screen).ancestors_with_self:
            await _answer(node, node.call_later)


async def _answer(node: DOMNode, schedule: Callable[[Callable[[], None]], bool]) -> None:
    """Wait until what `node` schedules is called; one that was removed never calls it."""
    answered = asyncio.Event()
    is_coming = schedule(answered.set)
    while is_coming and not answered.is_set() and node.is_running:
        with suppress(TimeoutError):
            await asyncio.wait_for(answered.wait(), LOOK_SECONDS)
