"""Textual's driver for browsers, made to end with the server that it draws for."""

from __future__ import annotations

import signal
from contextlib import suppress
from typing import Any

from textual import messages
from textual.drivers.web_driver import WebDriver

_ITS_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class BrowserDriver(WebDriver):
    """Draws into a pipe that `kafkatui --web` reads. When that is gone, so is the app."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        write = self._write

        def surviving(data: bytes) -> int:
            with suppress(BrokenPipeError):
                return write(data)
            return len(data)

        self._write = surviving  # type: ignore[assignment]

    def start_application_mode(self) -> None:
        """Begin; signals stay with `kafkatui.tui.job_control`, which a loop that hangs does not hold up."""
        earlier = {number: signal.getsignal(number) for number in _ITS_SIGNALS}
        descriptor = signal.set_wakeup_fd(-1)
        super().start_application_mode()
        for number, handler in earlier.items():
            self._loop.remove_signal_handler(number)
            signal.signal(number, handler)
        signal.set_wakeup_fd(descriptor, warn_on_full_buffer=False)

    def run_input_thread(self) -> None:
        """Read keys until the app ends; where the server has gone instead, end the app."""
        super().run_input_thread()
        if not self.exit_event.is_set():
            with suppress(RuntimeError):  # the loop has ended already
                self._loop.call_soon_threadsafe(self._app.post_message, messages.ExitApp())
