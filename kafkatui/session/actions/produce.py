"""Send a record, as often as asked. Its form is the pane beside the tail; the verb streams and notes what it sent."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kafkatui.model.action import ActionForm, ActionSpec, Danger
from kafkatui.model.errors import FieldError
from kafkatui.model.field import Field, FieldKind, Values
from kafkatui.model.key import Key
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan
from kafkatui.model.record import Delivery, OutgoingRecord
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.adding import NO_UNDO
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

IN_FLIGHT_LIMIT = 10_000
"""Records sent and not reported yet; librdkafka's own queue holds ten times as many."""

REPORT_SECONDS = 15.0
"""The longest wait from one report to the next; librdkafka gives a record up before that."""


@dataclass(frozen=True, slots=True)
class Sending:
    """One record, sent `times` times.

    Attributes:
        on_delivery: takes each report, in the producer's thread.
        on_sent: called in the task's thread whenever one has been handed to the client.
    """

    record: OutgoingRecord
    times: int
    on_delivery: Callable[[Delivery], None]
    on_sent: Callable[[], None] = lambda: None


class Produce(Action[Sending]):
    """Adds records, so it is done without being asked; every run of it is one entry of the journal."""

    spec = ActionSpec(
        id="produce",
        title="Produce",
        help="Produce a record to the topic.",
        danger=Danger.ADDS,
        acts_on=frozenset({PlaceKind.TOPIC}),
        fields=(
            Field("record", "Record", "Key, headers, partition and value.", FieldKind.DOCUMENT, is_in_dialog=False),
            Field("times", "Times", "How often it is sent.", FieldKind.NUMBER, default=1, is_in_dialog=False),
        ),
        key=Key("produce", "p", "produce", "Produce a record to the topic.", "Do", 5, on=frozenset({"topic"})),
        form=ActionForm.PANE,
    )

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Sending]:
        record, times = values["record"], values.get("times") or 1
        if times < 1:
            raise FieldError("times", "Once at least.")
        return plan_of(Sending(record, times, values.get("on_delivery") or (lambda _: None)))

    def run(self, context: ActionContext, plan: Plan[Sending], control: TaskControl) -> Outcome:
        sending = plan.payload
        reports = _Reports(sending.on_delivery)
        for number in range(sending.times):
            if not reports.wait_for_room(IN_FLIGHT_LIMIT):
                break
            reports.expect()
            context.send(sending.record, reports.take)
            sending.on_sent()
            control.progress(number + 1, sending.times, "records")
        reports.wait_for_room(1)
        return reports.outcome(sending)


def plan_of(sending: Sending) -> Plan[Any]:
    """What sending it comes to; nothing has to be asked for that."""
    topic, times = sending.record.topic, sending.times
    count = "a record" if times == 1 else f"{times:,} records"
    return Plan(f"Sends {count} to {topic}.", sending, undo=NO_UNDO)


class _Reports:
    """Counts what is under way; `take` runs in the producer's thread."""

    def __init__(self, on_delivery: Callable[[Delivery], None]) -> None:
        self._on_delivery = on_delivery
        self._changed = threading.Condition()
        self._in_flight = self._delivered = self._failed = 0
        self._last: Delivery | None = None

    def expect(self) -> None:
        with self._changed:
            self._in_flight += 1

    def take(self, delivery: Delivery) -> None:
        with self._changed:
            self._in_flight -= 1
            self._delivered += delivery.is_delivered
            self._failed += not delivery.is_delivered
            if self._last is None or not delivery.is_delivered:
                self._last = delivery
            self._changed.notify_all()
        self._on_delivery(delivery)

    def wait_for_room(self, limit: int) -> bool:
        """Wait until fewer than `limit` are under way; False when nothing was reported for `REPORT_SECONDS`."""
        with self._changed:
            before = self._in_flight
            while self._in_flight >= limit:
                if not self._changed.wait(REPORT_SECONDS) and self._in_flight == before:
                    return False
                before = self._in_flight
        return True

    def outcome(self, sending: Sending) -> Outcome:
        """One target: the topic, or where the only record went."""
        with self._changed:
            last, unsent = self._last, sending.times - self._delivered
            if not unsent and last is not None and sending.times == 1:
                where = f"{last.record.topic}-{last.partition}@{last.offset}"
                return Outcome((TargetOutcome(where, OutcomeState.DONE),))
            topic = sending.record.topic
            if not unsent:
                return Outcome((TargetOutcome(topic, OutcomeState.DONE, f"{self._delivered:,} records"),))
            state = OutcomeState.FAILED if self._failed == unsent else OutcomeState.UNKNOWN
            why = f": {last.error}" if last is not None and last.error else ""
            return Outcome((TargetOutcome(topic, state, f"{unsent:,} of {sending.times:,} not delivered{why}"),))


ACTION = Produce()
