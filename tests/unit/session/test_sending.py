"""Records sent one by one: what was and what was not delivered is always told; producers and transactions."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar, cast

import pytest

from kafkatui.model.errors import KafkatuiError, OutcomeUnknown, QueueFull, RequestFailed, UsageError
from kafkatui.model.outcome import Outcome, OutcomeState
from kafkatui.model.profile import Profile
from kafkatui.model.record import Delivery, OutgoingRecord, Record
from kafkatui.model.record_draft import RecordDraft
from kafkatui.model.send_settings import SendSettings
from kafkatui.session import writing
from kafkatui.session.memory import MOST_SENT, MOST_SENT_CHARACTERS, Memory
from kafkatui.session.record_places import parse_places, sent_again
from kafkatui.session.sending import Sending, send_all
from kafkatui.session.tasks import Task, TaskControl, Tasks
from kafkatui.session.transactions import Transaction
from kafkatui.session.writing import MOST_PRODUCERS, Writers

RECORDS = tuple(OutgoingRecord("t", None, b"%d" % number) for number in range(4))
WAIT_SECONDS = 30.0

Answer = str | Exception
"""What becomes of a record: delivered where it is empty, a failure, or refused at once."""


class Client:
    """Answers as a test says; what comes after is delivered."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.taken: list[OutgoingRecord] = []

    def send(self, record: OutgoingRecord, on_delivery: Callable[[Delivery], None], settings: Any = None) -> int:
        answer = self.answers.pop(0) if self.answers else ""
        if isinstance(answer, Exception):
            raise answer
        self.taken.append(record)
        on_delivery(Delivery(1, record, 0, None if answer else len(self.taken), 0.0, answer))
        return 1


def run(client: Client, sending: Sending) -> Outcome:
    def work(control: TaskControl) -> Outcome:
        return send_all(cast("Any", client), sending, control)

    task = Tasks("local").start("send", work)
    assert task.wait(WAIT_SECONDS)
    return task.result()


def test_what_is_refused_is_reported_and_the_rest_is_said_not_to_be_sent() -> None:
    reports: list[Delivery] = []
    outcome = run(Client("", RequestFailed("Too large.", "Raise it.")), Sending(RECORDS, 1, reports.append))
    assert [(report.record.value, report.error) for report in reports] == [(b"0", ""), (b"1", "Too large.")]
    (target,) = outcome.targets
    assert target.state is OutcomeState.FAILED
    assert target.reason == "3 of 4 not delivered: Too large. Raise it. 2 were not sent any more."


def test_a_full_queue_is_waited_for() -> None:
    client = Client(QueueFull("Full."), "", QueueFull("Full."), QueueFull("Full."))
    assert run(client, Sending(RECORDS, 2)).is_done
    assert client.taken == [*RECORDS, *RECORDS]


def test_what_cannot_be_made_whole_sends_nothing() -> None:
    client = Client()

    def fail(record: OutgoingRecord) -> OutgoingRecord:
        raise RequestFailed("No registry.")

    with pytest.raises(RequestFailed):
        run(client, Sending(RECORDS, 1, complete=fail))
    assert client.taken == []


def test_a_stop_tells_what_was_sent() -> None:
    client, began = Client(), threading.Event()

    def work(control: TaskControl) -> Outcome:
        def on_sent() -> None:
            began.set()
            task.cancel()

        return send_all(cast("Any", client), Sending(RECORDS, 1, on_sent=on_sent), control)

    holder: list[Task[Outcome]] = []
    gate = threading.Event()

    def gated(control: TaskControl) -> Outcome:
        gate.wait(WAIT_SECONDS)
        return work(control)

    task = Tasks("local").start("send", gated)
    holder.append(task)
    gate.set()
    assert task.wait(WAIT_SECONDS)
    assert began.is_set()
    assert len(client.taken) == 1


def test_places_of_records() -> None:
    assert parse_places("0@42, 1@7,0@42") == ((0, 42), (1, 7))
    for wrong in ("", "42", "0@", "a@1", "0@1;2@3"):
        with pytest.raises(UsageError, match="is no record"):
            parse_places(wrong)
    record = Record("t", 3, 7, 1, "create", b"k", None, (("h", None),))
    assert sent_again(record) == OutgoingRecord("t", b"k", None, (("h", None),), 3)
    assert sent_again(record, "other") == OutgoingRecord("other", b"k", None, (("h", None),), None)
    with pytest.raises(RequestFailed, match="t-3@7"):
        sent_again(Record("t", 3, 7, 1, "create", b"k", None, headers_problem="why"))


class HeldProducer(Client):
    """Reports when the test says."""

    closed: ClassVar[list[SendSettings]] = []
    is_spoilt = False

    def __init__(self, connection: Any, settings: SendSettings) -> None:
        super().__init__()
        self.settings = settings
        self.waiting: list[Callable[[], None]] = []

    def send(self, record: OutgoingRecord, on_delivery: Callable[[Delivery], None], settings: Any = None) -> int:
        self.waiting.append(lambda: on_delivery(Delivery(1, record, 0, 1, 0.0)))
        return 1

    def close(self, timeout_seconds: float) -> None:
        self.closed.append(self.settings)


class Held:
    """Writers, and the producers that they made."""

    def __init__(self) -> None:
        clients: Any = type("Clients", (), {"profile": Profile("local", {}), "kafka": None})()
        self.writers = Writers(clients)
        self.made: list[HeldProducer] = []

    def make(self, connection: Any, settings: SendSettings) -> HeldProducer:
        self.made.append(HeldProducer(connection, settings))
        return self.made[-1]


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Held:
    from kafkatui.kafka.write import produce

    found = Held()
    HeldProducer.closed = []
    monkeypatch.setattr(produce, "KafkaProducer", found.make)
    return found


def test_producers_are_few_and_none_goes_that_has_records_under_way(held: Held) -> None:
    writers, made = held.writers, held.made
    ways = [SendSettings(compression, acks) for compression in ("none", "lz4", "zstd") for acks in ("all", "1")]
    for way in ways:
        writers.send(RECORDS[0], lambda _: None, way)
    assert writers.unsent_count == len(ways)
    assert HeldProducer.closed == [], "records of all are under way"
    for producer in made[:5]:
        producer.waiting[0]()
    writers.send(RECORDS[0], lambda _: None, ways[5])
    assert len(HeldProducer.closed) == len(ways) - MOST_PRODUCERS
    assert HeldProducer.closed == ways[:2], "those that were used longest ago"
    writers.close(1.0)
    assert sorted(map(str, HeldProducer.closed)) == sorted(map(str, ways))
    assert len(ways) > writing.MOST_PRODUCERS


def test_a_producer_that_was_refused_is_not_asked_again_once_nothing_of_it_is_under_way(held: Held) -> None:
    writers, made = held.writers, held.made
    writers.send(RECORDS[0], lambda _: None)
    made[0].is_spoilt = True
    writers.send(RECORDS[0], lambda _: None)
    assert len(made) == 1, "one is under way"
    for report in made[0].waiting:
        report()
    writers.send(RECORDS[0], lambda _: None)
    assert (len(made), len(HeldProducer.closed), len(made[1].waiting)) == (2, 1, 1)


def test_a_producer_that_was_refused_is_closed_also_where_no_other_can_be_made(
    held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kafkatui.kafka.write import produce

    held.writers.send(RECORDS[0], lambda _: None)
    held.made[0].waiting[0]()
    held.made[0].is_spoilt = True

    def fail(connection: Any, settings: SendSettings) -> HeldProducer:
        raise RequestFailed("No such property.")

    monkeypatch.setattr(produce, "KafkaProducer", fail)
    with pytest.raises(RequestFailed):
        held.writers.send(RECORDS[0], lambda _: None)
    assert len(HeldProducer.closed) == 1


class OneTransaction(Client):
    """Says what is asked of it, in order."""

    def __init__(self, commit: Exception | None = None, abort: Exception | None = None, *answers: Answer) -> None:
        super().__init__(*answers)
        self.asked: list[str] = []
        self._problems = {"commit": commit, "abort": abort}

    def begin(self) -> None:
        self._ask("begin")

    def commit(self) -> None:
        self._ask("commit")

    def abort(self) -> None:
        self._ask("abort")

    def close(self, timeout_seconds: float = 1.0) -> None:
        self._ask("close")

    def _ask(self, what: str) -> None:
        self.asked.append(what)
        if (problem := self._problems.get(what)) is not None:
            raise problem


@pytest.mark.parametrize(
    ("producer", "is_to_commit", "asked", "state", "words"),
    [
        (OneTransaction(), True, ["commit"], OutcomeState.DONE, "committed: 2 records"),
        (OneTransaction(), False, ["abort"], OutcomeState.DONE, "aborted: none of its 2 records"),
        (OneTransaction(None, None, "Too large."), True, ["abort"], OutcomeState.FAILED, "1 of its records did not"),
        (OneTransaction(RequestFailed("Fenced.")), True, ["commit", "abort"], OutcomeState.FAILED, "Fenced. It was ab"),
        (OneTransaction(OutcomeUnknown("Lost.")), True, ["commit"], OutcomeState.UNKNOWN, "Lost."),
        (OneTransaction(None, KafkatuiError("Away.")), False, ["abort"], OutcomeState.UNKNOWN, "Away."),
    ],
)
def test_a_transaction_ends_as_it_is_asked_to(
    producer: OneTransaction, is_to_commit: bool, asked: list[str], state: OutcomeState, words: str
) -> None:
    transaction = Transaction("mine", lambda: producer)
    assert not transaction.is_open
    with pytest.raises(RequestFailed):
        transaction.send(RECORDS[0], lambda _: None)
    task = Tasks("local").start("transaction", transaction.run)
    wait_until_open(transaction, task)
    for record in RECORDS[:2]:
        transaction.send(record, lambda _: None)
    transaction.end(is_to_commit=is_to_commit)
    assert task.wait(WAIT_SECONDS)
    (target,) = task.result().targets
    assert (target.target, target.state) == ("mine", state)
    assert words in target.reason
    assert producer.asked == ["begin", *asked, "close"]
    assert not transaction.is_open


def test_leaving_aborts_a_transaction() -> None:
    producer, tasks = OneTransaction(), Tasks("local")
    transaction = Transaction("mine", lambda: producer)
    task = tasks.start("transaction", transaction.run)
    wait_until_open(transaction, task)
    tasks.close(WAIT_SECONDS)
    assert task.wait(WAIT_SECONDS)
    assert producer.asked == ["begin", "abort", "close"]


def wait_until_open(transaction: Transaction, task: Task[Outcome]) -> None:
    while not transaction.is_open:
        assert not task.wait(0.01)


def test_what_was_sent_is_remembered_each_once_and_not_for_ever(tmp_path: Path) -> None:
    memory = Memory(tmp_path, "local")
    draft = RecordDraft("k", "hex", "a:=null", "1", "v", "json", is_null=True, timestamp="-1h", value_schema="7")
    memory.remember_sent("t", draft)
    memory.remember_sent("t", RecordDraft(value="x" * (MOST_SENT_CHARACTERS + 1)))
    memory.close(WAIT_SECONDS)
    again = Memory(tmp_path, "local")
    assert again.sent("t") == (draft,)
    assert again.sent("other") == ()
    for number in range(MOST_SENT + 5):
        again.remember_sent("t", RecordDraft(value=str(number)))
    again.remember_sent("t", RecordDraft(value="9"))
    assert len(again.sent("t")) == MOST_SENT
    assert [each.value for each in again.sent("t")[:2]] == ["9", str(MOST_SENT + 4)]
    again.close(WAIT_SECONDS)
    again.path.write_text('{"sent": {"t": [{"key": 5}, "x"], "u": 7}}')
    assert Memory(tmp_path, "local").sent("t") == ()
    assert Memory(tmp_path, "local").sent("u") == ()
