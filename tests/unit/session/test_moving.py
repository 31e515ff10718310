"""Moves are begun some at a time, watched to their end, called off, left to the cluster and gone on with."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, cast

import pytest

from kafkatui.kafka.write import throttles
from kafkatui.model.cluster import Broker, ClusterMetadata, Partition, Topic, TopicPartition, partition_text
from kafkatui.model.errors import ConnectError, RequestFailed
from kafkatui.model.outcome import OutcomeState, TargetOutcome, done
from kafkatui.model.partition_move import PartitionMove
from kafkatui.model.throttle import Throttle
from kafkatui.session import moving
from kafkatui.session.action_context import ActionContext
from kafkatui.session.moving import MOVES_A_BROKER, Moves, Moving, is_somebody_elses
from kafkatui.session.tasks import Task, TaskControl, Tasks

DONE, SKIPPED, UNKNOWN = OutcomeState.DONE, OutcomeState.SKIPPED, OutcomeState.UNKNOWN

THROTTLE = Throttle(1000, (1, 2), {"t": "0:1"}, {"t": "0:2"})


def move(number: int, before: tuple[int, ...] = (1,), after: tuple[int, ...] = (2,)) -> PartitionMove:
    return PartitionMove("t", number, before, after)


class Cluster:
    """Partitions whose replicas arrive when a test lets them."""

    def __init__(self, *moves: PartitionMove) -> None:
        self.replicas = {each.key: each.before for each in moves}
        self.leaders = {each.key: each.before[0] for each in moves}
        self.under_way: dict[TopicPartition, tuple[int, ...]] = {}
        self.most_at_once = 0
        self.begun: list[list[int]] = []
        self.called_off: list[int] = []
        self.arrives_at_once = True
        self.why_not_cancel = ""
        self.refused: set[int] = set()
        self.trouble: list[Exception] = []
        self.looked = threading.Event()

    # As a way of moving

    def moving(self) -> frozenset[TopicPartition]:
        if self.trouble:
            raise self.trouble.pop(0)
        before = frozenset(self.under_way)
        if self.arrives_at_once:
            self.arrive()
        self.looked.set()
        return before

    def takes_more(self, moving: frozenset[TopicPartition]) -> bool:
        return True

    def begin(self, moves: Sequence[PartitionMove]) -> tuple[TargetOutcome, ...]:
        self.begun.append([each.partition for each in moves])
        outcomes = []
        for each in moves:
            name = partition_text(each.key)
            if each.partition in self.refused:
                outcomes.append(TargetOutcome(name, OutcomeState.FAILED, "refused"))
                continue
            self.under_way[each.key] = each.after
            outcomes += done([name])
        self.most_at_once = max(self.most_at_once, len(self.under_way))
        return tuple(outcomes)

    def call_off(self, moves: Sequence[PartitionMove]) -> tuple[TargetOutcome, ...]:
        self.called_off += [each.partition for each in moves]
        self.under_way.clear()
        return done([partition_text(each.key) for each in moves])

    def arrive(self) -> None:
        self.replicas.update(self.under_way)
        for key, after in self.under_way.items():
            if self.leaders[key] not in after:
                self.leaders[key] = after[0]
        self.under_way.clear()

    # As a context

    def metadata(self) -> ClusterMetadata:
        parts = tuple(
            Partition(topic, number, self.leaders[topic, number], replicas, replicas)
            for (topic, number), replicas in sorted(self.replicas.items())
        )
        brokers = {broker: Broker(broker, "h", broker) for broker in (1, 2, 3)}
        return ClusterMetadata("id", 1, brokers, {"t": Topic("t", parts)})

    def refresh(self, feed: Any) -> None:
        pass

    def writable_kafka(self) -> Any:
        return self


@pytest.fixture(autouse=True)
def in_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOOK_SECONDS", "TRY_AGAIN_SECONDS", "SETTLE_SECONDS", "CALLED_OFF_SECONDS"):
        monkeypatch.setattr(moving, name, 0.01)


@pytest.fixture
def throttled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was done about the throttle, in order."""
    said: list[str] = []
    monkeypatch.setattr(throttles, "set_throttle", lambda *_: said.append("set"))
    monkeypatch.setattr(throttles, "read_throttles", lambda *_: ({1: "1000"} if "set" in said else {}, {}))

    def take_away(*_: object) -> tuple[str, ...]:
        said.append("taken away")
        return ()

    monkeypatch.setattr(throttles, "take_throttle_away", take_away)
    return said


@pytest.fixture
def elected(monkeypatch: pytest.MonkeyPatch) -> list[TopicPartition]:
    """Whose leader was elected."""
    found: list[TopicPartition] = []

    def elect(context: Any, partitions: Sequence[TopicPartition], control: Any, **_: Any) -> tuple[TargetOutcome, ...]:
        found.extend(partitions)
        return done([partition_text(each) for each in partitions])

    monkeypatch.setattr(moving, "elect", elect)
    return found


def started(
    monkeypatch: pytest.MonkeyPatch, cluster: Cluster, plan: Moves, work: Callable[[Moving], None] = Moving.run
) -> tuple[Task[Moving], Tasks]:
    monkeypatch.setattr(moving, "way_of", lambda *_, **__: cluster)
    tasks = Tasks("local")

    def body(control: TaskControl) -> Moving:
        made = Moving(cast(ActionContext, cluster), plan, control)
        work(made)
        return made

    return tasks.start("move", body, outlives=True), tasks


def states(made: Moving) -> dict[int, OutcomeState]:
    return {key[1]: outcome.state for key, outcome in made.outcomes.items()}


def result(task: Task[Moving]) -> Moving:
    assert task.wait(30)
    return task.result()


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < deadline
        threading.Event().wait(0.005)


def test_a_broker_has_at_most_ten_on_the_move(monkeypatch: pytest.MonkeyPatch, throttled: list[str]) -> None:
    moves = tuple(move(number) for number in range(35))
    cluster = Cluster(*moves)
    task, _ = started(monkeypatch, cluster, Moves(moves, THROTTLE))
    made = result(task)
    assert cluster.most_at_once == MOVES_A_BROKER
    assert len(cluster.begun) >= 4
    assert set(states(made).values()) == {DONE}
    assert [outcome.target for outcome in made.ordered()] == [f"t-{number}" for number in range(35)]
    assert throttled == ["set", "taken away"]
    assert made.is_tidy


def test_what_only_changes_its_order_begins_at_once_and_its_leaders_are_elected(
    monkeypatch: pytest.MonkeyPatch, elected: list[TopicPartition]
) -> None:
    moves = tuple(move(number, (1, 2), (2, 1)) for number in range(30))
    cluster = Cluster(*moves)
    made = result(started(monkeypatch, cluster, Moves(moves))[0])
    assert cluster.begun == [list(range(30))]
    assert elected == [("t", number) for number in range(30)]
    assert set(states(made).values()) == {DONE}


def test_what_is_not_as_it_was_planned_for_is_a_conflict(monkeypatch: pytest.MonkeyPatch) -> None:
    moves = (move(0), move(1), move(2), move(3))
    cluster = Cluster(*moves)
    cluster.replicas["t", 1] = (3,)
    cluster.under_way["t", 2] = (3,)
    cluster.arrives_at_once = False
    del cluster.replicas["t", 3], cluster.leaders["t", 3]
    task, _ = started(monkeypatch, cluster, Moves(moves))
    assert cluster.looked.wait(30)
    cluster.arrives_at_once = True
    made = result(task)
    assert states(made) == {0: DONE, **dict.fromkeys((1, 2, 3), OutcomeState.CONFLICT)}
    reasons = {key[1]: outcome.reason for key, outcome in made.outcomes.items()}
    assert reasons[1] == "it was on 1 and is on 3 now"
    assert reasons[2] == "somebody is moving it"
    assert reasons[3] == "it is gone"


def test_one_that_is_refused_or_stopped_by_somebody_is_no_success(monkeypatch: pytest.MonkeyPatch) -> None:
    moves = (move(0), move(1))
    cluster = Cluster(*moves)
    cluster.refused = {0}
    cluster.arrives_at_once = False
    task, _ = started(monkeypatch, cluster, Moves(moves))
    until(lambda: bool(cluster.begun))
    cluster.under_way.clear()
    made = result(task)
    assert states(made) == {0: OutcomeState.FAILED, 1: OutcomeState.FAILED}
    assert "called it off" in made.outcomes["t", 1].reason


def test_cancelling_calls_off_what_moves_and_takes_the_throttle_away(
    monkeypatch: pytest.MonkeyPatch, throttled: list[str]
) -> None:
    moves = tuple(move(number) for number in range(12))
    cluster = Cluster(*moves)
    cluster.arrives_at_once = False
    task, _ = started(monkeypatch, cluster, Moves(moves, THROTTLE))
    until(lambda: bool(cluster.under_way))
    task.cancel()
    assert task.wait(30)
    made = task.result()
    assert cluster.called_off == list(range(10))
    assert set(states(made).values()) == {SKIPPED}
    assert "called off" in made.outcomes["t", 0].reason
    assert "before it began" in made.outcomes["t", 11].reason
    assert throttled == ["set", "taken away"]
    assert made.is_tidy


def test_where_it_cannot_be_called_off_it_goes_on_and_the_throttle_stays_in_the_journal(
    monkeypatch: pytest.MonkeyPatch, throttled: list[str]
) -> None:
    moves = (move(0),)
    cluster = Cluster(*moves)
    cluster.arrives_at_once = False
    cluster.why_not_cancel = "not supported before Kafka 2.4"
    task, _ = started(monkeypatch, cluster, Moves(moves, THROTTLE))
    until(lambda: bool(cluster.under_way))
    task.cancel()
    made = result(task)
    assert states(made) == {0: UNKNOWN}
    assert "2.4" in made.outcomes["t", 0].reason
    assert cluster.called_off == []
    assert throttled == ["set"]
    assert not made.is_tidy


def test_leaving_stops_nothing_and_it_is_gone_on_with(monkeypatch: pytest.MonkeyPatch, throttled: list[str]) -> None:
    moves = tuple(move(number) for number in range(12))
    cluster = Cluster(*moves)
    cluster.arrives_at_once = False
    plan = Moves(moves, THROTTLE)
    _, tasks = started(monkeypatch, cluster, plan)
    until(lambda: bool(cluster.under_way))
    tasks.close(5)
    assert len(cluster.under_way) == 10
    assert throttled == ["set"]
    cluster.arrives_at_once = True
    again = Moves.of_json(plan.as_json())
    assert again == plan
    later, _ = started(monkeypatch, cluster, again, lambda made: made.go_on(with_the_rest=True))
    made = result(later)
    assert set(states(made).values()) == {DONE}
    assert len(made.outcomes) == 12
    assert throttled == ["set", "taken away"]


def test_what_ended_before_the_throttle_was_set_sets_it_before_it_goes_on(
    monkeypatch: pytest.MonkeyPatch, throttled: list[str]
) -> None:
    cluster = Cluster(move(0))
    plan = Moves((move(0),), THROTTLE)
    task, _ = started(monkeypatch, cluster, plan, lambda made: made.go_on(with_the_rest=True))
    assert states(result(task)) == {0: DONE}
    assert throttled == ["set", "taken away"]


def test_after_it_ended_only_what_moves_is_waited_for(monkeypatch: pytest.MonkeyPatch, throttled: list[str]) -> None:
    moves = (move(0), move(1))
    cluster = Cluster(*moves)
    cluster.under_way["t", 0] = (2,)
    task, _ = started(monkeypatch, cluster, Moves(moves, THROTTLE), lambda made: made.go_on(with_the_rest=False))
    made = result(task)
    assert states(made) == {0: DONE}
    assert cluster.begun == []
    assert throttled == ["taken away"]


def test_the_throttle_stays_while_anything_else_moves(monkeypatch: pytest.MonkeyPatch, throttled: list[str]) -> None:
    moves = (move(0),)
    cluster = Cluster(move(0), move(9))
    cluster.under_way["t", 9] = (3,)
    cluster.arrives_at_once = False
    task, _ = started(monkeypatch, cluster, Moves(moves, THROTTLE))
    until(lambda: ("t", 0) in cluster.under_way)
    cluster.leaders["t", 0] = 2
    cluster.replicas["t", 0] = cluster.under_way.pop(("t", 0))
    until(lambda: "throttle stays" in task.state.line)
    assert throttled == ["set"]
    cluster.under_way.clear()
    assert result(task).is_tidy
    assert throttled == ["set", "taken away"]


def test_a_throttle_that_cannot_be_set_moves_nothing_and_what_is_set_of_it_goes(
    monkeypatch: pytest.MonkeyPatch, throttled: list[str]
) -> None:
    def refuse(*_: object) -> None:
        raise RequestFailed("Could not throttle 2: no right.")

    monkeypatch.setattr(throttles, "set_throttle", refuse)
    cluster = Cluster(move(0))
    made = result(started(monkeypatch, cluster, Moves((move(0),), THROTTLE))[0])
    assert states(made) == {0: OutcomeState.FAILED}
    assert "no right" in made.outcomes["t", 0].reason
    assert cluster.begun == []
    assert throttled == ["taken away"]
    assert made.is_tidy


def test_who_cannot_be_reached_is_asked_again_and_other_trouble_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    moves = (move(0), move(1, (2,), (3,)))
    cluster = Cluster(*moves)
    cluster.arrives_at_once = False
    task, _ = started(monkeypatch, cluster, Moves(moves))
    until(lambda: bool(cluster.under_way))
    cluster.trouble = [ConnectError("No broker answers."), RequestFailed("The controller is confused.")]
    made = result(task)
    assert set(states(made).values()) == {UNKNOWN}
    assert "confused" in made.outcomes["t", 0].reason


def test_another_kafkatui_that_is_at_it_is_left_alone() -> None:
    cleanup = Moves((move(0),)).as_json()
    assert not is_somebody_elses(cleanup), "it is us"
    assert is_somebody_elses({**cleanup, "pid": os.getppid()})
    assert not is_somebody_elses({**cleanup, "pid": os.getppid(), "host": "elsewhere"})
    assert not is_somebody_elses({**cleanup, "pid": 2**22 + 1})
