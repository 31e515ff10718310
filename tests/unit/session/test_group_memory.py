"""What was seen of groups stays with the session, and goes with what it was about."""

from __future__ import annotations

import pytest

from kafkatui.insight.group_track import recent_rates
from kafkatui.model.cluster import OffsetRange
from kafkatui.model.group import Group, GroupMember, GroupOffsets
from kafkatui.model.group_samples import GroupSample, GroupsSample
from kafkatui.model.group_track import GroupTrack
from kafkatui.model.lag import LagTotal
from kafkatui.model.observed import Observed
from kafkatui.model.offset_sample import OffsetSample
from kafkatui.model.replacing import replace
from kafkatui.model.verdict import VerdictKind
from kafkatui.session import group_memory
from kafkatui.session.feeds import GroupFeed, GroupsFeed
from kafkatui.session.group_memory import MOST_GROUPS, OWN_SECONDS, GroupMemory
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


def listed(at_seconds: float, committed: int, end: int, *group_ids: str) -> GroupsSample:
    """A look at several groups that each read the one partition."""
    ids = group_ids or ("g",)
    groups = tuple(Group(group_id, "Stable", members=(READER,)) for group_id in ids)
    offsets = OffsetSample({("t", 0): OffsetRange(0, end)}, {}, at_seconds)
    commits = {group_id: GroupOffsets(group_id, {("t", 0): committed}, {}, {}) for group_id in ids}
    return GroupsSample(groups, commits, offsets, lags={each: LagTotal(end - committed, 0, 0) for each in ids})


def test_the_list_follows_the_partitions_of_groups_and_their_rates_are_even() -> None:
    memory = GroupMemory()
    for number in range(20):  # it is looked at every 4 s, and commits every 8 s
        at = 4.0 * number
        memory.see(GroupsFeed(), Observed.ok(listed(at, 80 * (number // 2), 40 * number + 50), at))
    track = memory.track("g").partitions["t", 0]
    assert len(track.moves) == 10
    rates = recent_rates(track)
    assert rates is not None
    assert rates[0] == pytest.approx(10.0)
    assert rates[1] == pytest.approx(10.0, abs=5.0), "not 0 in one look and 20 in the next"
    assert track.verdict is not None
    assert track.verdict.kind is not VerdictKind.WATCHING


def test_a_list_that_was_read_before_a_look_at_the_group_itself_sets_nothing_back() -> None:
    memory = GroupMemory()
    memory.see(GroupFeed("g"), Observed.ok(look(100.0, 20, 40), 100.0))
    memory.see(GroupsFeed(), Observed.ok(listed(101.0, 10, 41), 101.0))  # its commits were read at 99, say
    assert [move.offset for move in memory.track("g").partitions["t", 0].moves] == [20]
    assert len(memory.track("g").looks) == 2
    later = 101.0 + OWN_SECONDS
    memory.see(GroupsFeed(), Observed.ok(listed(later, 30, 41), later))
    assert [move.offset for move in memory.track("g").partitions["t", 0].moves] == [20, 30]


def test_of_a_crowd_of_groups_some_are_followed_and_it_is_known_which(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_memory, "MOST_PARTITIONS", 2)
    memory = GroupMemory()
    memory.see(GroupsFeed(), Observed.ok(listed(0.0, 1, 5, "a", "b", "c"), 0.0))
    assert [memory.track(each).is_followed for each in "abc"] == [True, True, False]
    assert memory.track("c").looks[0].lag == 4
    memory.see(GroupFeed("c"), Observed.ok(replace(look(20.0, 1, 40), group=Group("c", "Stable")), 20.0))
    assert memory.track("c").is_followed
    monkeypatch.setattr(group_memory, "MOST_GROUPS", 2)
    fresh = GroupMemory()
    fresh.see(GroupsFeed(), Observed.ok(listed(0.0, 1, 5, "a", "b", "c"), 0.0))
    assert not fresh.track("a").is_followed
    fresh.forget_all()
    assert fresh.track("a").is_followed, "nobody has looked yet"


class Watched(dict[str, GroupTrack]):
    """Tracks that note which number stood there while each was changed."""

    def __init__(self, memory: GroupMemory) -> None:
        super().__init__()
        self.memory = memory
        self.numbers: list[int] = []

    def __setitem__(self, key: str, value: GroupTrack) -> None:
        self.numbers.append(self.memory.version)
        super().__setitem__(key, value)


def test_another_number_stands_there_only_once_the_tracks_are_others() -> None:
    memory = GroupMemory()
    watched = memory._tracks = Watched(memory)
    before = memory.version
    memory.see(GroupFeed("g"), Observed.ok(look(0.0, 1, 40), 0.0))
    memory.see(GroupsFeed(), Observed.ok(every(0.0, "h", "i"), 0.0))
    assert watched.numbers == [before, before + 1, before + 1]
    assert memory.version == before + 2


def test_what_was_forgotten_has_another_number_too() -> None:
    memory = GroupMemory()
    memory.see(GroupFeed("g"), Observed.ok(look(0.0, 1, 40), 0.0))
    numbers = [memory.version]
    memory.forget_topics({"t"})
    numbers.append(memory.version)
    memory.forget_all()
    numbers.append(memory.version)
    assert len(set(numbers)) == 3
    memory.see(GroupFeed("g"), Observed.unknown())
    assert memory.version == numbers[-1], "nothing was seen"
