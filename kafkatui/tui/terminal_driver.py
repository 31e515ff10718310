"""Textual's driver, made to survive what terminals do, and to hand the terminal to others and take it back."""

from __future__ import annotations

import os
import selectors
import signal
import sys
import termios
import time
from contextlib import suppress
from typing import Any

from textual import constants
from textual.drivers.linux_driver import (
    KITTY_DISAMBIGUATE_ESCAPE_CODES,
    KITTY_REPORT_ALL_KEYS,
    KITTY_REPORT_ASSOCIATED_TEXT,
    LinuxDriver,
)

from kafkatui.tui.lost_terminal import SurvivingOutput
from kafkatui.tui.terminal_input import TerminalInput

_READ_BYTES = 4096
_LOOK_SECONDS = 0.1
"""How often the input's thread looks whether it is to end."""
_MOUSE_AGAIN_SECONDS = 1.0
"""A moving mouse reports hundreds of times a second; asking for another kind of report once in that time is enough."""

_KEYBOARD_FLAGS = KITTY_DISAMBIGUATE_ESCAPE_CODES | KITTY_REPORT_ALL_KEYS | KITTY_REPORT_ASSOCIATED_TEXT
_MOUSE_OFF = "".join(f"\x1b[?{mode}l" for mode in (1000, 1002, 1003, 1005, 1006, 1015, 1016))
_RESIZE_REPORTS_OFF = "\x1b[?2048l"
_AS_BEFORE = f"{_MOUSE_OFF}{_RESIZE_REPORTS_OFF}\x1b[?2026l\x1b[?2004l\x1b[?7h\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l"
"""Everything the driver may have switched on, off."""


class TerminalDriver(LinuxDriver):
    """Textual's driver, which outlives the terminal it draws on and any input.

    It handles no signals but that of a new size; `kafkatui.tui.job_control` does.

    Attributes:
        is_given_up: the terminal belongs to another program at the moment; what is drawn meanwhile goes nowhere.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        handlers = {number: signal.getsignal(number) for number in (signal.SIGTSTP, signal.SIGCONT)}
        super().__init__(*args, **kwargs)
        for number, handler in handlers.items():
            signal.signal(number, handler)
        error, output = sys.__stderr__, sys.__stdout__
        # Textual draws on standard error; where that goes to a file the terminal is standard output.
        file = error if error is not None and error.isatty() else output
        self._file: Any = SurvivingOutput(file) if file is not None else None
        self.is_given_up = False
        self._mouse_asked_at = 0.0

    def write(self, data: str) -> None:
        """Write to the terminal, unless it is given up or lost: a queue that nobody empties blocks for good."""
        if self._writer_thread is not None and self._writer_thread.is_alive():
            self._writer_thread.write(data)

    # Handing it to another program

    @property
    def is_in_foreground(self) -> bool:
        """Whether the terminal listens to this process; also true where it controls none."""
        try:
            return os.tcgetpgrp(self.fileno) == os.getpgrp()
        except OSError:
            return True

    def give_up(self) -> None:
        """Leave the terminal as it was before the app."""
        if not self.is_given_up:
            self.stop_application_mode()
            self.close()
            self.is_given_up = True

    def take_back(self, *, whatever_was_left: bool = False) -> None:
        """Draw on the terminal again.

        Args:
            whatever_was_left: the program that had the terminal may have ended badly: its line settings are not taken
                for those to restore at the end, and its process group does not keep the terminal.
        """
        if not self.is_given_up:
            return
        if whatever_was_left:
            self._reclaim()
        self.is_given_up = False
        self.start_application_mode()  # type: ignore[no-untyped-call]

    def _reclaim(self) -> None:
        earlier = signal.signal(signal.SIGTTOU, signal.SIG_IGN)  # else asking for the terminal would stop us
        try:
            with suppress(OSError):
                os.tcsetpgrp(self.fileno, os.getpgrp())
            if self.attrs_before is not None:
                with suppress(termios.error):
                    termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)
        finally:
            signal.signal(signal.SIGTTOU, earlier)

    def assert_modes(self) -> None:
        """Set every mode again: the process was stopped, and whoever had the terminal meanwhile may have changed it."""
        with suppress(termios.error):
            attributes = termios.tcgetattr(self.fileno)
            attributes[0], attributes[3] = self._patch_iflag(attributes[0]), self._patch_lflag(attributes[3])
            attributes[6][termios.VMIN] = 1
            termios.tcsetattr(self.fileno, termios.TCSANOW, attributes)
        self.write("\x1b[?1049h\x1b[?25l\x1b[?1004h")
        if not constants.DISABLE_KITTY_KEY:
            self.write(f"\x1b[={_KEYBOARD_FLAGS}u")  # set, not pushed: at the end one level is popped
        self._enable_mouse_support()
        self._enable_bracketed_paste()
        self._disable_line_wrap()
        if self._in_band_window_resize:
            self._enable_in_band_window_resize()
            self._enable_mouse_pixels()

    def restore_by_force(self) -> None:
        """Give the terminal back although the app hangs; waits for nothing."""
        if not self.is_given_up:
            self._restore()

    def restore_after_others(self) -> None:
        """Give the terminal back although a program of ours had it last: the app ends."""
        self._reclaim()
        self._restore()

    def _restore(self) -> None:
        with suppress(termios.error):
            if self.attrs_before is not None:
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)
        with suppress(OSError):
            terminal = os.open(os.ttyname(self.fileno), os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
            try:
                os.write(terminal, _AS_BEFORE.encode())
            finally:
                os.close(terminal)

    # What Textual's own does not do whole

    def stop_application_mode(self) -> None:
        """Restore the terminal, unless that was done when it was given up."""
        if not self.is_given_up:
            super().stop_application_mode()

    def disable_input(self) -> None:
        """Read no more, unless that was done when the terminal was given up: in the background we may not touch it."""
        if not self.is_given_up:
            super().disable_input()

    def _disable_mouse_support(self) -> None:
        """Every mouse mode off, also those that only a report of the terminal switched on, or an earlier program."""
        self.write(_MOUSE_OFF)

    def _disable_in_band_window_resize(self) -> None:
        """Off on every exit: left on, sizes are typed into the shell as text."""
        self.write(_RESIZE_REPORTS_OFF)

    # Input

    def run_input_thread(self) -> None:
        """Hand what comes from the terminal to the app, until `exit_event`; only the terminal's end ends it earlier."""
        source = TerminalInput(self._ask_for_mouse_again)
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(_LOOK_SECONDS):
                    try:
                        data = os.read(self.fileno, _READ_BYTES)
                    except OSError:  # the terminal is gone, which `watch_terminal` sees as well
                        return
                    if not data:
                        self.exit_event.wait(_LOOK_SECONDS)
                    for message in source.feed(data):
                        self.process_message(message)
                for message in source.tick():
                    self.process_message(message)

    def _ask_for_mouse_again(self) -> None:
        now = time.monotonic()
        if now - self._mouse_asked_at >= _MOUSE_AGAIN_SECONDS:
            self._mouse_asked_at = now
            self._enable_mouse_support()
