"""Puts a terminal back in order after a program that took it over died. Standard library only: the watchdog uses it."""

from __future__ import annotations

import os
import termios
from dataclasses import dataclass
from typing import Any

_LEAVE_FULL_SCREEN = (
    "\x18"  # ends a sequence that the program died in
    "\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?1016l"  # mouse reports
    "\x1b[?1004l\x1b[?2004l\x1b[?2048l\x1b[?2026l"  # focus and paste and resize reports, synchronised output
    "\x1b[<u"  # the keyboard protocol of kitty
    "\x1b[?1049l\x1b[0m\x1b[?25h"  # alternate screen, colours, cursor
)


@dataclass(frozen=True, slots=True)
class TerminalState:
    """A terminal device and its line settings (termios attributes) at one time."""

    path: str
    attributes: list[Any]


def save_terminal() -> TerminalState | None:
    """The terminal on standard input as it is now; None when that is no terminal."""
    try:
        return TerminalState(os.ttyname(0), termios.tcgetattr(0))
    except (OSError, termios.error):
        return None


def restore_terminal(state: TerminalState, *, leave_full_screen: bool) -> None:
    """Sets the line settings back; with `leave_full_screen` also the screen, the cursor, mouse and paste modes."""
    try:
        terminal = os.open(state.path, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
    except OSError:
        return  # the terminal itself is gone
    try:
        if leave_full_screen:
            os.write(terminal, _LEAVE_FULL_SCREEN.encode())
        termios.tcsetattr(terminal, termios.TCSANOW, state.attributes)
    except (OSError, termios.error):
        return  # hung up meanwhile: nobody looks at it any more
    finally:
        os.close(terminal)
