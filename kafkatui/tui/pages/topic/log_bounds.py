"""Where the log under the cursor begins and ends, beside the settings of a tail."""

from __future__ import annotations

from collections.abc import Mapping

from kafkatui.model.cluster import TopicPartition
from kafkatui.model.log_bounds import LogBounds
from kafkatui.model.record import Record
from kafkatui.view.span import Span, Tone
from kafkatui.view.text_width import text_width
from kafkatui.view.transaction_words import bounds_spans

GAP = "   "


def bounds_beside(
    settings: list[Span],
    known: Mapping[TopicPartition, LogBounds] | None,
    record: Record | None,
    width: int,
    positions: Mapping[TopicPartition, int] | None,
) -> list[Span]:
    """What to add to a line of `settings`: of the record's partition or the only one, if it fits.

    Args:
        positions: how far each partition was read meanwhile: the ends are that far at least.
    """
    if not known:
        return []
    is_only = len(known) == 1
    key = next(iter(known)) if is_only else (record.topic, record.partition) if record is not None else None
    bounds = None if key is None else known.get(key)
    if key is None or bounds is None:
        return []
    spans: list[Span] = [
        (GAP, Tone.DIM),
        *bounds_spans(bounds, None if is_only else key[1], (positions or {}).get(key, 0)),
    ]
    return spans if sum(text_width(text) for text, _ in [*settings, *spans]) <= width else []
