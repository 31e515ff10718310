"""What became of a record's transaction, as a mark beside its value and in words; and how far readers get."""

from __future__ import annotations

from kafkatui.codec.sanitise import sanitise
from kafkatui.model.log_bounds import LogBounds
from kafkatui.model.transaction import FateKind, TransactionFate, TransactionMarker
from kafkatui.view.span import Span, Tone

_MARKS: dict[FateKind, Span] = {
    FateKind.COMMITTED: ("✓ ", Tone.DIM),
    FateKind.ABORTED: ("✗ aborted ", Tone.BAD),
    FateKind.OPEN: ("○ open ", Tone.WARNING),
    FateKind.NONE: ("· ", Tone.DIM),
    FateKind.UNKNOWN: ("? ", Tone.DIM),
}


def marked_spans(fate: TransactionFate | None, value: tuple[Span, ...]) -> tuple[Span, ...]:
    """A value with its mark before it; what was aborted is struck out. As it is in topics without transactions."""
    if fate is None:
        return value
    mark = _MARKS[fate.kind]
    if fate.kind is FateKind.UNKNOWN and fate.reason:
        mark = (mark[0], Tone.WARNING)
    if fate.kind is FateKind.ABORTED:
        value = tuple((text, Tone.STRUCK) for text, _ in value)
    return (mark, *value)


def fate_span(fate: TransactionFate) -> Span:
    """What became of it, in words: "aborted by its producer 4001, marker at 1,240"."""
    by = f" by its producer {fate.producer_id}"
    at = "" if fate.marker_offset is None else f", marker at {fate.marker_offset:,}"
    match fate.kind:
        case FateKind.COMMITTED:
            return (f"committed{by}{at}", Tone.PLAIN)
        case FateKind.ABORTED:
            return (f"✗ aborted{by}{at}", Tone.BAD)
        case FateKind.OPEN:
            return (f"○ open: not yet committed{by}", Tone.WARNING)
        case FateKind.NONE:
            return ("written outside of transactions", Tone.DIM)
        case _:
            return (
                (f"? not known: {sanitise(fate.reason)}", Tone.WARNING) if fate.reason else ("? being read", Tone.DIM)
            )


def marker_words(marker: TransactionMarker) -> str:
    """ "── COMMIT of producer 4001, epoch 0 · coordinator epoch 3 ──"."""
    what = "COMMIT" if marker.is_commit else "ABORT"
    return (
        f"── {what} of producer {marker.producer_id}, epoch {marker.producer_epoch} · "
        f"coordinator epoch {marker.coordinator_epoch} ──"
    )


def marker_spans(count: int, *, are_hidden: bool) -> list[Span]:
    """What the foot says of the markers shown: they are lines, and no records."""
    if are_hidden:
        return [(" · markers hidden", Tone.DIM)]
    return [(f" · {count:,} {'marker' if count == 1 else 'markers'}", Tone.DIM)] if count else []


def fate_json(fate: TransactionFate | None) -> str | None:
    """committed, aborted, open or none; None where it is not known."""
    return None if fate is None or fate.kind is FateKind.UNKNOWN else fate.kind.value


def bounds_spans(bounds: LogBounds, partition: int | None, position: int = 0) -> list[Span]:
    """ "P0 start 0 stable 1,190 high 1,234": where a log begins, and where each kind of reader has to stop.

    Args:
        partition: None where there is only one.
        position: up to where it was read since: both ends are where they were, or further on.
    """
    spans: list[Span] = [] if partition is None else [(f"P{partition} ", Tone.DIM)]
    stable = Tone.WARNING if bounds.has_open else Tone.PLAIN
    at_least = "≥" if position > bounds.end else ""
    for label, offset, tone in (
        ("start", f"{bounds.start:,}", Tone.PLAIN),
        ("stable", f"{at_least}{bounds.last_stable:,}", stable),
        ("high", f"{at_least}{max(position, bounds.end):,}", Tone.PLAIN),
    ):
        spans += [(f"{label} ", Tone.DIM), (f"{offset} ", tone)]
    spans[-1] = (spans[-1][0].rstrip(), spans[-1][1])
    return spans
