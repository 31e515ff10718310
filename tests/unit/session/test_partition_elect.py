"""Who would be elected, who cannot be, and what an unclean election costs, is said before it is held."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import pytest

from kafkatui.model.action import Danger
from kafkatui.model.capabilities import Capabilities, Capability
from kafkatui.model.cluster import Broker, ClusterMetadata, Partition, Topic
from kafkatui.model.errors import FieldError, NotFound, NotSupported
from kafkatui.model.observed import Observed
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan
from kafkatui.model.profile import Profile, ZooKeeperSettings
from kafkatui.model.target import Target
from kafkatui.model.task import TaskState
from kafkatui.session.action_context import ActionContext
from kafkatui.session.actions import partition_elect
from kafkatui.session.actions.partition_elect import ACTION, Election
from kafkatui.session.feeds import CapabilitiesFeed
from kafkatui.session.tasks import Task, TaskControl

NEW = Capabilities("3.9", False, frozenset(Capability))
OLD = Capabilities("2.3", False, frozenset({Capability.LEADER_ELECTION}))


def part(number: int, leader: int, replicas: tuple[int, ...], isr: tuple[int, ...], topic: str = "orders") -> Partition:
    return Partition(topic, number, leader, replicas, isr)


class FakeContext:
    """A cluster of brokers 1, 2 and 3, of which 3 is away."""

    def __init__(self, *partitions: Partition, can: Capabilities = NEW, zookeeper: str = "") -> None:
        settings = ZooKeeperSettings(zookeeper) if zookeeper else None
        self.profile = Profile("local", {"bootstrap.servers": "x:1"}, settings)
        self.partitions = list(partitions)
        self._can = can

    def metadata(self) -> ClusterMetadata:
        names = sorted({each.topic for each in self.partitions})
        topics = {name: Topic(name, tuple(each for each in self.partitions if each.topic == name)) for name in names}
        return ClusterMetadata("id", 1, {1: Broker(1, "a", 1), 2: Broker(2, "b", 1)}, topics)

    def known(self, feed: Any) -> Observed[Any]:
        assert feed == CapabilitiesFeed()
        return Observed.ok(self._can, 0.0)

    def refresh(self, feed: Any) -> None:
        pass


def control() -> TaskControl:
    return TaskControl(Task(TaskState(1, "t", "local", ("local",)), lambda _: None))


def plan(context: FakeContext, values: Mapping[str, Any] | None = None, *targets: Target) -> Plan[Election]:
    chosen = targets or (Target(PlaceKind.TOPIC, "orders"),)
    return ACTION.plan(cast(ActionContext, context), chosen, values or {}, control())


FOUR = (
    part(0, 1, (1, 2), (1, 2)),
    part(1, 2, (1, 2), (1, 2)),
    part(2, 2, (1, 2), (2,)),
    part(3, 2, (3, 2), (2,)),
)


def test_a_replica_that_is_not_in_sync_or_not_there_is_shown_and_not_asked_for() -> None:
    made = plan(FakeContext(*FOUR))
    assert made.payload.leaders == {("orders", 1): 2}
    notes = {row.target: (row.values[2], row.values[5]) for row in made.rows}
    assert notes["orders-1"] == ("1", "")
    assert "not in sync" in str(notes["orders-2"][1])
    assert "3 is not there" in str(notes["orders-3"][1])
    assert "orders-0" not in notes, "it is led as it should be"
    assert made.totals[0] == "1 of 4 partitions are led by their preferred replica already."
    assert any("2 of these partitions are not touched" in warning for warning in made.warnings)
    assert made.danger is None
    assert '{"topic":"orders","partition":1}' in made.commands[0]


def test_some_partitions_marks_and_the_whole_cluster_can_be_meant() -> None:
    context = FakeContext(part(0, 2, (1, 2), (1, 2)), part(1, 2, (1, 2), (1, 2)), part(0, 2, (1,), (1,), "other"))
    assert list(plan(context, {"partitions": "1"}).payload.leaders) == [("orders", 1)]
    assert list(plan(context, {}, Target(PlaceKind.TOPIC, "orders", 0)).payload.leaders) == [("orders", 0)]
    everything = plan(context, {}, Target(PlaceKind.CLUSTER)).payload.leaders
    assert list(everything) == [("orders", 0), ("orders", 1), ("other", 0)]
    for numbers, words in (("7", "no partition 7"), ("x", "no number")):
        with pytest.raises(FieldError, match=words):
            plan(context, {"partitions": numbers})
    with pytest.raises(NotFound, match="no topic nowhere"):
        plan(context, {}, Target(PlaceKind.TOPIC, "nowhere"))


def test_a_verb_names_topics_or_all_of_them() -> None:
    assert ACTION.targets_of({"names": ("a", "b")}) == (Target(PlaceKind.TOPIC, "a"), Target(PlaceKind.TOPIC, "b"))
    assert ACTION.targets_of({"all": True}) == (Target(PlaceKind.CLUSTER),)
    for wrong in ({}, {"names": ("a",), "all": True}):
        with pytest.raises(FieldError):
            ACTION.targets_of(wrong)


def test_what_is_led_as_it_should_be_needs_nothing() -> None:
    assert "nothing to do" in plan(FakeContext(FOUR[0])).nothing_to_do
    assert "cannot" in plan(FakeContext(FOUR[2])).nothing_to_do


def test_an_unclean_election_is_for_leaderless_partitions_and_says_what_is_lost() -> None:
    context = FakeContext(FOUR[1], part(4, -1, (3, 2), (3,)), part(5, -1, (3,), (3,)))
    made = plan(context, {"election_type": "unclean"})
    assert made.payload.is_unclean
    assert list(made.payload.leaders) == [("orders", 4)]
    assert made.danger is Danger.DESTROYS
    assert any("are lost" in warning and "Brokers 3" in warning for warning in made.warnings)
    assert made.rows[1].values[2] == "-"
    assert plan(FakeContext(FOUR[1]), {"election_type": "unclean"}).nothing_to_do


def test_before_2_4_it_goes_through_zookeeper_and_never_uncleanly() -> None:
    old = FakeContext(*FOUR, can=OLD, zookeeper="zk:2181")
    assert plan(old).payload.through_zookeeper
    assert "--zookeeper zk:2181" in plan(old).commands[0]
    assert not plan(FakeContext(*FOUR, can=OLD)).payload.through_zookeeper, "2.2 can by protocol"
    with pytest.raises(FieldError, match="not supported before"):
        plan(old, {"election_type": "unclean"})
    with pytest.raises(NotSupported, match="Needs Kafka"):
        plan(FakeContext(*FOUR, can=Capabilities("1.1", False, frozenset())))


def test_a_leader_that_has_moved_since_is_a_conflict(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def elect(context: Any, partitions: Any, control: Any, **kind: Any) -> tuple[TargetOutcome, ...]:
        asked.extend(partitions)
        return tuple(TargetOutcome(f"{topic}-{number}", OutcomeState.DONE) for topic, number in partitions)

    monkeypatch.setattr(partition_elect, "elect", elect)
    context = FakeContext(FOUR[1], part(6, 2, (1, 2), (1, 2)), part(7, 2, (1, 2), (1, 2)))
    made = plan(context)
    context.partitions = [FOUR[1], part(6, 1, (1, 2), (1, 2))]
    outcome: Outcome = ACTION.run(cast(ActionContext, context), made, control())
    assert asked == [("orders", 1)]
    states = {each.target: (each.state, each.reason) for each in outcome.targets}
    assert states["orders-1"][0] is OutcomeState.DONE
    assert states["orders-6"] == (OutcomeState.CONFLICT, "it was led by 2 and is by 1 now")
    assert states["orders-7"] == (OutcomeState.CONFLICT, "it is gone")
