"""The panel a record is typed in, with a delivery report for each one sent."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.widgets import Static

from kafkatui.model.errors import FieldError, KafkatuiError
from kafkatui.model.outcome import Outcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.record import Delivery
from kafkatui.model.target import Target
from kafkatui.session.action_runner import failure_words
from kafkatui.session.actions.produce import ACTION as PRODUCE
from kafkatui.session.actions.produce import plan_of
from kafkatui.session.actions.transaction import ACTION as TRANSACTION
from kafkatui.session.actions.transaction import plan_of as transaction_plan
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.draft_sending import typed_record
from kafkatui.session.sending import Sending
from kafkatui.session.sent_count import SentCount
from kafkatui.session.tasks import Task
from kafkatui.session.transactions import Transaction
from kafkatui.tui.keys import bindings
from kafkatui.tui.pages.topic.produce.fields import ProduceFields
from kafkatui.tui.pages.topic.produce.more import MoreFields
from kafkatui.tui.pages.topic.produce.record_typing import RecordTyping
from kafkatui.tui.pages.topic.produce.reports import ReportList
from kafkatui.tui.pages.topic.produce.schema_line import SchemaLine
from kafkatui.view.delivery_lines import sent_spans
from kafkatui.view.span import Span, Tone

TRANSACTION_SECONDS = 0.2
"""How often the foot follows the open transaction."""


class ProducePanel(RecordTyping):
    """Key, headers, partition and value of the next record; what was sent is listed below, the newest first.

    Args:
        topic: where the records go.
        on_arrival: takes records that were delivered.
        on_report: takes a report that Enter was pressed on.
    """

    DEFAULT_CSS = """
    ProducePanel { border: round $border; border-title-color: $dim; border-subtitle-color: $dim; padding: 0 1;
                   width: 1fr; height: 1fr;
        &:focus-within { border: round $kafka; border-title-color: $kafka; }
        & #problem { height: auto; max-height: 4; color: $error; display: none; }
        & #problem.-some { display: block; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "send", "produce.encoding", "produce.null", "produce.clear", "produce.more", "produce.send_clear",
        "produce.retry", "produce.earlier", "produce.later", "produce.editor", "produce.transaction",
    )  # fmt: skip

    class Reported(Message):
        """Delivery reports came; posted from the producer's thread, once for all that wait to be shown."""

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, ProducePanel.Reported)

    class Ended(Message):
        """A sending has ended; posted from its task's thread."""

        def __init__(self, task: Task[Outcome]) -> None:
            super().__init__()
            self.task = task

    class TransactionEnded(Message):
        """A transaction has ended; posted from its task's thread."""

        def __init__(self, task: Task[Outcome]) -> None:
            super().__init__()
            self.task = task

    def __init__(
        self,
        session: ClusterView,
        topic: str,
        on_arrival: Callable[[Sequence[Delivery]], None] = lambda _: None,
        on_report: Callable[[Delivery], None] = lambda _: None,
    ) -> None:
        super().__init__(session, topic)
        self._on_arrival = on_arrival
        self._on_report = on_report
        self._arrived: deque[Delivery] = deque()
        self._sent = SentCount()
        self._seen_transaction: tuple[str, int] | None = None
        self.border_title = f"Produce → {topic}"

    def compose(self) -> ComposeResult:
        yield ProduceFields()
        yield SchemaLine(self._session, self._topic)
        yield MoreFields()
        yield Static("", id="problem", markup=False)
        yield ReportList(id="reports")

    def on_mount(self) -> None:
        self.set_interval(TRANSACTION_SECONDS, self._watch_transaction)

    @property
    def _reports(self) -> ReportList:
        return self.query_one(ReportList)

    # Sending

    def action_send(self) -> None:
        """Send what is typed, as often as asked, in a task: it goes on when the page is left."""
        self._send()

    def action_send_clear(self) -> None:
        """The same, and empty the fields for the next one."""
        if self._send():
            self.action_clear()

    def _send(self) -> bool:
        self.complain("")
        draft = self.typed()
        try:
            times = self._fields.times
            if draft.partition and int(draft.partition) >= (count := self._partition_count()):
                raise FieldError(
                    "partition", f"{self._topic} has partitions 0 to {count - 1}; there is no {draft.partition}."
                )
            typed = typed_record(draft, self._topic, datetime.now().astimezone(), self._session.actions.context.schemas)
            sending = Sending(
                (typed.record,),
                times,
                self._deliver,
                self._sent.add,
                self._more.settings(),
                self.open_transaction,
                typed.completion,
            )
        except KafkatuiError as error:
            self.complain(str(error), error.field if isinstance(error, FieldError) else "")
            return False
        if not self._run(sending):
            return False
        self._last_sent = draft.value
        self._session.memory.remember_sent(self._topic, draft)
        return True

    def _run(self, sending: Sending) -> bool:
        """Send; False when something is in the way, which is said."""
        targets = (Target(PlaceKind.TOPIC, self._topic),)
        if (obstacle := self._session.actions.obstacle(PRODUCE, targets)) is not None:
            self.complain(obstacle.text)
            return False
        values = {"times": sending.times}
        self._session.actions.run(PRODUCE, targets, values, plan_of(sending), self._hear_end)
        self.show_foot()
        return True

    def action_retry(self) -> None:
        """Send again what was not delivered, in the order it was sent first."""
        failures = self._reports.failures
        if not failures:
            self.complain("Nothing has failed.")
            return
        try:
            settings = self._more.settings()
        except FieldError as error:
            self.complain(str(error), error.field)
            return
        self.complain("")
        records = tuple(delivery.record for delivery in failures)
        if self._run(Sending(records, 1, self._deliver, self._sent.add, settings, self.open_transaction)):
            self._sent.add(-len(self._reports.take_failures()))
            self.show_foot()

    # Transactions

    @property
    def open_transaction(self) -> Transaction | None:
        """What records go into now."""
        transaction = self._session.actions.context.transaction
        return transaction if transaction is not None and transaction.is_open else None

    def _watch_transaction(self) -> None:
        """It opens, grows and ends in a task of its own."""
        transaction = self.open_transaction
        seen = None if transaction is None else (transaction.id, transaction.sent)
        if seen != self._seen_transaction:
            self._seen_transaction = seen
            self.show_foot()

    def action_transaction(self) -> None:
        """Begin a transaction; of one that is open, ask how it ends."""
        transaction = self.open_transaction
        if transaction is None:
            self._begin()
            return
        from kafkatui.tui.screens.transaction import TransactionScreen

        def answered(is_to_commit: bool | None) -> None:
            if is_to_commit is not None:
                transaction.end(is_to_commit=is_to_commit)

        self.app.push_screen(TransactionScreen(transaction.id, transaction.sent), answered)

    def _begin(self) -> None:
        targets = (Target(PlaceKind.TOPIC, self._topic),)
        if (obstacle := self._session.actions.obstacle(TRANSACTION, targets)) is not None:
            self.complain(obstacle.text)
            return
        try:
            transaction = self._session.actions.context.new_transaction(
                self._more.transactional_id, self._more.settings()
            )
        except KafkatuiError as error:
            self.complain(str(error))
            return
        self.complain("")
        values = {"id": transaction.id}
        self._session.actions.run(TRANSACTION, targets, values, transaction_plan(transaction), self._hear_transaction)

    def _hear_transaction(self, task: Task[Outcome]) -> None:
        """Called in the task's thread."""
        self.post_message(self.TransactionEnded(task))

    @on(TransactionEnded)
    def _transaction_ended(self, event: TransactionEnded) -> None:
        event.stop()
        task = event.task
        if task.error is not None:
            self.complain(str(task.error))
        elif isinstance(outcome := task.state.result, Outcome):
            words = failure_words(outcome) or f"The transaction was {outcome.targets[0].reason}."
            self.complain(words)
        self.show_foot()

    def _hear_end(self, task: Task[Outcome]) -> None:
        """Called in the task's thread."""
        self.post_message(self.Ended(task))

    @on(Ended)
    def _ended(self, event: Ended) -> None:
        """Say what was not sent, and why: the reports themselves are listed below."""
        event.stop()
        task = event.task
        if task.error is not None:
            self._last_sent = ""
            self.complain(str(task.error))
        elif isinstance(outcome := task.state.result, Outcome) and not outcome.is_done:
            self._last_sent = ""
            again = " Ctrl+R sends again what failed." if self._reports.failures or self._arrived else ""
            self.complain(f"{failure_words(outcome)}{again}")

    def complain(self, text: str, field: str = "") -> None:
        problem = self.query_one("#problem", Static)
        problem.update(text)
        problem.set_class(bool(text), "-some")
        self._fields.mark_problem(field)
        self._more.mark_problem(field)

    def _deliver(self, delivery: Delivery) -> None:
        """Called from the producer's thread."""
        self._arrived.append(delivery)
        self.post_message(self.Reported())

    @on(Reported)
    def _report(self, event: Reported) -> None:
        event.stop()
        deliveries = [self._arrived.popleft() for _ in range(len(self._arrived))]
        self._reports.add(deliveries)
        self._on_arrival([delivery for delivery in deliveries if delivery.is_delivered])
        self.show_foot()

    @on(ReportList.Opened)
    def _opened(self, event: ReportList.Opened) -> None:
        event.stop()
        self._on_report(event.delivery)

    def foot_spans(self) -> list[Span]:
        reports = self._reports
        transaction = self.open_transaction
        spans: list[Span] = [(f" · in a transaction: {transaction.sent:,}", Tone.WARNING)] if transaction else []
        return spans + sent_spans(self._sent.value, reports.delivered_count, reports.failed_count)
