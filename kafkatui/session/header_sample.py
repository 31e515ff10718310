"""Names of headers that records to be copied carry, by a look at the first of them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from kafkatui.model.replacing import replace
from kafkatui.model.tail_range import TailRange
from kafkatui.model.tail_start import TailStartKind
from kafkatui.model.tail_stop import TailStop
from kafkatui.session.tasks import TaskControl
from kafkatui.session.whole_reading import reading_whole

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

MOST_RECORDS = 200
MOST_SECONDS = 3.0
"""So long it is waited for them; a preview without is better than none."""


def sampled_headers(
    context: ActionContext, topic: str, what: TailRange, control: TaskControl, *, read_committed: bool
) -> frozenset[str]:
    """The names among the first `MOST_RECORDS` records of a range, as far as they are there now.

    Raises:
        KafkatuiError: the topic is not known.
    """
    if what.start.kind is TailStartKind.END:
        return frozenset()
    stop = what.stop if what.stop.has_ends else TailStop.at_end()
    first = replace(what, stop=replace(stop, count=MOST_RECORDS))
    names: set[str] = set()
    ends_at = time.monotonic() + MOST_SECONDS
    with reading_whole(context, (topic,), first, read_committed=read_committed) as reading:
        for records in reading.batches():
            control.check()
            names.update(name for record in records for name, _ in record.headers)
            if time.monotonic() > ends_at:
                break
    return frozenset(names)
