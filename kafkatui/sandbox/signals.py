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
    """Context manager: while it holds, the first ending signal raises Signalled and the later ones are ignored."""

    def __init__(self) -> None:
        self._previous: dict[signal.Signals, Callable[[int, FrameType | None], object] | int | None] = {}

    def __enter__(self) -> EndingSignals:
        for number in ENDING:
            self._previous[number] = signal.signal(number, self._raise)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._previous.items():
            signal.signal(number, handler)

    def ignore(self) -> None:
        """From now on nothing interrupts: the servers are being stopped."""
        for number in ENDING:
            signal.signal(number, signal.SIG_IGN)

    def _raise(self, number: int, frame: FrameType | None) -> None:
        self.ignore()
        raise Signalled(number)
