"""A coordinator that moves or dies is waited for; nothing that may have been done is done twice where that matters."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest
from confluent_kafka import KafkaError, KafkaException
from kafka.errors import KafkaConnectionError

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.connect.coordinators import Answers
from kafkatui.kafka.write import groups
from kafkatui.model.errors import ConnectError, UsageError
from kafkatui.model.outcome import OutcomeState, TargetOutcome

A, B = ("orders", 0), ("orders", 1)
MOVED, LOADING, MEMBERS = 16, 14, 25


def entry(code: int) -> tuple[int, Any]:
    return (1, SimpleNamespace(error_code=code))


@pytest.fixture
def coordinator(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the coordinator answers, try by try; what is left afterwards was not asked for."""
    answers: list[Any] = []

    def ask(*_: object) -> Answers:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return cast(Answers, answer)

    monkeypatch.setattr(groups, "ask_coordinators", ask)
    monkeypatch.setattr(groups, "_RETRY_SECONDS", 0.001)
    return answers


CONNECTION = cast(KafkaConnection, SimpleNamespace(timeout_seconds=5.0))


def states(outcomes: tuple[TargetOutcome, ...]) -> dict[str, OutcomeState]:
    return {outcome.target: outcome.state for outcome in outcomes}


def test_only_what_met_no_coordinator_is_sent_again(coordinator: list[Any]) -> None:
    coordinator += [
        Answers({A: entry(0), B: entry(MOVED)}),
        Answers({B: entry(LOADING)}),
        Answers(failed={B: KafkaException(KafkaError(15))}),
        Answers(failed={B: ConnectError("Its coordinator does not answer.")}),
        Answers({B: entry(0)}),
    ]
    outcomes = groups.alter_offsets(CONNECTION, "g", {A: 1, B: 2})
    assert states(outcomes) == {"orders-0": OutcomeState.DONE, "orders-1": OutcomeState.DONE}
    assert coordinator == []


def test_each_partition_has_its_own_end(coordinator: list[Any]) -> None:
    coordinator.append(Answers({A: entry(0), B: entry(MEMBERS)}))
    outcomes = groups.alter_offsets(CONNECTION, "g", {A: 1, B: 2})
    assert states(outcomes) == {"orders-0": OutcomeState.DONE, "orders-1": OutcomeState.FAILED}
    assert "members are in the group" in outcomes[1].reason


def test_a_commit_without_an_answer_is_made_again_and_a_deletion_is_not(coordinator: list[Any]) -> None:
    lost = KafkaConnectionError("reset")
    coordinator += [Answers(failed={A: lost}), Answers({A: entry(0)})]
    assert states(groups.alter_offsets(CONNECTION, "g", {A: 1})) == {"orders-0": OutcomeState.DONE}
    coordinator.append(Answers(failed={"g": lost}))
    assert states(groups.delete_groups(CONNECTION, ["g"])) == {"g": OutcomeState.UNKNOWN}


def test_what_the_first_try_came_to_stands_when_the_second_cannot_be_made(coordinator: list[Any]) -> None:
    coordinator += [Answers({A: entry(0), B: entry(MOVED)}), ConnectError("No broker can be reached.")]
    outcomes = groups.alter_offsets(CONNECTION, "g", {A: 1, B: 2})
    assert states(outcomes) == {"orders-0": OutcomeState.DONE, "orders-1": OutcomeState.FAILED}


def test_a_partition_that_the_answer_leaves_out_is_not_called_done(coordinator: list[Any]) -> None:
    coordinator += [Answers({A: entry(0)})] + [Answers()] * 10_000
    outcomes = groups.alter_offsets(CONNECTION, "g", {A: 1, B: 2}, timeout_seconds=0.05)
    assert states(outcomes) == {"orders-0": OutcomeState.DONE, "orders-1": OutcomeState.UNKNOWN}


def test_without_any_coordinator_it_raises(coordinator: list[Any]) -> None:
    coordinator.append(ConnectError("No broker can be reached."))
    with pytest.raises(ConnectError):
        groups.delete_groups(CONNECTION, ["g"])


def test_an_offset_below_0_is_not_sent(coordinator: list[Any]) -> None:
    with pytest.raises(UsageError, match="orders-1"):
        groups.alter_offsets(CONNECTION, "g", {A: 1, B: -1})
