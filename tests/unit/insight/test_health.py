"""Counts of brokers, and the health they add up to."""

from __future__ import annotations

from kafkatui.insight.brokers import BrokerLoad, broker_loads, expected_brokers
from kafkatui.insight.health import health
from tests.unit.insight.clusters import cluster, partition, topic

SICK = cluster(
    [
        topic(
            "orders",
            partition("orders", 0, 1, (1, 2, 3), (1, 2)),
            partition("orders", 1, 1, (2, 1, 3), (1,)),
            partition("orders", 2, -1, (3,), ()),
        ),
        topic("__consumer_offsets", partition("__consumer_offsets", 0, 2, (2, 1)), is_internal=True),
    ],
    brokers=(1, 2),
)


def test_loads_count_what_a_broker_leads_keeps_and_lacks() -> None:
    assert broker_loads(SICK.topics.values()) == {
        1: BrokerLoad(leaders=2, preferred=1, replicas=3, under_replicated=2, out_of_sync=0),
        2: BrokerLoad(leaders=1, preferred=2, replicas=3, under_replicated=0, out_of_sync=1),
        3: BrokerLoad(leaders=0, preferred=1, replicas=3, under_replicated=0, out_of_sync=3),
    }


def test_brokers_that_only_replica_lists_or_memory_name_are_expected() -> None:
    assert expected_brokers(SICK, known_brokers=(7,)) == (1, 2, 3, 7)


def test_health_of_a_cluster_that_lost_a_broker() -> None:
    found = health(SICK, unreachable=(2, 9), min_isr={"orders": 2})
    assert (found.brokers_up, found.brokers_expected) == (1, 3)
    assert (found.missing_brokers, found.unreachable_brokers) == ((3,), (2,))
    assert (found.topics, found.internal_topics, found.partitions) == (1, 1, 4)
    assert (found.under_replicated, found.leaderless, found.not_preferred) == (3, 1, 1)
    assert found.preferred_skew == 1 / 3
    assert (found.leaders_min, found.leaders_max) == (1, 2)
    assert (found.at_min_isr, found.under_min_isr) == (1, 2)
    assert not found.is_ok


def test_what_was_not_read_is_unknown_not_zero() -> None:
    found = health(cluster([], controller=None))
    assert (found.at_min_isr, found.under_min_isr, found.preferred_skew) == (None, None, None)
    assert not found.is_ok
    assert health(cluster([])).is_ok
