"""Servers that hang: they take connections and answer nothing."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager


@contextmanager
def held(*pids: int) -> Iterator[None]:
    """Processes that do nothing for as long as this lasts."""
    with ExitStack() as stack:
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
            stack.callback(os.kill, pid, signal.SIGCONT)
        yield
