"""Sending records one by one with a report for each, and what became of all of them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from itertools import chain, repeat
from typing import TYPE_CHECKING

from msgspec import Struct

from kafkatui.model.errors import KafkatuiError, QueueFull
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.record import Delivery, OutgoingRecord
from kafkatui.model.replacing import replace
from kafkatui.model.send_settings import DEFAULT_SETTINGS, SendSettings
from kafkatui.session.tasks import Cancelled, TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext
    from kafkatui.session.transactions import Transaction

IN_FLIGHT_LIMIT = 10_000
"""Records sent and not reported yet; librdkafka's own queue holds ten times as many."""

REPORT_SECONDS = 15.0
"""The longest wait from one report to the next; librdkafka gives a record up before that."""

ROOM_SECONDS = 0.1
"""So long is waited before a record is offered again that the client's queue had no room for."""


class Sending(Struct, frozen=True):
    """Records, sent `times` times in this order.

    Attributes:
        records: of one topic.
        on_delivery: takes each report, in the producer's thread.
        on_sent: called in the task's thread whenever one has been handed to the client.
    """

    records: Sequence[OutgoingRecord]
    times: int = 1
    on_delivery: Callable[[Delivery], None] = lambda _: None
    on_sent: Callable[[], None] = lambda: None
    settings: SendSettings = DEFAULT_SETTINGS
    transaction: Transaction | None = None
    """What they are sent into; the settings are then its own."""

    complete: Callable[[OutgoingRecord], OutgoingRecord] | None = None
    """Makes a record whole, in the task, where that has to wait for a file; raises KafkatuiError."""

    @property
    def topic(self) -> str:
        return self.records[0].topic

    @property
    def count(self) -> int:
        """How many are sent in all."""
        return len(self.records) * self.times


def send_all(context: ActionContext, sending: Sending, control: TaskControl) -> Outcome:
    """Send them and wait for their reports; what could not be sent has a report, too, and ends it.

    A stop ends it in order: what was handed over is waited for, and the outcome tells what was not sent.

    Raises:
        KafkatuiError: a record could not be made whole; nothing was sent.
    """
    if sending.complete is not None:
        sending = replace(sending, records=[sending.complete(record) for record in sending.records], complete=None)
    reports = Reports(sending.on_delivery)
    try:
        for number, record in enumerate(chain.from_iterable(repeat(sending.records, sending.times)), 1):
            if not reports.wait_for_room(IN_FLIGHT_LIMIT):
                break
            if not _hand_over(context, sending, record, reports, control):
                break
            sending.on_sent()
            control.progress(number, sending.count, "records")
    except Cancelled:
        pass
    reports.wait_for_room(1)
    return reports.outcome(sending)


def _hand_over(
    context: ActionContext, sending: Sending, record: OutgoingRecord, reports: Reports, control: TaskControl
) -> bool:
    """Give one record to the client; False when it is refused, which is reported."""
    while True:
        reports.expect()
        try:
            if sending.transaction is not None:
                sending.transaction.send(record, reports.take)
            else:
                context.send(record, reports.take, sending.settings)
        except QueueFull:
            reports.take_back()
            control.wait(ROOM_SECONDS)
        except KafkatuiError as error:
            reports.take(Delivery(0, record, record.partition, None, 0.0, error.what, error.advice))
            return False
        else:
            return True


class Reports:
    """Counts what is under way; `take` runs in the producer's thread."""

    def __init__(self, on_delivery: Callable[[Delivery], None]) -> None:
        self._on_delivery = on_delivery
        self._changed = threading.Condition()
        self._in_flight = self._delivered = self._failed = 0
        self._last: Delivery | None = None

    def expect(self) -> None:
        """One is about to be sent."""
        with self._changed:
            self._in_flight += 1

    def take_back(self) -> None:
        """It was not sent after all."""
        with self._changed:
            self._in_flight -= 1

    def take(self, delivery: Delivery) -> None:
        """What became of one."""
        with self._changed:
            self._in_flight -= 1
            self._delivered += delivery.is_delivered
            self._failed += not delivery.is_delivered
            if self._last is None or (not delivery.is_delivered and self._last.is_delivered):
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
            last, total, topic = self._last, sending.count, sending.topic
            unsent = total - self._delivered
            if not unsent and last is not None and total == 1:
                offset = "" if last.offset is None else f"@{last.offset}"
                return Outcome((TargetOutcome(f"{topic}-{last.partition}{offset}", OutcomeState.DONE),))
            if not unsent:
                return Outcome((TargetOutcome(topic, OutcomeState.DONE, f"{self._delivered:,} records"),))
            why = f": {last.error} {last.advice}".rstrip() if last is not None and last.error else ""
            words = [f"{unsent:,} of {total:,} not delivered{why}"]
            if self._in_flight:
                words.append(f"Of {self._in_flight:,} it is not known.")
            elif never := unsent - self._failed:
                words.append(f"{never:,} were not sent any more.")
            state = OutcomeState.UNKNOWN if self._in_flight else OutcomeState.FAILED
            return Outcome((TargetOutcome(topic, state, " ".join(words)),))
