"""What a test does to the app and reads off it, the same for every way to run it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol


class Driver(Protocol):
    """A person at a terminal.

    Keys are called as Textual calls them (`enter`, `question_mark`, `ctrl+s`, `a`). What a test may know is what is on
    the screen, so that one test can run on a fake, on a real cluster and in a pseudo-terminal.
    """

    @property
    def screen_text(self) -> str:
        """Everything on the screen, line by line."""

    async def press(self, *keys: str) -> None:
        """Press keys, one after another."""

    async def type_text(self, text: str) -> None:
        """Press the keys of a text, as fast as they can be sent."""

    async def click(self, text: str) -> None:
        """Click on the first place where `text` is on the screen.

        Raises:
            AssertionError: it is not there; with the screen.
        """

    async def resize(self, columns: int, rows: int) -> None:
        """Make the terminal another size."""

    async def wait_until(self, wanted: str | Callable[[], object]) -> None:
        """Wait until a text is on the screen or a condition holds.

        Raises:
            AssertionError: it did not happen in time; with the screen.
        """


def place_of(text: str, screen_text: str) -> tuple[int, int]:
    """Column and row of the first `text` on a screen, from 0; wide characters take two columns."""
    from kafkatui.view.text_width import text_width

    for row, line in enumerate(screen_text.splitlines()):
        if text in line:
            return text_width(line[: line.index(text)]), row
    raise AssertionError(f"{text!r} is not on the screen\n{screen_text}")
