"""How far a search is, in words: what was looked at, what is left, and why it ended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kafkatui.model.cluster import TopicPartition
from kafkatui.model.scan import ScanState
from kafkatui.view import numbers
from kafkatui.view.span import Span, Tone

SHOWN_PARTITIONS = 3
"""Of which is said what is left of them while a search runs: those with the most."""

_STOPPED = {"limit": "stopped at the limit", "cancelled": "cancelled", "full": "stopped, as no more can be kept"}


def scan_text(state: ScanState) -> str:
    """One line while it runs: "1,204,000 scanned · 12 found · 38 % · 2,400,000/s · 3 s to go"."""
    parts = [f"{state.scanned:,} scanned", f"{state.matched:,} found"]
    if state.total:
        parts.append(f"{100 * state.passed // state.total} %")
    if state.scanned:
        parts.append(f"{numbers.rate(state.records_per_second)}/s")
    if state.remaining and state.eta_seconds is not None:
        parts.append(f"{numbers.duration(state.eta_seconds)} to go")
    if state.undecodable:
        parts.append(f"{state.undecodable:,} not decodable")
    return " · ".join(parts)


def left_text(state: ScanState, *, is_of_several: bool) -> str:
    """What is left of each partition, the most first: "left 2: 120,000, 0: 98,000"; empty when nothing is.

    Args:
        is_of_several: whether more than one topic is looked through: each partition is told with its own, also the
            last that are left.
    """
    most = sorted(state.remaining.items(), key=lambda item: (-item[1], item[0]))
    shown = [
        f"{f'{topic}-{partition}' if is_of_several else partition}: {left:,}"
        for (topic, partition), left in most[:SHOWN_PARTITIONS]
    ]
    more = [f"{len(most) - len(shown):,} more"] if len(most) > len(shown) else []
    return f"left {', '.join([*shown, *more])}" if shown else ""


def scan_spans(state: ScanState, *, has_ended: bool, is_of_several: bool) -> Sequence[Span]:
    """The same for the screen, with how it ended."""
    if not has_ended:
        left = left_text(state, is_of_several=is_of_several)
        return [(scan_text(state), Tone.KAFKA), (f" · Esc ends it{f' · {left}' if left else ''}", Tone.DIM)]
    tone = Tone.GOOD if state.is_complete else Tone.WARNING
    reasons = sorted(state.unread.items())
    first = f" · {reasons[0][0][0]}-{reasons[0][0][1]}: {reasons[0][1]}" if reasons else ""
    return [(f"{scan_text(state)} · {state.seconds:.1f} s · ", Tone.DIM), (f"{end_text(state)}{first}", tone)]


def end_text(state: ScanState) -> str:
    """ "complete", or why not everything was looked at."""
    if state.stopped:
        left = sum(state.remaining.values())
        return f"{_STOPPED[state.stopped]}, {left:,} offsets not looked at" if left else _STOPPED[state.stopped]
    return "complete" if state.is_complete else "not complete"


def scan_lines(state: ScanState) -> Sequence[str]:
    """At the end: the figures, and a line for each partition that was not read."""
    seconds = f"{state.seconds:.1f} s"
    lines = [f"{scan_text(state)} · {seconds} · {end_text(state)}"]
    for (topic, partition), reason in sorted(state.unread.items()):
        left = state.remaining.get((topic, partition))
        offsets = f", {left:,} offsets not looked at" if left else ""
        lines.append(f"{topic}-{partition}: {reason}{offsets}")
    return lines


def scan_json(state: ScanState) -> dict[str, Any]:
    """The same for programs: one object."""
    return {
        "scanned": state.scanned,
        "matched": state.matched,
        "not_decodable": state.undecodable,
        "offsets": state.total,
        "offsets_passed": state.passed,
        "remaining": [_place(key) | {"offsets": left} for key, left in sorted(state.remaining.items())],
        "not_read": [_place(key) | {"reason": reason} for key, reason in sorted(state.unread.items())],
        "seconds": round(state.seconds, 3),
        "records_per_second": round(state.records_per_second, 1),
        "complete": state.is_complete,
        "stopped": state.stopped or None,
    }


def _place(key: TopicPartition) -> dict[str, Any]:
    return {"topic": key[0], "partition": key[1]}
