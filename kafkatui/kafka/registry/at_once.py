"""Several requests under way at the same time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

A = TypeVar("A")
B = TypeVar("B")

AT_ONCE = 6


def all_of(ask: Callable[[A], B], what: Sequence[A]) -> list[B]:
    """What `ask` gives for each of `what`, in their order.

    The threads are no obstacle to leaving kafkatui: nothing waits for them then.

    Raises:
        Exception: what the first that failed raised; what was not begun by then is not asked.
    """
    found: dict[int, B] = {}
    failures: list[Exception] = []
    waiting: Iterator[tuple[int, A]] = iter(list(enumerate(what)))
    lock = threading.Lock()

    def work() -> None:
        while True:
            with lock:
                index, each = (-1, None) if failures else next(waiting, (-1, None))
            if index < 0:
                return
            try:
                found[index] = ask(each)  # type: ignore[arg-type]
            except Exception as error:  # handed to who asked
                failures.append(error)

    threads = [threading.Thread(target=work, name="requests", daemon=True) for _ in range(min(AT_ONCE, len(what)))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return [found[index] for index in range(len(what))]
