"""What became of transactions, from raw batches: which records were taken back, and which are markers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum

from kafkatui.kafka.stream.record_batches import Batch, batches, is_abort


class Fate(Enum):
    """What a consumer that reads only what was committed does with a batch."""

    GIVEN = "given"
    ABORTED = "aborted"
    MARKER = "marker"


def fates(data: bytes, aborted: Sequence[tuple[int, int]]) -> Iterator[tuple[Batch, Fate]]:
    """Each whole batch of a Fetch answer with its fate, as Kafka's own consumer decides it (KIP-98).

    Args:
        aborted: (producer id, first offset) of the transactions taken back in the range, by offset. Empty where the
            answer was not asked for with read_committed: every batch but a marker is given then.

    Raises:
        ValueError: the bytes are no batches.
    """
    if not aborted:
        for batch in batches(data):
            yield batch, Fate.MARKER if batch.is_control else Fate.GIVEN
        return
    open_producers: set[int] = set()
    upcoming = 0
    for batch in batches(data):
        while upcoming < len(aborted) and aborted[upcoming][1] <= batch.last_offset:
            open_producers.add(aborted[upcoming][0])
            upcoming += 1
        if batch.is_control:
            if batch.producer_id in open_producers and is_abort(data, batch):
                open_producers.discard(batch.producer_id)
            yield batch, Fate.MARKER
        elif batch.is_transactional and batch.producer_id in open_producers:
            yield batch, Fate.ABORTED
        else:
            yield batch, Fate.GIVEN
