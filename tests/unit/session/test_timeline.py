"""Readings compared with those before become events, and tell what else is of no use any more."""

from __future__ import annotations

import pytest

from kafkatui.model.cluster import Topic
from kafkatui.model.event import Event
from kafkatui.model.replacing import replace
from kafkatui.model.znode import ZooKeeperStatus
from kafkatui.session.timeline import Timeline, Turn
from tests.unit.insight.clusters import cluster, partition, topic

BEFORE = cluster([topic("a", partition("a", 0, 1, (1, 2))), topic("b", partition("b", 0, 1, (1, 2)))])


@pytest.fixture
def told() -> list[Event]:
    return []


@pytest.fixture
def timeline(told: list[Event]) -> Timeline:
    return Timeline("local", told.extend)


def test_the_first_reading_tells_nothing(timeline: Timeline, told: list[Event]) -> None:
    assert timeline.see_metadata(BEFORE) == Turn(is_first=True)
    assert told == []


def test_a_moved_leader_is_told_and_remembered(timeline: Timeline, told: list[Event]) -> None:
    timeline.see_metadata(BEFORE)
    moved = cluster([topic("a", partition("a", 0, 2, (1, 2))), BEFORE.topics["b"]])
    assert timeline.see_metadata(moved) == Turn(have_leaders_moved=True)
    assert [event.text for event in told] == ["leader 1 → 2"]
    assert set(timeline.partition_changes) == {("a", 0)}
    assert timeline.events.all() == tuple(told)


def test_what_brokers_left_is_remembered_until_the_topic_is_another(timeline: Timeline) -> None:
    timeline.see_metadata(BEFORE)
    shrunk = cluster([topic("a", partition("a", 0, 1, (1, 2), (1,))), BEFORE.topics["b"]])
    timeline.see_metadata(shrunk)
    assert set(timeline.past.shrinks) == {("a", 0, 2)}
    timeline.see_metadata(cluster([BEFORE.topics["b"]]))
    assert timeline.past.shrinks == {}


def test_the_last_change_of_a_topic_that_is_gone_is_not_that_of_its_successor(
    timeline: Timeline, told: list[Event]
) -> None:
    timeline.see_metadata(BEFORE)
    timeline.see_metadata(cluster([topic("a", partition("a", 0, 2, (1, 2))), BEFORE.topics["b"]]))
    timeline.see_metadata(cluster([BEFORE.topics["b"]]))
    assert timeline.partition_changes == {}


def test_the_last_change_of_a_topic_is_not_that_of_one_made_anew(timeline: Timeline) -> None:
    first = Topic("a", (partition("a", 0, 1, (1, 2)),), identity="1")
    timeline.see_metadata(cluster([first]))
    timeline.see_metadata(cluster([replace(first, partitions=(partition("a", 0, 2, (1, 2)),))]))
    assert timeline.partition_changes
    timeline.see_metadata(cluster([replace(first, identity="2")]))
    assert timeline.partition_changes == {}


def test_another_cluster_drops_what_was_known(timeline: Timeline, told: list[Event]) -> None:
    timeline.see_metadata(BEFORE)
    timeline.see_metadata(cluster([topic("a", partition("a", 0, 2, (1, 2))), BEFORE.topics["b"]]))
    told.clear()
    turn = timeline.see_metadata(replace(BEFORE, cluster_id="other"))
    assert (turn.is_other_cluster, turn.have_brokers_changed) == (True, True)
    assert len(told) == 1
    assert timeline.partition_changes == {}
    assert timeline.see_metadata(replace(BEFORE, cluster_id="other")) == Turn()


def test_only_live_brokers_stop_and_begin_to_answer(timeline: Timeline, told: list[Event]) -> None:
    timeline.see_reachability([1], [2, 9], [1, 2, 3])
    assert [(event.subject, event.text) for event in told] == [
        ("broker 2", "does not answer"),
        ("broker 1", "answers again"),
    ]


def test_a_lost_session_is_told(timeline: Timeline, told: list[Event]) -> None:
    for state in ("connecting", "connected", "suspended", "lost", "connecting", "connected", "connected"):
        timeline.see_zookeeper_state(state)
    assert [event.text for event in told] == [
        "connection lost, the session may survive", "session lost", "connected again",
    ]  # fmt: skip


def test_zookeeper_set_back_is_told_once(timeline: Timeline, told: list[Event]) -> None:
    status = ZooKeeperStatus("connected", cluster_id="id")
    assert not timeline.see_zookeeper(None, status)
    assert not timeline.see_zookeeper(status, status)
    back = replace(status, set_back_at_seconds=5.0)
    assert timeline.see_zookeeper(status, back)
    assert not timeline.see_zookeeper(back, back)
    assert [event.text.partition(":")[0] for event in told] == ["was set back"]


def test_another_clusters_zookeeper_is_told(timeline: Timeline, told: list[Event]) -> None:
    status = ZooKeeperStatus("connected", cluster_id="id")
    assert timeline.see_zookeeper(status, replace(status, cluster_id="other"))
    assert not timeline.see_zookeeper(status, replace(status, cluster_id=None))
    assert [event.text for event in told] == ["another cluster is registered there now: other, it was id"]
