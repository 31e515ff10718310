"""What is said of partitions that cannot be read, and only while it is true."""

from __future__ import annotations

from confluent_kafka import KafkaError

from kafkatui.kafka.stream.hindrances import Hindrances, not_read, partition_names
from kafkatui.kafka.stream.tail_state import tail_state
from kafkatui.model.tail import TailPhase

KEYS = [("t", partition) for partition in range(3)]


def test_a_silent_broker_is_told_only_while_it_leads_what_is_read() -> None:
    hindrances = Hindrances({("t", 0): 1, ("t", 1): 2, ("t", 2): 3})
    state = tail_state(TailPhase.FOLLOWING, hindrances, KEYS, {2})
    assert state.error == "broker 2 does not answer; what it leads waits for a new leader"
    assert tail_state(TailPhase.FOLLOWING, hindrances, KEYS, {4}).error == ""
    hindrances.learn_leaders("t", {0: 1, 1: 3, 2: 3})
    assert tail_state(TailPhase.FOLLOWING, hindrances, KEYS, {2}).error == ""
    assert tail_state(TailPhase.WAITING, hindrances, KEYS, {1, 3}).error.startswith("brokers 1, 3 do not answer")


def test_partitions_that_are_not_read_are_named_with_the_reason() -> None:
    hindrances = Hindrances({("t", 0): 1, ("t", 1): None, ("t", 2): 1})
    state = tail_state(TailPhase.READING, hindrances, KEYS, ())
    assert state.error == "t-1 is not read: the partition has no leader"
    assert state.problems == {("t", 1): "the partition has no leader"}
    assert all(hindrances.leads_nobody(key, {1}) for key in KEYS)
    hindrances.learn_leaders("t", {0: 1, 1: 1, 2: 1})
    hindrances.note(("t", 2), KafkaError(KafkaError.TOPIC_AUTHORIZATION_FAILED))
    assert (
        tail_state(TailPhase.READING, hindrances, KEYS, ()).error
        == "t-2 is not read: this user has no right on the topic"
    )
    hindrances.clear([("t", 2)])
    assert tail_state(TailPhase.READING, hindrances, KEYS, ()).error == ""


def test_many_partitions_are_counted() -> None:
    assert partition_names([("t", 1)]) == "t-1"
    assert partition_names([("t", 2), ("t", 1)]) == "t-1 and t-2"
    assert partition_names([("t", number) for number in range(4)]) == "t-0, t-1, t-2 and t-3"
    assert partition_names([("t", number) for number in range(1_203)]) == "t-0, t-1, t-2 and 1,200 more"
    assert not_read({}) == ""
