"""What is told of a topic and of a broker beside their rows."""

from __future__ import annotations

from kafkatui.model.cluster import Broker, ClusterMetadata, Partition, Topic
from kafkatui.model.config_entry import LogDir, ReplicaSize
from kafkatui.model.group import Group, GroupMember, GroupOffsets
from kafkatui.model.group_samples import GroupsSample
from kafkatui.model.observed import Observed
from kafkatui.model.offset_sample import OffsetSample
from kafkatui.model.rate_history import RateHistory
from kafkatui.report.broker_detail import Troubles, largest_topics, troubles_by_broker
from kafkatui.report.topic_detail import group_ids_by_topic, sizes_by_broker, topic_detail
from kafkatui.report.topic_list import consumed_by_topic
from tests.unit.report.rows import row_of

ORDERS = Topic(
    "orders",
    (
        Partition("orders", 0, 1, (1, 2), (1, 2)),
        Partition("orders", 1, 1, (2, 1), (1,)),
        Partition("orders", 2, -1, (2, 1), ()),
    ),
)
CLUSTER = ClusterMetadata("id", 1, {1: Broker(1, "a", 1), 2: Broker(2, "b", 1)}, {"orders": ORDERS})
DIRS = (
    LogDir(1, "/a", (ReplicaSize("orders", 0, 1, "/a", 100, 0), ReplicaSize("clicks", 0, 1, "/a", 900, 0))),
    LogDir(2, "/b", (ReplicaSize("orders", 0, 2, "/b", 70, 0), ReplicaSize("orders", 1, 2, "/b", 5, 0))),
)
READER = Group("reader", "Stable", members=(GroupMember("m", "c", "/h", (("orders", 0),)),))
SAMPLE = GroupsSample(
    (READER, Group("other", "Empty")),
    {"reader": GroupOffsets("reader", {("orders", 0): 5}, {}, {}), "other": GroupOffsets("other", {}, {}, {})},
    OffsetSample({}, {}, 0.0),
    commit_rates={"reader": {("orders", 0): 2.0, ("orders", 1): 1.0}, "other": {("clicks", 0): 4.0}},
)


def test_a_topics_leaders_and_what_is_wrong_with_it() -> None:
    histories = {
        ("orders", 0): RateHistory((1.0, 2.0, 3.0)),
        ("orders", 1): RateHistory((10.0, None)),
    }
    detail = topic_detail(
        row_of(ORDERS),
        sizes=None,
        offsets=OffsetSample({}, {}, 0.0, rate_histories=histories),
        groups=Observed.ok(SAMPLE, 0.0),
        group_ids=group_ids_by_topic(SAMPLE)["orders"],
        metadata=CLUSTER,
        newest_ms=Observed.unknown(),
    )
    assert detail.leaders == {1: 2}
    assert detail.preferred == 1
    assert [partition.id for partition in detail.wrong] == [1, 2]
    assert detail.rates == (1.0, 12.0, 3.0), "histories are added up from their ends"
    assert [row.group.id for row in detail.groups] == ["reader"]
    assert detail.consumed == 3.0


def test_sizes_groups_and_rates_by_topic() -> None:
    assert sizes_by_broker("orders", DIRS) == {1: 100, 2: 75}
    assert group_ids_by_topic(SAMPLE) == {"orders": frozenset({"reader"})}
    assert consumed_by_topic(SAMPLE) == {"orders": 3.0, "clicks": 4.0}


def test_what_is_wrong_with_brokers_and_what_takes_their_disks() -> None:
    assert troubles_by_broker(CLUSTER) == {
        1: Troubles(leads_short=(("orders", 1),), out_of_sync=(("orders", 2),)),
        2: Troubles(out_of_sync=(("orders", 1), ("orders", 2))),
    }
    assert largest_topics(DIRS[:1]) == [("clicks", 900), ("orders", 100)]
