"""What was seen of groups stays with the session, and goes with what it was about."""

from __future__ import annotations

from kafkatui.model.cluster import OffsetRange
from kafkatui.model.group import Group, GroupMember, GroupOffsets
from kafkatui.model.group_samples import GroupSample, GroupsSample
from kafkatui.model.lag import LagTotal
from kafkatui.model.observed import Observed
from kafkatui.model.offset_sample import OffsetSample
from kafkatui.session.feeds import GroupFeed, GroupsFeed
from kafkatui.session.group_memory import MOST_GROUPS, GroupMemory
from kafkatui.session.learned import Learned

READER = GroupMember("m", "c", "/h", (("t", 0),))


def look(at_seconds: float, committed: int, end: int, *, topic: str = "t") -> GroupSample:
    return GroupSample(
        Group("g", "Stable", members=(READER,)),
        GroupOffsets("g", {(topic, 0): committed}, {}, {}),
        OffsetSample({(topic, 0): OffsetRange(0, end)}, {}, at_seconds),
        {},
    )


def test_a_page_that_comes_back_goes_on_with_what_was_seen() -> None:
    learned = Learned()
    for at in (0.0, 10.0):
        learned.see(GroupFeed("g"), Observed.ok(look(at, int(at), 40), at))
    learned.see(GroupFeed("g"), Observed.ok(look(9000.0, 20, 60), 9000.0))  # two and a half hours elsewhere
    track = learned.groups.track("g")
    assert [(each.at_seconds, each.lag) for each in track.looks] == [(0.0, 40), (10.0, 30), (9000.0, 40)]
    assert [move.offset for move in track.partitions["t", 0].moves] == [0, 10, 20]
    learned.see(GroupFeed("g"), Observed.ok(look(9010.0, 20, 60), 9010.0).failing("gone", 9011.0))
    assert len(learned.groups.track("g").looks) == 3, "what is stale was seen already"


def test_it_goes_with_its_topic_and_with_its_cluster() -> None:
    learned = Learned()
    learned.see(GroupFeed("g"), Observed.ok(look(0.0, 1, 40), 0.0))
    learned.forget({"elsewhere"})
    assert learned.groups.track("g").looks
    learned.forget({"t"})
    assert learned.groups.track("g").partitions == {}
    learned.see(GroupFeed("g"), Observed.ok(look(1.0, 1, 40), 1.0))
    learned.forget_all()
    assert learned.groups.track("g").looks == ()


def every(at_seconds: float, *group_ids: str) -> GroupsSample:
    groups = tuple(Group(group_id, "Empty") for group_id in group_ids)
    lags = {group_id: LagTotal(7, 0, 0) for group_id in group_ids}
    return GroupsSample(groups, {}, OffsetSample({}, {}, at_seconds), lags=lags)


def test_the_list_goes_on_with_the_lag_of_groups_and_not_with_those_of_a_crowd() -> None:
    memory = GroupMemory()
    memory.see(GroupsFeed(), Observed.ok(every(0.0, "g"), 0.0))
    assert memory.track("g").looks[0].lag == 7
    crowd = [f"g{number}" for number in range(MOST_GROUPS + 1)]
    memory.see(GroupsFeed(), Observed.ok(every(5.0, "g", *crowd), 5.0))
    assert len(memory.track("g").looks) == 2
    assert memory.track("g0").looks == ()
