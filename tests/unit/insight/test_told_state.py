"""What a watch told of is no news once the metadata has it, nor a change back while a broker lags behind."""

from __future__ import annotations

import pytest

from kafkatui.insight.changes import made_anew, partition_changes
from kafkatui.insight.told_state import HOLD_SECONDS, Step, ToldState
from kafkatui.model.cluster import ClusterMetadata, Partition
from kafkatui.model.registration import BrokerEndpoint, BrokerRegistration, ControllerRegistration
from kafkatui.model.registry_look import RegistryLook
from kafkatui.model.replacing import replace
from kafkatui.model.zookeeper_registry import RegisteredPartition, RegisteredTopic
from tests.tui.sample_cluster import STAT
from tests.unit.insight.clusters import cluster, partition, topic

NOW_MS = 1_700_000_000_000


def orders(leader: int = 2, isr: tuple[int, ...] = (2, 3, 1)) -> ClusterMetadata:
    return cluster([topic("orders", Partition("orders", 0, leader, (2, 3, 1), isr))])


def state(leader: int, *isr: int) -> RegistryLook:
    return RegistryLook(states={("orders", 0): RegisteredPartition(leader, 1, isr, 1, NOW_MS)})


def registered(*broker_ids: int) -> RegistryLook:
    def one(broker_id: int) -> BrokerRegistration:
        endpoint = BrokerEndpoint("PLAINTEXT", f"kafka-{broker_id}", 9092, "PLAINTEXT")
        return BrokerRegistration(broker_id, (endpoint,), None, NOW_MS, 5, STAT)

    return RegistryLook(brokers={broker_id: one(broker_id) for broker_id in broker_ids})


class Clock:
    """Monotonic seconds that a test sets."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def told(clock: Clock) -> ToldState:
    return ToldState(orders(), clock)


def is_quiet(step: Step) -> bool:
    return step.before == step.after


def test_what_a_watch_told_is_told_once(told: ToldState) -> None:
    step = told.take_registry(state(3, 3, 1))
    assert (step.before.topics["orders"].partitions[0].leader, step.after.topics["orders"].partitions[0].leader) == (
        2,
        3,
    )
    assert is_quiet(told.take_metadata(orders(3, (3, 1))))


def test_metadata_that_lags_behind_is_no_change_back_for_a_while(told: ToldState, clock: Clock) -> None:
    told.take_registry(state(3, 3, 1))
    told.take_registry(state(1, 1))
    assert is_quiet(told.take_metadata(orders(2)))
    assert is_quiet(told.take_metadata(orders(3, (3, 1))))
    clock.seconds = HOLD_SECONDS + 1
    assert told.take_metadata(orders(2)).after.topics["orders"].partitions[0].leader == 2


def test_metadata_that_knows_of_half_of_it_is_no_change_of_the_other_half(told: ToldState) -> None:
    told.take_registry(state(-1, 3, 1))
    assert is_quiet(told.take_metadata(orders(-1, (2, 3, 1)))), "it has the leader's end, and the ISR before"
    step = told.take_metadata(orders(3, (2, 3, 1)))
    assert [each.topics["orders"].partitions[0].isr for each in (step.before, step.after)] == [(3, 1), (3, 1)]


def test_what_is_newer_than_the_watch_is_told_at_once(told: ToldState) -> None:
    told.take_registry(state(3, 3, 1))
    assert told.take_metadata(orders(1, (1,))).after.topics["orders"].partitions[0].leader == 1


def test_brokers_leave_and_come_by_their_registrations(told: ToldState) -> None:
    step = told.take_registry(registered(1, 3))
    assert set(step.before.brokers) - set(step.after.brokers) == {2}
    assert is_quiet(told.take_metadata(orders()))
    assert 2 in told.take_registry(registered(1, 2, 3)).after.brokers
    assert is_quiet(told.take_metadata(orders()))


def test_a_new_topic_is_told_with_its_partitions_and_not_again_as_they_get_leaders(told: ToldState) -> None:
    look = RegistryLook(topics={"new": RegisteredTopic("new", {0: (1, 2), 1: (2, 3)}, None, NOW_MS)})
    step = told.take_registry(look)
    assert len(step.after.topics["new"].partitions) == 2
    whole = topic("new", partition("new", 0, 1, (1, 2)), partition("new", 1, 2, (2, 3)))
    after = cluster([orders().topics["orders"], whole])
    assert is_quiet(told.take_metadata(orders())), "it does not know of it yet"
    assert is_quiet(told.take_metadata(after))
    gone = told.take_registry(RegistryLook(topics={"new": None}))
    assert "new" in gone.before.topics
    assert "new" not in gone.after.topics
    assert is_quiet(told.take_metadata(after)), "it still knows of it"


def test_partitions_that_were_added_are_told_once(told: ToldState) -> None:
    look = RegistryLook(topics={"orders": RegisteredTopic("orders", {0: (2, 3, 1), 1: (1, 2)}, None, NOW_MS)})
    step = told.take_registry(look)
    assert [len(each.topics["orders"].partitions) for each in (step.before, step.after)] == [1, 2]
    assert is_quiet(told.take_metadata(orders()))
    grown = topic("orders", orders().topics["orders"].partitions[0], partition("orders", 1, 1, (1, 2)))
    assert is_quiet(told.take_metadata(cluster([grown])))


def test_a_new_topic_that_gets_partitions_at_once_is_told_of_both(told: ToldState) -> None:
    told.take_registry(RegistryLook(topics={"new": RegisteredTopic("new", {0: (1, 2)}, None, NOW_MS)}))
    grown = topic("new", partition("new", 0, 1, (1, 2)), partition("new", 1, 2, (2, 1)))
    step = told.take_metadata(cluster([orders().topics["orders"], grown]))
    assert [len(each.topics["new"].partitions) for each in (step.before, step.after)] == [1, 2]
    assert step.before.topics["new"].partitions[0] == step.after.topics["new"].partitions[0]


def test_a_controller_that_moved_is_told_once(told: ToldState) -> None:
    step = told.take_registry(RegistryLook(controller=ControllerRegistration(3, 7, NOW_MS)))
    assert (step.before.controller_id, step.after.controller_id) == (1, 3)
    assert is_quiet(told.take_metadata(orders()))
    assert is_quiet(told.take_metadata(replace(orders(), controller_id=3)))


def look_at(identity: str | None, *replicas: int, czxid: int = 0) -> RegistryLook:
    topic = RegisteredTopic("orders", {0: replicas}, identity, NOW_MS, czxid=czxid)
    return RegistryLook(topics={"orders": topic})


def identified(identity: str | None, leader: int, *replicas: int) -> ClusterMetadata:
    own = topic("orders", Partition("orders", 0, leader, replicas, replicas))
    return cluster([replace(own, identity=identity)])


@pytest.mark.parametrize(
    ("known", "told_before", "look"),
    [
        ("old", [], look_at("new", 3)),
        (None, [look_at("old", 1)], look_at("new", 3)),
        ("czxid:7", [], look_at(None, 3, czxid=9)),
        (None, [look_at(None, 1, czxid=7)], look_at(None, 3, czxid=9)),
    ],
)
def test_a_topic_made_anew_between_two_looks_is_another_topic(
    clock: Clock, known: str | None, told_before: list[RegistryLook], look: RegistryLook
) -> None:
    told = ToldState(identified(known, 1, 1), clock)
    for each in told_before:
        assert is_quiet(told.take_registry(each))
    assert made_anew(*parts(told.take_registry(look))) == {"orders"}
    states = RegistryLook(states={("orders", 0): RegisteredPartition(3, 0, (3,), 1, NOW_MS)})
    told.take_registry(states)
    late = told.take_metadata(identified(known, 1, 1))
    assert not partition_changes(*parts(late), 0.0), "a broker that lags behind tells the old one"
    assert not made_anew(*parts(late))
    now = "new" if look.topics["orders"].topic_id else "czxid:9"  # type: ignore[union-attr]
    step = told.take_metadata(identified(now, 3, 3))
    assert not partition_changes(*parts(step), 0.0)
    assert not made_anew(*parts(step))
    clock.seconds = 10 * HOLD_SECONDS
    assert not made_anew(*parts(told.take_metadata(identified(known, 3, 3)))), "asked before it was made anew"
    assert is_quiet(told.take_registry(look_at("old", 1) if now == "new" else look_at(None, 1, czxid=7)))


def test_what_the_metadata_showed_to_be_gone_is_told_by_no_server_that_lags_behind(clock: Clock) -> None:
    told = ToldState(identified("old", 1, 1), clock)
    assert made_anew(*parts(told.take_metadata(identified("new", 3, 3)))) == {"orders"}
    assert is_quiet(told.take_registry(look_at("old", 1)))


def parts(step: Step) -> tuple[ClusterMetadata, ClusterMetadata]:
    return step.before, step.after
