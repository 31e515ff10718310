"""Programs started as a login shell starts them."""

from __future__ import annotations

import signal


def hear_hang_ups() -> None:
    """For a process before it becomes a program: what is ignored stays so, and the tests may run under nohup."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
