"""What became of many records that were sent without a report for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome

if TYPE_CHECKING:
    from kafkatui.kafka.write.bulk import BulkProducer

STOP_SECONDS = 5.0
"""So long what was handed over may still arrive after it was stopped."""


def outcome_of(target: str, producer: BulkProducer, *, was_stopped: bool, problem: str = "") -> Outcome:
    """What became of the records, after the last of them was handed over.

    Args:
        problem: why not all could be handed over.
    """
    if was_stopped:
        producer.flush_for(STOP_SECONDS)
    unknown = producer.give_up()
    written = producer.sent - producer.failed - unknown
    if not producer.failed and not unknown and not problem:
        words = f"{written:,} records{', stopped' if was_stopped else ''}"
        return Outcome((TargetOutcome(target, OutcomeState.DONE, words),))
    reasons = [f"{written:,} records were written.", problem]
    if producer.failed:
        reasons.append(f"{producer.failed:,} were not: {producer.error} {producer.advice}".rstrip())
    if unknown:
        reasons.append(f"Of {unknown:,} it is not known.")
    state = OutcomeState.UNKNOWN if unknown else OutcomeState.FAILED
    return Outcome((TargetOutcome(target, state, " ".join(filter(None, reasons))),))
