"""What a controller says of elections and moves becomes outcomes; what it leaves out is not called done."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.connect.meter import Meter
from kafkatui.kafka.write import partitions
from kafkatui.kafka.write.partitions import ALREADY_LED, elect_leaders, move_replicas
from kafkatui.model.errors import ConnectError, KafkatuiError, TimedOut
from kafkatui.model.outcome import OutcomeState

DONE, FAILED, UNKNOWN = OutcomeState.DONE, OutcomeState.FAILED, OutcomeState.UNKNOWN


class Controller:
    """Answers in turn; what it was asked is kept."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.asked: list[Any] = []
        self.timeout_seconds = 5.0
        self.meter = Meter()
        self.kafka_python = SimpleNamespace(call=self._call)
        self._manager = SimpleNamespace(run=self._run)

    def _send_request_to_controller(self) -> None:
        raise AssertionError("run is given it")

    def _call(self, doing: str, request: Callable[[Any], Any]) -> Any:
        return request(self)

    def _run(self, send: Any, request: Any, errors: Any, raise_errors: bool) -> Any:
        assert raise_errors is False, "else it raises at the first partition"
        self.asked.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, KafkatuiError):
            raise answer
        return answer


def connection(controller: Controller) -> KafkaConnection:
    return cast(KafkaConnection, controller)


def elected(*codes: tuple[int, int]) -> Any:
    results = [SimpleNamespace(partition_id=number, error_code=code, error_message=None) for number, code in codes]
    return SimpleNamespace(
        error_code=0, replica_election_results=[SimpleNamespace(topic="t", partition_result=results)]
    )


def moved(*codes: tuple[int, int, str | None]) -> Any:
    parts = [SimpleNamespace(partition_index=number, error_code=code, error_message=why) for number, code, why in codes]
    return SimpleNamespace(error_code=0, responses=[SimpleNamespace(name="t", partitions=parts)])


def test_an_election_that_is_not_needed_is_no_failure_and_one_left_out_is_not_known() -> None:
    controller = Controller(elected((0, 0), (1, 84), (2, 80), (3, 83)))
    outcomes = elect_leaders(connection(controller), [("t", number) for number in range(5)])
    assert [each.state for each in outcomes] == [DONE, DONE, FAILED, FAILED, UNKNOWN]
    assert outcomes[1].reason == ALREADY_LED
    assert "not in sync" in outcomes[2].reason
    assert "could lead" in outcomes[3].reason
    assert controller.asked[0].election_type == 0
    assert elect_leaders(connection(Controller(elected((0, 0)))), [("t", 0)], is_unclean=True)[0].is_done


def test_a_move_has_its_own_outcome_and_none_calls_it_off() -> None:
    controller = Controller(moved((0, 0, None), (1, 39, "The replica set has broker 9 twice."), (2, 85, None)))
    outcomes = move_replicas(connection(controller), {("t", 0): (1, 2), ("t", 1): (9, 9), ("t", 2): None})
    assert [each.state for each in outcomes] == [DONE, FAILED, FAILED]
    assert "broker 9 twice" in outcomes[1].reason
    assert "not being moved" in outcomes[2].reason
    sent = {part.partition_index: part.replicas for part in controller.asked[0].topics[0].partitions}
    assert sent == {0: [1, 2], 1: [9, 9], 2: None}


def test_of_many_what_was_answered_stands_when_a_later_request_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partitions, "PARTITIONS_A_REQUEST", 1)
    controller = Controller(elected((0, 0)), TimedOut("No answer."), ConnectError("No connection."))
    outcomes = elect_leaders(connection(controller), [("t", 0), ("t", 1), ("t", 2)])
    assert [each.state for each in outcomes] == [DONE, UNKNOWN, FAILED]
    with pytest.raises(ConnectError):
        elect_leaders(connection(Controller(ConnectError("No connection."))), [("t", 0)])


def test_what_is_wrong_with_the_request_as_a_whole_is_raised() -> None:
    from confluent_kafka import KafkaException

    with pytest.raises(KafkaException):
        elect_leaders(connection(Controller(SimpleNamespace(error_code=31, replica_election_results=[]))), [("t", 0)])
