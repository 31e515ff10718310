"""What the actions that add many records have in common: how they hand them over, and what became of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kafkatui.model.field import Choice, Chosen, Field, FieldKind, Values
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.send_settings import COMPRESSIONS
from kafkatui.session.tasks import Cancelled, Left, TaskControl

if TYPE_CHECKING:
    from kafkatui.codec.decoder import Reader
    from kafkatui.kafka.write.bulk import BulkProducer

NO_UNDO = "What is written to a topic cannot be taken back."

ENDED_THERE = "It was ended there."
"""Where nothing that was sent after it would have arrived either."""

STOP_SECONDS = 5.0
"""So long what was handed over may still arrive after it was stopped."""

PORTION_COUNT = 500
_PORTIONS_A_SECOND = 20


def choice_field(name: str, title: str, help: str, choices: tuple[str, ...]) -> Field:  # noqa: A002
    """A field that is one of these words; the first is what stands there."""
    words = tuple(Choice(word, word, "") for word in choices)
    return Field(name, title, help, FieldKind.CHOICE, default=choices[0], choices=words)


def chosen_word(values: Values, field: Field) -> str:
    """What was chosen for a field of `choice_field`, or its default."""
    value = values.get(field.name) or field.default
    return value.value if isinstance(value, Chosen) else str(value)


COMPRESSION = choice_field("compression", "Compression", "What batches are packed with.", COMPRESSIONS[1:])


def shown_text(data: bytes | None) -> str:
    """A key or value in a preview; empty for null."""
    return "" if data is None else data.decode("utf-8", "replace")


def shown_part(reader: Reader, data: bytes | None) -> str:
    """A key or value of a record that is there, in a preview: its text, less what the settings hide; empty for null."""
    return shown_text(data) if data is None or not reader.masks else reader.decode(data).line


def portion_count(rate: float | None) -> int:
    """How many are handed over at once; where a rate is held, few, so that they flow."""
    return PORTION_COUNT if rate is None else max(1, min(PORTION_COUNT, round(rate / _PORTIONS_A_SECOND)))


def add_all(
    producer: BulkProducer,
    target: str,
    hand_over: Callable[[], str],
    control: TaskControl,
    on_arrival: Callable[[], None] = lambda: None,
) -> Outcome:
    """Hand records over and wait until they have arrived; what was handed over before a stop is waited for, too.

    Args:
        target: what the outcome is called by.
        hand_over: hands them to the producer; why not all could be, empty when they could.
        on_arrival: called once nothing is waited for any more.

    Raises:
        Left: the session closes.
    """
    problem, was_stopped = "", False
    try:
        problem = hand_over()
        producer.flush(control.check)
    except Left:
        producer.give_up()
        raise
    except Cancelled:
        was_stopped = True
        producer.flush_for(STOP_SECONDS)
    on_arrival()
    return _outcome(target, producer, problem, was_stopped=was_stopped)


def _outcome(target: str, producer: BulkProducer, problem: str, *, was_stopped: bool) -> Outcome:
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
