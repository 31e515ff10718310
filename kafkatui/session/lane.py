"""Daemon threads that do blocking client calls one after another, so that the UI loop never waits."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import Final

_STOP: Final = None
Job = Callable[[], None]


class Lane:
    """A queue of jobs and the daemon threads that run them.

    Daemon threads, unlike those of `concurrent.futures`, never keep the process alive behind a call
    that a dead broker holds up; each call has its own time-out.

    Args:
        name: of the threads, for a debugger.
        threads: how many jobs may run at once.
    """

    def __init__(self, name: str, threads: int = 1) -> None:
        self._name = name
        self._limit = threads
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._threads: set[threading.Thread] = set()
        self._running: dict[Job, threading.Thread] = {}
        self._is_closed = False

    def submit(self, job: Job) -> None:
        """Run `job` when a thread is free; it must not raise. Ignored after `close`."""
        with self._lock:
            if self._is_closed:
                return
            self._jobs.put(job)
            if len(self._threads) < self._limit:
                thread = threading.Thread(target=self._run, name=f"{self._name}-{len(self._threads)}", daemon=True)
                self._threads.add(thread)
                thread.start()

    def abandon(self, job: Job) -> bool:
        """Let another thread take the place of the one that runs `job`, which ends with that job.

        Returns:
            false when no thread runs it: it still waits for its turn, or it is over.
        """
        with self._lock:
            thread = self._running.pop(job, None)
            if thread is None or self._is_closed:
                return False
            self._threads.discard(thread)
            successor = threading.Thread(target=self._run, name=thread.name, daemon=True)
            self._threads.add(successor)
            successor.start()
            return True

    def finish(self, timeout_seconds: float) -> None:
        """Wait until what was submitted is done, no longer than that, then close. Of a lane of one thread."""
        is_done = threading.Event()
        self.submit(is_done.set)
        is_done.wait(timeout_seconds)
        self.close()

    def close(self) -> None:
        """Start no further job; the running ones end by their own time-outs."""
        with self._lock:
            self._is_closed = True
            for _ in self._threads:
                self._jobs.put(_STOP)

    def _run(self) -> None:
        while (job := self._jobs.get()) is not _STOP:
            with self._lock:
                if self._is_closed:
                    return
                self._running[job] = threading.current_thread()
            job()
            with self._lock:
                self._running.pop(job, None)
                if threading.current_thread() not in self._threads:
                    return
