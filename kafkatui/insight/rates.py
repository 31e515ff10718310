"""Rates from two readings of the offsets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kafkatui.model.cluster import OffsetRange, TopicPartition

SHORTEST_SECONDS = 0.05
"""Readings closer than this give no rate: clock noise would dominate."""

LONGEST_SECONDS = 75.0
"""Readings further apart give no rate: twice the longest interval of a poll, and what two reads may take."""


def offset_rates(
    before: Mapping[TopicPartition, OffsetRange],
    before_seconds: float,
    after: Mapping[TopicPartition, OffsetRange],
    after_seconds: float,
) -> dict[TopicPartition, float]:
    """Growth of the end offsets in messages per second.

    Partitions are absent when a rate cannot be told: not in both readings, an end unknown, an end that went back (the
    topic was made anew, an unclean election), and no time or too much of it between the readings.
    """
    elapsed = after_seconds - before_seconds
    if not SHORTEST_SECONDS <= elapsed <= LONGEST_SECONDS:
        return {}
    rates = {}
    for partition, now in after.items():
        earlier = before.get(partition)
        if earlier is None or earlier.end is None or now.end is None or now.end < earlier.end:
            continue
        rates[partition] = (now.end - earlier.end) / elapsed
    return rates


def total_rate(rates: Mapping[TopicPartition, float], partitions: Iterable[TopicPartition]) -> float | None:
    """The sum over those of `partitions` whose rate is known; None when none is."""
    known = [rates[partition] for partition in partitions if partition in rates]
    return sum(known) if known else None
