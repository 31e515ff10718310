"""What brokers have before and after, whom a throttle is set for, and how long moving takes with it."""

from __future__ import annotations

from kafkatui.insight.reassign.shares import Share, shares_of
from kafkatui.insight.reassign.throttling import seconds_at, throttle_for
from kafkatui.model.cluster import Partition
from kafkatui.model.partition_move import PartitionMove
from kafkatui.model.throttle import FOLLOWERS, LEADERS, Throttle

MOVES = (
    PartitionMove("a", 0, (1, 2), (1, 3), 100),
    PartitionMove("a", 1, (1,), (2,), 50),
    PartitionMove("b", 0, (2, 1), (1, 2), 10),
)


def test_shares_count_leaders_replicas_and_bytes_on_both_sides() -> None:
    partitions = [Partition(move.topic, move.partition, move.before[0], move.before, move.before) for move in MOVES]
    partitions.append(Partition("still", 0, 3, (3,), (3,)))
    found = shares_of(partitions, MOVES, {("a", 0): 100, ("a", 1): 50, ("b", 0): 10}, (1, 2, 3, 4))
    assert found[1] == (Share(2, 3, 160), Share(2, 2, 110))
    assert found[2] == (Share(1, 2, 110), Share(1, 2, 60))
    assert found[3] == (Share(1, 1, 0, True), Share(1, 2, 100, True)), "one size is not known"
    assert found[4] == (Share(), Share())


def test_a_throttle_is_for_what_is_copied_and_living_and_nobody_elses() -> None:
    throttle = throttle_for(MOVES, 500, {1, 3}, rates_set={3: "9"}, topics_set={})
    assert throttle.brokers == (1,), "2 is dead, and 3 has a rate of somebody else"
    assert throttle.of_topic("a") == {LEADERS: "0:1,0:2,1:1", FOLLOWERS: "0:3,1:2"}
    assert throttle.of_topic("b") == {}, "only its order changes"
    assert throttle.topics == ("a",)
    assert throttle_for(MOVES, 500, {1, 2, 3}, rates_set={}, topics_set={"a": "x"}).topics == ()
    assert Throttle.of_json(throttle.as_json()) == throttle


def test_the_broker_with_most_to_take_or_give_decides_how_long_it_takes() -> None:
    leaders = {("a", 0): 1, ("a", 1): 1}
    assert seconds_at(MOVES, 10, leaders) == 15.0, "1 gives 150 bytes"
    assert seconds_at(MOVES, 10, {("a", 0): 2, ("a", 1): 1}) == 10.0, "3 takes 100"
    assert seconds_at(MOVES[2:], 10, {}) == 0.0
    assert seconds_at((PartitionMove("a", 0, (1,), (2,)),), 10, {}) is None
