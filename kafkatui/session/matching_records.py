"""Every record of topics that an expression means, one after the other, for whoever writes them away."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from kafkatui.insight.search.search import Search
from kafkatui.model.errors import RequestFailed
from kafkatui.model.record import Record
from kafkatui.model.scan import ScanState
from kafkatui.session.tasks import Cancelled, Task

if TYPE_CHECKING:
    from kafkatui.session.cluster_view import ScansView

QUEUED_COUNT = 1_000
WAIT_SECONDS = 0.1


def matching_records(
    scans: ScansView,
    topics: Sequence[str],
    search: Search,
    check: Callable[[], None] = lambda: None,
    *,
    read_committed: bool,
) -> Iterator[Record]:
    """Read all there is in `topics` now. Waits, so never call it from the UI's loop; ends its search when it is left.

    Args:
        check: asked again and again; what it raises ends the search.

    Raises:
        KafkatuiError: the search failed, or not everything could be looked at: what was given is not all.
    """
    found: queue.Queue[Record] = queue.Queue(QUEUED_COUNT)
    is_left = threading.Event()

    def put(record: Record) -> None:
        while not is_left.is_set():
            try:
                return found.put(record, timeout=WAIT_SECONDS)
            except queue.Full:
                continue
        raise Cancelled  # nobody takes them any more

    task = scans.search(topics, search, on_match=put, read_committed=read_committed)
    try:
        yield from _taken(task, found, check)
        state = task.result()
    finally:
        is_left.set()
        task.cancel()
    if not state.is_complete and state.stopped != "limit":
        why = next(iter(state.unread.values()), "") or state.stopped or "some batches could not be taken apart"
        raise RequestFailed(f"Not everything could be looked at: {why}.", "Try again when its leaders are there.")


def _taken(task: Task[ScanState], found: queue.Queue[Record], check: Callable[[], None]) -> Iterator[Record]:
    while True:
        check()
        has_ended = task.wait(0)  # before the queue is looked at: nothing comes after it
        try:
            yield found.get_nowait() if has_ended else found.get(timeout=WAIT_SECONDS)
        except queue.Empty:
            if has_ended:
                return
