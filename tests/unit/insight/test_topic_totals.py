"""Sizes and groups told by topic."""

from __future__ import annotations

from kafkatui.insight.topic_totals import TopicSize, groups_by_topic, size_by_topic, topics_of
from kafkatui.model.config_entry import LogDir, ReplicaSize
from kafkatui.model.group import Group, GroupMember, GroupOffsets

READER = GroupMember("m-1", "reader", "/h", (("orders", 0), ("clicks", 1)))
BILLING = Group("billing", "Stable", members=(READER,))
NIGHTLY = Group("nightly", "Empty")
COMMITTED = {
    "billing": GroupOffsets("billing", {("orders", 0): 3, ("orders", 1): 4}, {}, {}),
    "nightly": GroupOffsets("nightly", {("payments", 0): 1}, {}, {}),
}


def test_a_group_has_to_do_with_what_it_committed_and_what_it_reads() -> None:
    assert topics_of(BILLING, COMMITTED) == {"orders", "clicks"}
    assert topics_of(NIGHTLY, COMMITTED) == {"payments"}
    assert topics_of(NIGHTLY, {}) == set()


def test_each_group_counts_once_for_a_topic() -> None:
    counts = groups_by_topic([BILLING, NIGHTLY], COMMITTED)
    assert counts == {"orders": 1, "clicks": 1, "payments": 1}
    assert counts["unread"] == 0


def test_the_size_of_a_topic_is_that_of_all_its_replicas_that_were_told() -> None:
    log_dirs = [
        LogDir(1, "/a", (ReplicaSize("orders", 0, 1, "/a", 100, 0), ReplicaSize("clicks", 0, 1, "/a", 7, 0))),
        LogDir(2, "/b", (ReplicaSize("orders", 0, 2, "/b", 90, 10),)),
        LogDir(3, "/c", (), error="timed out"),
    ]
    assert size_by_topic(log_dirs) == {"orders": TopicSize(190, 2), "clicks": TopicSize(7, 1)}
