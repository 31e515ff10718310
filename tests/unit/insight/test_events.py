"""Changes become lines: one each, or one for many with one cause."""

from __future__ import annotations

import time

import pytest

from kafkatui.insight.changes import ChangeKind, partition_changes, with_latest, with_untold_of
from kafkatui.insight.events import Moment, differences
from kafkatui.model.cluster import ClusterMetadata, Partition, Topic
from kafkatui.model.event import Severity
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.replacing import replace
from tests.unit.insight.clusters import cluster, partition, topic

ORDERS = cluster([topic("orders", partition("orders", 1, 2, (2, 3, 1)))])


def _lines(before: ClusterMetadata, after: ClusterMetadata) -> list[tuple[str, str, Severity]]:
    return [(event.subject, event.text, event.severity) for event in differences("local", before, after, Moment(100.0))]


def _orders(
    leader: int = 2, replicas: tuple[int, ...] = (2, 3, 1), isr: tuple[int, ...] = (2, 3, 1)
) -> ClusterMetadata:
    return cluster([topic("orders", Partition("orders", 1, leader, replicas, isr))])


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (ORDERS, _orders(), []),
        (ORDERS, _orders(isr=(3, 1, 2)), []),
        (ORDERS, _orders(isr=(2, 3)), [("orders-1", "ISR shrank 2,3,1 → 2,3", Severity.WARNING)]),
        (_orders(isr=(2,)), _orders(isr=(2, 3)), [("orders-1", "ISR expanded 2 → 2,3", Severity.INFO)]),
        (_orders(isr=(2,)), ORDERS, [("orders-1", "ISR expanded 2 → 2,3,1", Severity.GOOD)]),
        (ORDERS, _orders(leader=3), [("orders-1", "leader 2 → 3", Severity.WARNING)]),
        (_orders(leader=3), ORDERS, [("orders-1", "leader 3 → 2", Severity.GOOD)]),
        (ORDERS, _orders(leader=-1), [("orders-1", "lost its leader 2", Severity.BAD)]),
        (_orders(leader=-1), ORDERS, [("orders-1", "leader none → 2", Severity.GOOD)]),
        (ORDERS, _orders(replicas=(2, 3)), [("orders-1", "replicas 2,3,1 → 2,3", Severity.INFO)]),
        (ORDERS, replace(ORDERS, controller_id=3), [("controller", "1 → 3", Severity.WARNING)]),
        (ORDERS, replace(ORDERS, controller_id=None), [("controller", "1 → none", Severity.BAD)]),
        (
            ORDERS,
            replace(ORDERS, brokers={1: ORDERS.brokers[1], 2: ORDERS.brokers[2]}),
            [("broker 3", "left the cluster (kafka-3:9092)", Severity.BAD)],
        ),
        (cluster([]), ORDERS, [("orders", "created, 1 partition, RF 3", Severity.INFO)]),
        (ORDERS, cluster([]), [("orders", "deleted", Severity.WARNING)]),
        (
            ORDERS,
            cluster([topic("orders", ORDERS.topics["orders"].partitions[0], partition("orders", 2, 1, (1, 2, 3)))]),
            [("orders", "partitions 1 → 2", Severity.INFO)],
        ),
    ],
)
def test_a_change_is_one_line(
    before: ClusterMetadata, after: ClusterMetadata, expected: list[tuple[str, str, Severity]]
) -> None:
    assert _lines(before, after) == expected


def test_a_new_broker_joins() -> None:
    assert _lines(cluster([], (1,)), cluster([], (1, 2))) == [
        ("broker 2", "joined the cluster (kafka-2:9092)", Severity.GOOD)
    ]


def test_a_partition_event_leads_to_its_row() -> None:
    (event,) = differences("local", ORDERS, _orders(isr=(2,)), Moment(100.0))
    assert event.place == Place("local", PlaceKind.TOPIC, "orders", cursor="1")
    assert (event.at_seconds, event.cluster, event.source) == (100.0, "local", "kafka")


def test_brokers_that_stop_and_start_answering_are_told() -> None:
    events = differences("local", ORDERS, ORDERS, Moment(1.0), unreachable_before=(1,), unreachable_after=(2,))
    assert [(event.subject, event.text) for event in events] == [
        ("broker 2", "does not answer kafkatui"),
        ("broker 1", "answers again"),
    ]


def _big(alive: bool, count: int = 10_000) -> ClusterMetadata:
    """Topics whose leader was broker 3 and moves to 1 or 2 when it dies."""
    topics = []
    for number in range(count):
        name, other = f"t{number:05}", 1 + number % 2
        isr = (3, other) if alive else (other,)
        topics.append(topic(name, Partition(name, 0, 3 if alive else other, (3, other), isr)))
    return cluster(topics, (1, 2, 3) if alive else (1, 2))


def test_a_brokers_death_is_three_lines_whatever_the_number_of_topics() -> None:
    assert _lines(_big(True, 40), _big(False, 40)) == [
        ("broker 3", "left the cluster (kafka-3:9092)", Severity.BAD),
        ("40 partitions", "leader 3 → 1,2", Severity.WARNING),
        ("40 partitions", "under-replicated, ISR lost 3", Severity.WARNING),
    ]
    assert len(_lines(_big(True, 5), _big(False, 5))) == 1 + 5 + 5


def test_many_topics_created_or_deleted_are_one_line() -> None:
    assert _lines(cluster([]), _big(True, 11)) == [("11 topics", "created", Severity.INFO)]
    assert _lines(_big(True, 11), cluster([])) == [("11 topics", "deleted", Severity.WARNING)]


@pytest.mark.usefixtures("uncollected")
def test_ten_thousand_unchanged_topics_cost_little() -> None:
    before, after = _big(True), _big(True)
    started = time.thread_time()
    assert differences("local", before, after, Moment(1.0)) == ()
    assert time.thread_time() - started < 0.5


def test_the_latest_change_is_the_newest_and_then_the_most_telling() -> None:
    first = partition_changes(ORDERS, _orders(leader=3, isr=(3,)), 10.0)
    assert [change.kind for change in first] == [ChangeKind.LEADER, ChangeKind.ISR_SHRANK]
    latest = with_latest({}, first)
    assert latest["orders", 1].short_text == "leader 2→3"
    later = with_latest(latest, partition_changes(ORDERS, _orders(isr=(2, 3)), 20.0))
    assert later["orders", 1].short_text == "ISR −1"


def test_since_when_a_broker_is_missing_outlives_a_change_of_the_leader() -> None:
    shrunk, moved = _orders(leader=-1, isr=(3, 1)), _orders(leader=3, isr=(3, 1))
    latest = with_latest({}, partition_changes(ORDERS, shrunk, 10.0))
    latest = with_latest(latest, partition_changes(shrunk, moved, 20.0))
    assert (latest["orders", 1].short_text, latest["orders", 1].missing_since_seconds) == ("leader none→3", 10.0)
    latest = with_latest(latest, partition_changes(moved, ORDERS, 30.0))
    assert latest["orders", 1].missing_since_seconds is None
    assert with_latest({}, partition_changes(shrunk, moved, 20.0))["orders", 1].missing_since_seconds is None


def test_who_is_controller_is_no_event_before_somebody_told() -> None:
    untold = replace(cluster([], controller=None), is_controller_known=False)
    assert _lines(untold, cluster([], controller=3)) == []
    told = with_untold_of(untold, cluster([], controller=1))
    assert _lines(cluster([], controller=1), told) == []
    assert _lines(told, cluster([], controller=3)) == [("controller", "1 → 3", Severity.WARNING)]
    assert _lines(cluster([], controller=None), cluster([], controller=3)) == [
        ("controller", "none → 3", Severity.WARNING)
    ]


def test_the_isr_that_old_brokers_leave_out_of_a_leaderless_partition_has_not_shrunk_to_none() -> None:
    before, after = _orders(leader=2, isr=(1, 2)), _orders(leader=1, isr=(1,))
    between = with_untold_of(_orders(leader=-1, isr=()), before)
    assert _lines(before, between) == [("orders-1", "lost its leader 2", Severity.BAD)]
    assert [line[1] for line in _lines(between, after)] == ["leader none → 1", "ISR shrank 1,2 → 1"]


def made(name: str, identity: str | None, *partitions: Partition) -> Topic:
    return Topic(name, partitions, identity=identity)


def test_a_topic_made_anew_is_told_as_such_and_not_as_a_change_of_its_partitions() -> None:
    before = cluster([made("a", "id1", partition("a", 0, 1, (1, 2)), partition("a", 1, 1, (1, 2)))])
    after = cluster([made("a", "id2", partition("a", 0, 3, (3,)))])
    (event,) = differences("local", before, after, Moment(5.0))
    assert event.text == "deleted and made anew, 1 partition, RF 1, it had 2 partitions, RF 2"
    assert event.severity is Severity.WARNING
    assert partition_changes(before, after, 5.0) == []


def test_a_topic_made_anew_with_the_same_partitions_is_told_too() -> None:
    parts = (partition("a", 0, 1, (1, 2)),)
    (event,) = differences(
        "local", cluster([made("a", "id1", *parts)]), cluster([made("a", "id2", *parts)]), Moment(5.0)
    )
    assert event.text == "deleted and made anew, 1 partition, RF 2"


@pytest.mark.parametrize(
    ("was", "now"), [(None, "id2"), ("id1", None), (None, None), ("id1", "id1"), ("czxid:4", "id1")]
)
def test_identities_that_are_unknown_or_of_another_kind_prove_nothing(was: str | None, now: str | None) -> None:
    before = cluster([made("a", was, partition("a", 0, 1, (1,)))])
    after = cluster([made("a", now, partition("a", 0, 3, (3,)))])
    told = [event.text for event in differences("local", before, after, Moment(5.0))]
    assert told == ["leader 1 → 3", "ISR shrank 1 → 3", "replicas 1 → 3"]


def test_what_old_brokers_leave_out_is_not_taken_from_another_topic() -> None:
    before = cluster([made("a", "id1", partition("a", 0, 1, (1, 2)))])
    after = cluster([made("a", "id2", partition("a", 0, -1, (1, 2), ()))])
    assert with_untold_of(after, before).topics["a"].partitions[0].isr == ()


def test_many_topics_made_anew_are_one_line() -> None:
    names = [f"t{number}" for number in range(20)]
    before = cluster([made(name, f"{name}-1", partition(name, 0, 1, (1,))) for name in names])
    after = cluster([made(name, f"{name}-2", partition(name, 0, 2, (2,))) for name in names])
    assert [(event.subject, event.text) for event in differences("local", before, after, Moment(5.0))] == [
        ("20 topics", "deleted and made anew")
    ]


def test_another_cluster_is_one_event_and_not_many_that_are_not_so() -> None:
    before = cluster([topic("a", partition("a", 0, 1, (1,)))])
    after = replace(cluster([topic("b", partition("b", 0, 1, (1,)))], brokers=[4]), cluster_id="other")
    (event,) = differences("local", before, after, Moment(5.0))
    assert event.text == "another cluster answers here now: other, it was id"
    assert event.severity is Severity.BAD
    unknown = replace(after, cluster_id=None)
    assert all("another cluster" not in event.text for event in differences("local", before, unknown, Moment(5.0)))
