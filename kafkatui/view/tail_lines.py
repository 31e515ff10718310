"""What a tail says of itself: the line above the table and the foot below."""

from __future__ import annotations

from collections.abc import Sequence

from kafkatui.codec.sanitise import sanitise
from kafkatui.insight.tail_range import partitions_text
from kafkatui.model.tail import TailPhase, TailState, TailStatistics
from kafkatui.model.tail_range import TailRange
from kafkatui.model.tail_start import TailStart, TailStartKind
from kafkatui.model.tail_stop import TailStopKind
from kafkatui.view import numbers
from kafkatui.view.cell import Cell, cell
from kafkatui.view.span import Span, Tone
from kafkatui.view.text_width import text_width

_PHASE_TONES = {
    TailPhase.FOLLOWING: Tone.GOOD,
    TailPhase.READING: Tone.KAFKA,
    TailPhase.LOADING: Tone.KAFKA,
    TailPhase.STARTING: Tone.DIM,
    TailPhase.JOINING: Tone.WARNING,
    TailPhase.WAITING: Tone.BAD,
    TailPhase.PAUSED: Tone.WARNING,
    TailPhase.DELETED: Tone.BAD,
    TailPhase.FAILED: Tone.BAD,
    TailPhase.STOPPED: Tone.DIM,
    TailPhase.ENDED: Tone.PLAIN,
}


TAIL_STEPS = {
    TailPhase.WAITING: "it goes on when one answers",
    TailPhase.DELETED: "what was read stays until you leave: -",
    TailPhase.FAILED: "r reads anew",
}
"""What comes next where it does not go on."""


def start_text(start: TailStart) -> str:
    """Where it began, in words."""
    match start.kind:
        case TailStartKind.LAST:
            return f"last {numbers.count(start.count)}"
        case TailStartKind.LAST_OF_EACH:
            return f"last {numbers.count(start.count)} per partition"
        case TailStartKind.COMMITTED:
            return f"what {sanitise(start.group)} has not committed"
        case TailStartKind.TIMESTAMP:
            return numbers.timestamp(start.timestamp_ms)
        case TailStartKind.OFFSETS:
            offsets = sorted(set(start.offsets.values()))
            return f"offset {numbers.count(offsets[0])}" if len(offsets) == 1 else "offsets"
        case _:
            return str(start.kind.value)


def range_words(what: TailRange) -> str:
    """From where until where, in words; only from where when nothing stops it."""
    stop = what.stop
    words = start_text(what.start)
    match stop.kind:
        case TailStopKind.END:
            words += " until the end"
        case TailStopKind.TIMESTAMP:
            words += f" until {numbers.timestamp(stop.timestamp_ms)}"
        case TailStopKind.OFFSETS:
            offsets = sorted(set(stop.offsets.values()))
            words += f" until offset {numbers.count(offsets[0])}" if len(offsets) == 1 else " until offsets"
        case TailStopKind.NEVER:
            pass
    return words if stop.count is None else f"{words}, {numbers.count(stop.count)} at most"


def setting_spans(
    what: TailRange | None,
    partition_count: int,
    reads_committed: bool,
    decoding: str,
    filter_text: str,
    shown: int | None,
    width: int | None = None,
    subject: Sequence[Span] = (),
) -> list[Span]:
    """From, partitions, isolation, decoding and filter, in one line; `shown` counts what passes the filter.

    Args:
        what: None where a group says what is read.
        decoding: how values, and perhaps keys, are decoded, in words.
        width: cells there are; the labels are left out where they do not fit.
        subject: what stands before all of it: what is read, and as whom.
    """
    reads = [("from", range_words(what)), ("partitions", _partition_words(what, partition_count))] if what else []
    pairs = [
        *reads,
        ("isolation", "committed" if reads_committed else "uncommitted"),
        ("decode", decoding),
    ]
    filtering: list[Span] = []
    if filter_text and shown is not None:
        filtering = [("filter ", Tone.DIM), (sanitise(filter_text), Tone.KAFKA), (f"  {shown:,} match", Tone.DIM)]
    parts = [[(f"{label} ", Tone.DIM), (value, Tone.PLAIN)] for label, value in pairs]
    labelled = _joined([list(subject), *parts, filtering])
    if width is None or sum(text_width(text) for text, _ in labelled) <= width:
        return labelled
    return _joined([list(subject), *([(value, Tone.PLAIN)] for _, value in pairs), filtering])


def _partition_words(what: TailRange, count: int) -> str:
    if what.partitions is not None:
        return partitions_text(what.partitions)
    return "all" if count != 1 else "1"


def _joined(parts: list[list[Span]]) -> list[Span]:
    """The parts that say something, two spaces between them."""
    spans: list[Span] = []
    for part in parts:
        if part and spans:
            spans.append(("  ", Tone.DIM))
        spans += part
    return spans


def foot_spans(
    state: TailState,
    statistics: TailStatistics,
    *,
    is_following: bool,
    new_count: int,
) -> list[Span]:
    """Phase, rate, and what was read, kept and let go: every record is counted."""
    word = state.phase.value
    tone = _PHASE_TONES[state.phase]
    if state.phase is TailPhase.FOLLOWING and not is_following:
        word, tone = f"at a record, {new_count:,} new below", Tone.WARNING
    spans: list[Span] = [(word, tone)]
    rate = numbers.rate(statistics.rate_per_second)
    parts = [
        f"{rate} msg/s",
        f"{statistics.read_count:,} read",
        f"{statistics.kept_count:,} kept",
    ]
    if statistics.skipped_count:
        parts.append(f"{statistics.skipped_count:,} skipped to keep up")
    if statistics.evicted_count:
        parts.append(f"{statistics.evicted_count:,} passed by")
    if statistics.deleted_count:
        parts.append(f"{statistics.deleted_count:,} deleted before they were read")
    if statistics.lag and state.phase is TailPhase.READING:
        parts.append(f"{statistics.lag:,} to go")
    spans += [(f" · {text}", Tone.DIM) for text in parts]
    if state.error:
        spans.append((f" · {sanitise(state.error)}", Tone.BAD))
    if step := TAIL_STEPS.get(state.phase):
        spans.append((f" · {step}", Tone.BRIGHT))
    return spans


def placeholder_cells(state: TailState, start: TailStart, *, is_several: bool = False) -> list[Cell]:
    """What to say while there are no records to show.

    Args:
        is_several: more than one topic is followed, and none can be produced to.
    """
    match state.phase:
        case TailPhase.JOINING:
            return [cell("Joining the group …", Tone.DIM)]
        case TailPhase.STARTING | TailPhase.LOADING:
            return [cell("Reading …", Tone.DIM)]
        case TailPhase.DELETED if is_several:
            return [cell("The topics were deleted. Looking at them does not create them again.", Tone.BAD)]
        case TailPhase.DELETED:
            return [cell("The topic was deleted. Looking at it does not create it again.", Tone.BAD)]
        case TailPhase.FAILED:
            return [cell(f"✗ {sanitise(state.error)}", Tone.BAD), cell(sanitise(state.advice), Tone.DIM)]
        case TailPhase.READING:
            return [cell("Reading …", Tone.DIM)]
        case TailPhase.WAITING:
            return [cell(f"✗ {sanitise(state.error)}", Tone.BAD), cell("It goes on when one answers.", Tone.DIM)]
        case _ if start.kind is TailStartKind.END:
            hint = "f starts at the beginning or the last N"
            return [
                cell("Nothing has been written since.", Tone.DIM),
                cell(f"{hint}." if is_several else f"{hint}; p produces a record.", Tone.DIM),
            ]
        case _ if is_several:
            return [cell("No records in these topics yet.", Tone.DIM)]
        case _:
            return [cell("No records here yet.", Tone.DIM), cell("p produces one.", Tone.DIM)]
