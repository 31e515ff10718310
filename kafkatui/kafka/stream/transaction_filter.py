"""What became of transactions, from raw batches: which records were taken back, and which are markers."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from enum import Enum

from kafkatui.kafka.stream.record_batches import Batch, batches, control_record
from kafkatui.model.transaction import TransactionMarker

_VERSION_AND_TYPE = struct.Struct(">hh")
_VERSION_AND_EPOCH = struct.Struct(">hi")
_ABORT, _COMMIT = 0, 1


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
            if batch.producer_id in open_producers and (marker := marker_of(data, batch)) and not marker.is_commit:
                open_producers.discard(batch.producer_id)
            yield batch, Fate.MARKER
        elif batch.is_transactional and batch.producer_id in open_producers:
            yield batch, Fate.ABORTED
        else:
            yield batch, Fate.GIVEN


def marker_of(data: bytes, batch: Batch) -> TransactionMarker | None:
    """The transaction's end that a control batch is; None when it says something else.

    Raises:
        ValueError: its record is not whole.
    """
    record = control_record(data, batch)
    if record is None or record.key is None or len(record.key) < _VERSION_AND_TYPE.size:
        return None
    _, kind = _VERSION_AND_TYPE.unpack_from(record.key)
    if kind not in (_ABORT, _COMMIT):
        return None
    value = record.value or b""
    epoch = _VERSION_AND_EPOCH.unpack_from(value)[1] if len(value) >= _VERSION_AND_EPOCH.size else -1
    return TransactionMarker(
        batch.base_offset, kind == _COMMIT, batch.producer_id, batch.producer_epoch, epoch, record.timestamp_ms
    )
