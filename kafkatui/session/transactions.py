"""The transaction that a session has open: records go into it until it is committed or aborted."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol

from kafkatui.model.errors import KafkatuiError, RequestFailed
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.record import Delivery, OutgoingRecord
from kafkatui.session.tasks import Cancelled, TaskControl

LOOK_SECONDS = 0.05
CLOSE_SECONDS = 1.0


class TransactionWriter(Protocol):
    """A producer of one transaction; each of these as `kafka.write.transactional` has it."""

    def begin(self) -> None: ...
    def send(self, record: OutgoingRecord, on_delivery: Callable[[Delivery], None]) -> int: ...
    def commit(self) -> None: ...
    def abort(self) -> None: ...
    def close(self, timeout_seconds: float = ...) -> object: ...


class Transaction:
    """One transaction from its beginning to its end. `run` is its task; everything else is safe from any thread.

    Args:
        producer: made when it begins, in the task.
    """

    def __init__(self, transactional_id: str, producer: Callable[[], TransactionWriter]) -> None:
        self.id = transactional_id
        self.sent = 0
        self.failed = 0
        self._make = producer
        self._producer: TransactionWriter | None = None
        self._lock = threading.Lock()
        self._ending = threading.Event()
        self._is_to_commit = False

    @property
    def is_open(self) -> bool:
        """Whether records may be sent into it."""
        return self._producer is not None and not self._ending.is_set()

    def send(self, record: OutgoingRecord, on_delivery: Callable[[Delivery], None]) -> int:
        """Send a record into it; as `KafkaProducer.send`.

        Raises:
            RequestFailed: it is not open (any more), or the record can never be sent.
        """

        def counted(delivery: Delivery) -> None:
            self.failed += not delivery.is_delivered
            on_delivery(delivery)

        with self._lock:  # not while it is being ended
            producer = self._producer
            if producer is None or self._ending.is_set():
                raise RequestFailed("The transaction is not open.", "Begin another one.")
            serial = producer.send(record, counted)
            self.sent += 1
            return serial

    def end(self, *, is_to_commit: bool) -> None:
        """Ask it to end; its task tells what became of it."""
        with self._lock:
            self._is_to_commit = is_to_commit
            self._ending.set()

    def run(self, control: TaskControl) -> Outcome:
        """Begin it, and end it when asked to; when the task is cancelled it is aborted.

        Raises:
            KafkatuiError: it could not be begun.
        """
        producer = self._make()
        try:
            producer.begin()
            self._producer = producer
            self._wait(control)
            return self._ended(producer)
        finally:
            self._ending.set()
            producer.close(CLOSE_SECONDS)

    def _wait(self, control: TaskControl) -> None:
        try:
            while not self._ending.wait(LOOK_SECONDS):
                control.check()
                control.progress(self.sent, None, "records")
        except Cancelled:
            self.end(is_to_commit=False)

    def _ended(self, producer: TransactionWriter) -> Outcome:
        """Commit or abort it; one that cannot be committed is aborted."""
        with self._lock:
            is_to_commit, sent = self._is_to_commit, self.sent
        problem = f"{self.failed:,} of its records did not arrive." if is_to_commit and self.failed else ""
        if is_to_commit and not problem:
            try:
                producer.commit()
                return self._told(OutcomeState.DONE, f"committed: {sent:,} records")
            except RequestFailed as error:
                problem = str(error)
            except KafkatuiError as error:
                return self._told(OutcomeState.UNKNOWN, str(error))
        try:
            producer.abort()
        except KafkatuiError as error:
            return self._told(OutcomeState.UNKNOWN, f"{problem} {error}".lstrip())
        words = f"aborted: none of its {sent:,} records is seen by who reads committed ones"
        if problem:
            return self._told(OutcomeState.FAILED, f"{problem} It was {words}.")
        return self._told(OutcomeState.DONE, words)

    def _told(self, state: OutcomeState, words: str) -> Outcome:
        return Outcome((TargetOutcome(self.id, state, words),))
