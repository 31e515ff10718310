"""The panel a record is typed in, with a delivery report for each one sent."""

from __future__ import annotations

from collections import deque
from itertools import islice
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static, TextArea

from kafkatui.codec.encode import encode, parse_headers
from kafkatui.codec.encoding import Encoding
from kafkatui.model.errors import KafkatuiError, UsageError
from kafkatui.model.outcome import Outcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.record import Delivery, OutgoingRecord
from kafkatui.model.target import Target
from kafkatui.session.action_runner import failure_words
from kafkatui.session.actions.produce import ACTION as PRODUCE
from kafkatui.session.actions.produce import Sending, plan_of
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.tasks import Task
from kafkatui.tui.content import to_content
from kafkatui.tui.keys import bindings
from kafkatui.view.delivery_lines import delivery_line, sent_spans
from kafkatui.view.span import Span, Tone

REPORTS_KEPT = 200
ENCODINGS = (Encoding.TEXT, Encoding.JSON, Encoding.HEX, Encoding.BASE64, Encoding.INT32, Encoding.INT64)
MOST_AT_ONCE = 1_000_000
"""Records one send may repeat."""

NUMBER_DIGITS = 7
"""Of a partition, and of how often to send."""

REPORTS_SHOWN = 12


class ProducePanel(Vertical):
    """Key, headers, partition and value of the next record; what was sent is listed below, the newest first.

    Args:
        topic: where the records go.
    """

    DEFAULT_CSS = """
    ProducePanel { border: round $border; border-title-color: $dim; border-subtitle-color: $dim; padding: 0 1;
                   width: 1fr; height: 1fr;
        &:focus-within { border: round $kafka; border-title-color: $kafka; }
        & Horizontal { height: 1; }
        & .produce--label { width: 10; color: $dim; }
        & Input { border: none; height: 1; padding: 0; background: $bar; width: 1fr; }
        & #partition { width: 10; }
        & #times { width: 7; }
        & #partition-remark { width: 1fr; color: $dim; padding-left: 1; }
        & .produce--times { width: 7; color: $dim; padding-left: 1; }
        & TextArea { border: none; padding: 0; height: 1fr; min-height: 1; background: $bar; width: 1fr; }
        & #value-line { height: 3fr; min-height: 1; }
        & #reports { height: 2fr; min-height: 1; }
        & #problem { height: auto; max-height: 4; color: $error; display: none; }
        & #problem.-some { display: block; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("send", "produce.encoding", "produce.null", "produce.clear")

    class Reported(Message):
        """Delivery reports came; posted from the producer's thread, once for all that wait to be shown."""

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, ProducePanel.Reported)

    class Ended(Message):
        """A sending has ended; posted from its task's thread."""

        def __init__(self, task: Task[Outcome]) -> None:
            super().__init__()
            self.task = task

    def __init__(self, session: ClusterView, topic: str) -> None:
        super().__init__()
        self._session = session
        self._topic = topic
        self._how = Encoding.TEXT
        self._is_null = False
        self._last_sent = ""
        self._reports: deque[Delivery] = deque(maxlen=REPORTS_KEPT)
        self._arrived: deque[Delivery] = deque()
        self._sent_count = self._failed_count = self._delivered_count = 0
        self.border_title = f"Produce → {topic}"

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Static("key", classes="produce--label")
            yield Input(id="key", placeholder="empty: null")
        with Horizontal():
            yield Static("headers", classes="produce--label")
            yield Input(id="headers", placeholder='name=value, name="a value, with b=c"')
        with Horizontal():
            yield Static("partition", classes="produce--label")
            yield Input(id="partition", placeholder="by key", restrict=r"[0-9]*", max_length=NUMBER_DIGITS)
            yield Static("", id="partition-remark", markup=False)
            yield Static("times", classes="produce--times")
            yield Input(id="times", value="1", restrict=r"[0-9]*", max_length=NUMBER_DIGITS)
        with Horizontal(id="value-line"):
            yield Static("value", classes="produce--label", id="value-label")
            yield TextArea(id="value", show_line_numbers=False, soft_wrap=True, compact=True)
        yield Static("", id="problem", markup=False)
        yield Static("", id="reports", markup=False)

    def on_mount(self) -> None:
        self._show_partition()
        self._show_foot()

    def focus_value(self) -> None:
        """Put the cursor where the value is typed."""
        self.query_one("#value", TextArea).focus()

    @property
    def draft(self) -> str:
        """What was typed and differs from what was sent last."""
        if not self.is_mounted:
            return ""
        text = self.query_one("#value", TextArea).text
        return text if text != self._last_sent else ""

    def _partition_count(self) -> int:
        metadata = self._session.metadata.value
        topic = metadata.topics.get(self._topic) if metadata else None
        return len(topic.partitions) if topic else 0

    @on(Input.Changed, "#key")
    @on(Input.Changed, "#partition")
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self._show_partition()

    def _show_partition(self) -> None:
        count = self._partition_count()
        chosen = self.query_one("#partition", Input).value
        key = self.query_one("#key", Input).value
        spread = self._session.partition_for(key.encode("utf-8", "replace") if key else None, count)
        if chosen:
            remark = f"of 0…{count - 1}" if count else ""
        elif spread is None:
            remark = "no key: any partition"
        else:
            remark = f"murmur2 → {spread}"
        self.query_one("#partition-remark", Static).update(remark)

    # Sending

    def action_send(self) -> None:
        """Send what is typed, as often as asked, in a task: it goes on when the page is left."""
        self._complain("")
        targets = (Target(PlaceKind.TOPIC, self._topic),)
        try:
            record, times = self._record()
        except KafkatuiError as error:
            self._complain(str(error))
            return
        if (obstacle := self._session.actions.obstacle(PRODUCE, targets)) is not None:
            self._complain(obstacle.text)
            return
        self._last_sent = self.query_one("#value", TextArea).text
        values = {"times": times}
        plan = plan_of(Sending(record, times, self._deliver, self._count_sent))
        self._session.actions.run(PRODUCE, targets, values, plan, self._hear_end)
        self._show_foot()

    def _count_sent(self) -> None:
        """Called in the task's thread; reports follow and show it."""
        self._sent_count += 1

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
            self._complain(str(task.error))
        elif isinstance(outcome := task.state.result, Outcome) and not outcome.is_done:
            self._complain(failure_words(outcome))

    def _complain(self, text: str) -> None:
        problem = self.query_one("#problem", Static)
        problem.update(text)
        problem.set_class(bool(text), "-some")

    def _record(self) -> tuple[OutgoingRecord, int]:
        key = self.query_one("#key", Input).value
        headers = self.query_one("#headers", Input).value
        partition = self.query_one("#partition", Input).value
        text = self.query_one("#value", TextArea).text
        times = int(self.query_one("#times", Input).value or "1")
        if not 1 <= times <= MOST_AT_ONCE:
            raise UsageError(f"times: from 1 to {MOST_AT_ONCE:,}.")
        if partition and int(partition) >= (count := self._partition_count()):
            raise UsageError(f"{self._topic} has partitions 0 to {count - 1}; there is no {partition}.")
        record = OutgoingRecord(
            self._topic,
            encode(key) if key else None,
            None if self._is_null else encode(text, self._how),
            parse_headers(headers),
            int(partition) if partition else None,
        )
        return record, times

    def _deliver(self, delivery: Delivery) -> None:
        """Called from the producer's thread."""
        self._arrived.append(delivery)
        self.post_message(self.Reported())

    @on(Reported)
    def _report(self, event: Reported) -> None:
        event.stop()
        while self._arrived:
            delivery = self._arrived.popleft()
            self._reports.appendleft(delivery)
            if delivery.is_delivered:
                self._delivered_count += 1
            else:
                self._failed_count += 1
        lines = [delivery_line(delivery) for delivery in islice(self._reports, REPORTS_SHOWN)]
        self.query_one("#reports", Static).update(Content("\n").join(to_content(line) for line in lines))
        self._show_foot()

    def _show_foot(self) -> None:
        spans: list[Span] = [("Ctrl+S send", Tone.DIM), (f" · as {self._how.value}", Tone.DIM)]
        if self._is_null:
            spans.append((" · null value", Tone.WARNING))
        spans += sent_spans(self._sent_count, self._delivered_count, self._failed_count)
        self.border_subtitle = to_content(spans)

    # Settings of the record

    def action_encoding(self) -> None:
        """Read the value in the next way."""
        self._how = ENCODINGS[(ENCODINGS.index(self._how) + 1) % len(ENCODINGS)]
        self._show_foot()

    def action_tombstone(self) -> None:
        """Send null instead of what is typed, or what is typed again."""
        self._is_null = not self._is_null
        area = self.query_one("#value", TextArea)
        area.disabled = self._is_null
        self.query_one("#value-label", Static).update("null" if self._is_null else "value")
        if self._is_null:
            self.query_one("#key", Input).focus()
        else:
            area.focus()
        self._show_foot()

    def action_clear(self) -> None:
        """Empty every field."""
        for line in self.query(Input):
            line.value = "1" if line.id == "times" else ""
        self.query_one("#value", TextArea).text = ""
