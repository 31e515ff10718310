"""Signals that end the demo, as an exception in the main thread."""

from __future__ import annotations

import signal
from collections.abc import Callable
from types import FrameType, TracebackType

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Signalled(BaseException):
    """One of ENDING arrived; not an Exception, so that no handler of errors takes it for one."""

    def __init__(self, number: int) -> None:
        super().__init__(signal.Signals(number).name)
        self.number = number


class EndingSignals:
    """Context manager: while it holds, an ending signal raises Signalled; who hears of it ignores the later ones.

    A hang-up that this process was started to ignore (nohup) stays ignored; not Ctrl+C, which a script's shell has all
    of its background jobs ignore: the demo would outlive the script.

    Attributes:
        number: the signal that came first; 0 while none did. What is raised in the middle of a client's call-back or a
            finaliser may be lost, or come out as another exception: this stays.
    """

    def __init__(self) -> None:
        self.number = 0
        self._previous: dict[signal.Signals, Callable[[int, FrameType | None], object] | int | None] = {}

    def __enter__(self) -> EndingSignals:
        for number in ENDING:
            if number is not signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:
                self._previous[number] = signal.signal(number, self._raise)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._previous.items():
            signal.signal(number, handler)

    def ignore(self) -> None:
        """From now on nothing interrupts: what was started is being ended."""
        for number in ENDING:
            signal.signal(number, signal.SIG_IGN)

    def _raise(self, number: int, frame: FrameType | None) -> None:
        self.number = self.number or number
        raise Signalled(number)
