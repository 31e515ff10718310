"""Whatever a client says about a change becomes one outcome: done, refused with the reason, or not known."""

from __future__ import annotations

import pytest
from confluent_kafka import KafkaError, KafkaException
from kafka.errors import (
    IncompatibleBrokerVersion,
    KafkaConnectionError,
    KafkaTimeoutError,
    NodeNotReadyError,
    RequestTimedOutError,
)

from kafkatui.kafka.write.outcomes import outcome_of_code, outcome_of_exception
from kafkatui.model.errors import ConnectError
from kafkatui.model.outcome import OutcomeState

DONE, FAILED, UNKNOWN = OutcomeState.DONE, OutcomeState.FAILED, OutcomeState.UNKNOWN


@pytest.mark.parametrize(
    ("code", "message", "state", "words"),
    [
        (0, None, DONE, ""),
        (25, None, FAILED, "members are in the group"),
        (68, None, FAILED, "members are in the group"),
        (86, None, FAILED, "members of the group read the topic"),
        (3, None, FAILED, "the topic or partition does not exist"),
        (30, None, FAILED, "this user has no right on the group"),
        (36, "Topic 'a' already exists.", FAILED, "there is one already"),
        (44, "names must begin with a team", FAILED, "does not allow it (names must begin with a team)"),
        (38, "Replication factor: 9 larger than available brokers: 3.", FAILED, "larger than available brokers: 3"),
        (73, None, FAILED, "delete.topic.enable=false"),
        (7, None, UNKNOWN, "may or may not"),
    ],
)
def test_a_result_code_is_an_outcome(code: int, message: str | None, state: OutcomeState, words: str) -> None:
    outcome = outcome_of_code("orders-1", code, message)
    assert (outcome.target, outcome.state) == ("orders-1", state)
    assert words in outcome.reason
    assert bool(outcome.reason) is (state is not DONE)


def test_every_code_that_is_not_0_is_told_in_words() -> None:
    for code in range(-1, 130):
        outcome = outcome_of_code("it", code)
        assert outcome.is_done is (code == 0)
        assert outcome.is_done or len(outcome.reason) > 5, code


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (KafkaException(KafkaError(-185, "Failed while waiting for response from broker: Local: Timed out")), UNKNOWN),
        (KafkaException(KafkaError(-185, "Failed while waiting for controller: Local: Timed out")), FAILED),
        (KafkaException(KafkaError(-185, "Failed while waiting for broker: Local: Timed out")), FAILED),
        (KafkaException(KafkaError(-195)), UNKNOWN),
        (TimeoutError(), UNKNOWN),
        (KafkaConnectionError("reset"), UNKNOWN),
        (RequestTimedOutError(), UNKNOWN),
        (KafkaTimeoutError(), UNKNOWN),
        (NodeNotReadyError("2"), FAILED),
        (ConnectError("Broker 2 does not answer."), FAILED),
        (IncompatibleBrokerVersion(), FAILED),
        (ValueError("replication factor"), FAILED),
    ],
)
def test_what_was_sent_and_not_answered_is_unknown_and_what_was_not_sent_failed(
    error: Exception, state: OutcomeState
) -> None:
    outcome = outcome_of_exception("it", error)
    assert outcome.state is state
    assert outcome.reason
