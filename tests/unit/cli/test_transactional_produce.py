"""`produce --transactional-id`: how the transaction ends, and what the journal is told of it."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import cast

import pytest

from kafkatui.cli.produce import _send_as_one, _Sent
from kafkatui.model.errors import KafkatuiError, OutcomeUnknown, RequestFailed
from kafkatui.model.outcome import Outcome, OutcomeState
from kafkatui.model.record import Delivery, OutgoingRecord
from kafkatui.model.send_settings import SendSettings
from kafkatui.session.session import ClusterSession

RECORD = OutgoingRecord("t", None, b"v")


class FakeTransaction:
    def __init__(self, refuses: KafkatuiError | None = None, delivery_error: str = "") -> None:
        self.calls: list[str] = []
        self._refuses = refuses
        self._delivery_error = delivery_error

    def begin(self) -> None:
        self.calls.append("begin")

    def send(self, record: OutgoingRecord, on_delivery: Callable[[Delivery], None]) -> int:
        on_delivery(Delivery(1, record, 0, None if self._delivery_error else 7, 0.1, self._delivery_error))
        return 1

    def commit(self) -> None:
        self.calls.append("commit")
        if self._refuses is not None:
            raise self._refuses

    def abort(self) -> None:
        self.calls.append("abort")

    def close(self, timeout_seconds: float = 0.0) -> object:
        return None


def sent_into(transaction: FakeTransaction) -> tuple[_Sent, list[Outcome]]:
    told: list[Outcome] = []
    actions = SimpleNamespace(note=lambda action, what, outcome, values: told.append(outcome))
    sent = _Sent(cast(ClusterSession, SimpleNamespace(actions=actions)), "t", SendSettings())
    sent.transaction = transaction
    return sent, told


@pytest.mark.parametrize(
    ("transaction", "calls", "state"),
    [
        (FakeTransaction(), ["begin", "commit"], OutcomeState.DONE),
        (FakeTransaction(delivery_error="too large"), ["begin", "abort"], OutcomeState.FAILED),
        (FakeTransaction(RequestFailed("no")), ["begin", "commit", "abort"], OutcomeState.FAILED),
        (FakeTransaction(OutcomeUnknown("silence")), ["begin", "commit"], OutcomeState.UNKNOWN),
    ],
)
def test_what_cannot_be_committed_is_aborted_and_what_may_have_been_is_not(
    transaction: FakeTransaction, calls: list[str], state: OutcomeState
) -> None:
    sent, told = sent_into(transaction)
    try:
        _send_as_one(transaction, sent, [RECORD], 1.0)
    except KafkatuiError:
        assert state is not OutcomeState.DONE
    sent.note()
    assert transaction.calls == calls
    assert [each.state for outcome in told for each in outcome.targets] == [state]
