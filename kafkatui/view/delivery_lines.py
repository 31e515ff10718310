"""Delivery reports in words."""

from __future__ import annotations

from kafkatui.codec.sanitise import sanitise
from kafkatui.model.record import Delivery
from kafkatui.view import numbers
from kafkatui.view.span import Span, Tone


def delivery_line(delivery: Delivery) -> tuple[Span, ...]:
    """ "✓ orders[3]@987,148  2.1 ms", or "✗ orders[5]  leader not available"; "?" where it may have arrived."""
    where = sanitise(delivery.record.topic)
    if delivery.partition is not None and delivery.partition >= 0:
        where += f"[{delivery.partition}]"
    if delivery.is_delivered:
        offset = f"@{numbers.count(delivery.offset)}" if delivery.offset is not None else ""
        return (
            ("✓ ", Tone.GOOD),
            (f"{where}{offset}", Tone.BRIGHT),
            (f"  {numbers.latency(delivery.latency_seconds)}", Tone.DIM),
        )
    text = f"  {sanitise(delivery.error)} {sanitise(delivery.advice)}".rstrip()
    sign = ("? ", Tone.WARNING) if delivery.is_unknown else ("✗ ", Tone.BAD)
    return (sign, (where, Tone.BRIGHT), (text, Tone.PLAIN))


def sent_spans(sent_count: int, delivered_count: int, failed_count: int) -> list[Span]:
    """ " · sent 7 · 2 on the way · failed 1"; nothing before the first."""
    if not sent_count:
        return []
    spans: list[Span] = [(f" · sent {sent_count:,}", Tone.DIM)]
    waiting = sent_count - delivered_count - failed_count
    if waiting > 0:
        spans.append((f" · {waiting:,} on the way", Tone.KAFKA))
    if failed_count:
        spans.append((f" · failed {failed_count:,}", Tone.BAD))
    return spans
