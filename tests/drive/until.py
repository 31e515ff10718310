"""Waiting for what a pilot's app comes to."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from typing import Any

from textual.pilot import Pilot

WAIT_SECONDS = 30.0

LOOK_SECONDS = (0.01, 0.1)
"""Between two looks, at first and at most: looks take from the app what it needs to get there."""


async def until(pilot: Pilot[Any], condition: Callable[[], object], told: Callable[[], str] | None = None) -> None:
    """Wait until a condition holds, and until the screen is drawn as things are then.

    The pilot's own pause has every widget answer it and draws the screen, ten times what most conditions take; so it
    comes once, when the condition holds.

    Args:
        told: what is said when it does not happen, besides that.

    Raises:
        AssertionError: it did not happen in time.
    """
    deadline, (wait, longest) = time.monotonic() + WAIT_SECONDS, LOOK_SECONDS
    while True:
        if condition():
            await pilot.pause(0)
            return
        if pilot.app._exception is not None:
            raise pilot.app._exception
        assert time.monotonic() < deadline, "it did not happen in time" if told is None else told()
        await asyncio.sleep(wait)
        wait = min(2 * wait, longest)


def contains(text: str, parts: Iterable[str]) -> bool:
    """Whether every part is in the text."""
    return all(part in text for part in parts)
