"""From raw batches to what became of the transactions that their records were written in."""

from __future__ import annotations

from collections.abc import Sequence

from kafkatui.kafka.stream.record_batches import MAGIC_WITH_HEADERS, Batch
from kafkatui.kafka.stream.transaction_filter import Fate, fates, marker_of
from kafkatui.model.replacing import replace
from kafkatui.model.transaction import FateKind, FateRange, TransactionFate, TransactionMarker


class FateRanges:
    """The fates of one partition's records, told batch by batch as answers come, from lower offsets to higher ones.

    Attributes:
        found: so far, by offset.
        markers: that were passed, by offset.
        has_transactions: whether any batch belonged to a transaction or was its marker.
    """

    def __init__(self) -> None:
        self.found: list[FateRange] = []
        self.markers: list[TransactionMarker] = []
        self.has_transactions = False
        self._following = -1
        self._waiting: dict[int, list[int]] = {}
        """Places in `found` whose producer's next marker has not been seen yet, by its id."""

    def take(self, start: int, data: bytes, aborted: Sequence[tuple[int, int]] | None) -> None:
        """Look at the batches of an answer.

        Args:
            start: the offset that was asked for.
            aborted: as `fates` has it. None behind the last stable offset: what has no marker yet is open there.

        Raises:
            ValueError: the bytes are no batches.
        """
        if start != self._following:
            self._waiting.clear()  # their markers may be among what was passed over
        following = start
        for batch, fate in fates(data, aborted or ()):
            if fate is Fate.MARKER:
                self._end(data, batch)
            elif batch.count != 0:  # compaction leaves batches without records
                first = batch.base_offset if batch.magic >= MAGIC_WITH_HEADERS else min(following, batch.base_offset)
                self._add(FateRange(first, batch.last_offset, _fate(batch, fate, is_stable=aborted is not None)))
            following = batch.last_offset + 1
        self._following = following
        self.has_transactions = self.has_transactions or bool(aborted)

    def _add(self, told: FateRange) -> None:
        if told.fate.kind is not FateKind.NONE:
            self.has_transactions = True
            self._waiting.setdefault(told.fate.producer_id, []).append(len(self.found))
        self.found.append(told)

    def _end(self, data: bytes, batch: Batch) -> None:
        """The marker decides what its producer has written since the one before."""
        marker = marker_of(data, batch)
        if marker is None:
            return
        self.has_transactions = True
        self.markers.append(marker)
        kind = FateKind.COMMITTED if marker.is_commit else FateKind.ABORTED
        for at in self._waiting.pop(marker.producer_id, ()):
            told = self.found[at]
            self.found[at] = replace(told, fate=replace(told.fate, kind=kind, marker_offset=marker.offset))


def _fate(batch: Batch, fate: Fate, *, is_stable: bool) -> TransactionFate:
    if not batch.is_transactional:
        return TransactionFate(FateKind.NONE)
    if not is_stable:
        return TransactionFate(FateKind.OPEN, batch.producer_id)
    return TransactionFate(FateKind.ABORTED if fate is Fate.ABORTED else FateKind.COMMITTED, batch.producer_id)
