"""What samples of a few topics remember of the samples before: what could be read last, and rates over time."""

from __future__ import annotations

from kafkatui.model.offset_sample import KnownRange, OffsetSample
from kafkatui.model.rate_history import RateHistory
from kafkatui.model.replacing import replace

_NO_HISTORY = RateHistory()


def with_memory(sample: OffsetSample, before: OffsetSample | None, *, follows: bool) -> OffsetSample:
    """`sample` with what is remembered of each of its partitions.

    Args:
        before: the sample before, of the same topics; None when there is none.
        follows: whether it follows that one by an interval; else rates have a gap between them.
    """
    last_known = {
        key: KnownRange(offsets, sample.read_at_seconds)
        for key, offsets in sample.ranges.items()
        if offsets.begin is not None and offsets.end is not None
    }
    if before is None:
        return replace(sample, last_known=last_known)
    gap_seconds = sample.read_at_seconds - before.read_at_seconds
    histories = {
        key: history.append(sample.rates.get(key)) if follows else history.resumed(gap_seconds)
        for key in sample.ranges
        if (history := before.rate_histories.get(key, _NO_HISTORY)).samples or key in sample.rates
    }
    known_before = {key: known for key, known in before.last_known.items() if key in sample.ranges}
    return replace(sample, last_known={**known_before, **last_known}, rate_histories=histories)
