"""Transactions that nobody will end."""

from __future__ import annotations

from collections.abc import Iterator

from kafkatui.insight.doctor.known import Known
from kafkatui.insight.doctor.rule import Rule, Suspicion
from kafkatui.model.event import Severity
from kafkatui.model.finding import Subject


def hanging(known: Known) -> Iterator[Suspicion]:
    """Open on a partition without a coordinator that will end it."""
    for each in known.hanging.current or ():
        held = "" if each.held_back is None else f", {each.held_back:,} offsets held back"
        words = f"begun at offset {each.start_offset:,}, its coordinator does not have it{held}"
        since = each.last_ms / 1000 if each.last_ms >= 0 else None
        yield Suspicion(
            Subject(each.text, tab="transactions"),
            f"A transaction hangs on {each.topic}-{each.partition}.",
            (known.kafka_of(known.hanging, words),),
            since,
        )


RULES = (
    Rule(
        "transaction-hanging",
        "transactions",
        "Hanging transaction",
        Severity.BAD,
        hanging,
        "Readers of committed records stop before it, and compaction too.",
        "Abort it, once its producer is known to be gone.",
        action="transaction.abort",
    ),
)
"""The rules about transactions."""
