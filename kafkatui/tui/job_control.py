"""What signals do to the app: end it, suspend it, wake it; and Ctrl+Z."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from textual.app import App

from kafkatui.tui.lost_terminal import end_without
from kafkatui.tui.signal_thread import ENDING, SignalThread
from kafkatui.tui.terminal_driver import TerminalDriver

LEAVE_SECONDS = 5.0
"""How long the app may take to end after a signal; it takes 0.3 s."""
_SETTLE_SECONDS = 0.2
"""A shell that continues us in the background does so to end us, or by mistake; so long we wait for which it is."""

_CHILDREN_TAKE = (signal.SIGINT, signal.SIGQUIT)
"""What the keyboard sends to a pager is meant for the pager."""


class JobControl:
    """The app's signals, from before its loop runs until the terminal is restored; a context manager.

    Args:
        app: ended, suspended and woken.
        has_ended: set once the terminal is restored or given up.
        close: closes the sessions within the seconds it is given.
    """

    def __init__(self, app: App[Any], has_ended: threading.Event, close: Callable[[float], None]) -> None:
        self._app = app
        self._has_ended = has_ended
        self._close = close
        self._loop: asyncio.AbstractEventLoop | None = None
        self._signals = SignalThread({*ENDING, signal.SIGTSTP, signal.SIGCONT}, self._take)
        self.ending_code = 0
        """128 and the number of the signal that ends the app; 0 while none does."""

    def __enter__(self) -> JobControl:
        self._signals.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self._signals.__exit__(*error)

    def begin(self) -> None:
        """Called in the app's loop once it can be ended."""
        self._loop = asyncio.get_running_loop()
        if self.ending_code:
            self._leave()

    def suspend(self) -> None:
        """Ctrl+Z: stop every program of the job, as the shell would; where nobody could continue it, go on."""
        self._stop(_stop_job)

    # Called in the signals' thread

    def _take(self, number: int) -> None:
        if number in ENDING:
            self._end(number)
        elif number == signal.SIGTSTP:
            self._call(self._stop, _stop_process)
        else:
            self._call(self._woken)

    def _end(self, number: int) -> None:
        driver = self._driver
        if number in _CHILDREN_TAKE and driver is not None and driver.is_given_up:
            return
        if not self.ending_code:
            self.ending_code = 128 + number
            restore = driver.restore_by_force if driver is not None else _nothing
            arguments = (self._has_ended, self._close, LEAVE_SECONDS, self.ending_code, restore)
            threading.Thread(target=end_without, args=arguments, daemon=True, name="end").start()
        self._call(self._leave)

    def _call(self, function: Callable[..., None], *arguments: Any) -> None:
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop has ended already
                self._loop.call_soon_threadsafe(function, *arguments)

    # Called in the loop

    @property
    def _driver(self) -> TerminalDriver | None:
        driver = self._app._driver
        return driver if isinstance(driver, TerminalDriver) else None

    def _leave(self) -> None:
        self._app.exit(self.ending_code, return_code=self.ending_code)

    def _stop(self, stop: Callable[[], None]) -> None:
        driver = self._driver
        if driver is None or self.ending_code:
            return
        if driver.is_given_up:  # an editor's terminal: it is as the editor wants it
            _stop_process()
            return
        driver.give_up()
        stop()
        self._come_back(driver)

    def _come_back(self, driver: TerminalDriver) -> None:
        if self.ending_code:
            return
        if driver.is_in_foreground:
            driver.take_back()
            self._app.refresh(layout=True)
        else:
            self._later(self._stay_stopped, driver, self._come_back)

    def _woken(self) -> None:
        """SIGCONT: after SIGSTOP nobody restored the terminal for whoever had it meanwhile, nor for us."""
        driver = self._driver
        if driver is not None and not driver.is_given_up:
            self._draw_again(driver)

    def _draw_again(self, driver: TerminalDriver) -> None:
        if self.ending_code:
            return
        if driver.is_in_foreground:
            driver.assert_modes()
            self._app.refresh(layout=True)
        else:
            self._later(self._stay_stopped, driver, self._draw_again)

    def _later(self, function: Callable[..., None], *arguments: Any) -> None:
        asyncio.get_running_loop().call_later(_SETTLE_SECONDS, function, *arguments)

    def _stay_stopped(self, driver: TerminalDriver, then: Callable[[TerminalDriver], None]) -> None:
        if not self.ending_code and not driver.is_in_foreground:
            _stop_process()
        then(driver)


def _stop_process() -> None:
    os.kill(os.getpid(), signal.SIGSTOP)


def _stop_job() -> None:
    earlier = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
    try:
        os.killpg(0, signal.SIGTSTP)
    finally:
        signal.signal(signal.SIGTSTP, earlier)


def _nothing() -> None:
    """There is no terminal to restore."""
