"""Programs started as a login shell starts them."""

from __future__ import annotations

import signal

_IGNORED_BY_OTHERS = (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT)


def hear_signals() -> None:
    """For a process before it becomes a program: what is ignored stays so, by nohup or by a script's `&`."""
    for number in _IGNORED_BY_OTHERS:
        signal.signal(number, signal.SIG_DFL)
