"""What is told of a topic's groups when brokers do not list theirs."""

from __future__ import annotations

import pytest

from kafkatui.kafka.read.groups import GroupListing
from kafkatui.model.cluster import Partition, Topic
from kafkatui.model.errors import RequestFailed
from kafkatui.model.group import Group, GroupOffsets
from kafkatui.model.group_samples import GroupsSample
from kafkatui.model.observed import Observed
from kafkatui.model.offset_sample import OffsetSample
from kafkatui.model.profile import Profile
from kafkatui.report.topic_list import group_counts
from kafkatui.report.topics import TopicReadings, topic_row
from kafkatui.session.clients import Clients
from kafkatui.session.feeds import GroupsFeed
from kafkatui.view.groups_table import listed_count
from kafkatui.view.topics_table import TOPICS_TABLE

NOW = 1_800_000_000.0
NO_OFFSETS = OffsetSample({}, {}, NOW)
TOPIC = Topic("orders", (Partition("orders", 0, 1, (1,), (1,)),))
COMMITTED = {"billing": GroupOffsets("billing", {("orders", 0): 3}, {}, {})}


def sample(*groups: Group, errors: tuple[str, ...] = ()) -> Observed[GroupsSample]:
    committed = {group.id: COMMITTED[group.id] for group in groups}
    return Observed.ok(GroupsSample(groups, committed, NO_OFFSETS, errors), NOW)


def shown(read: Observed[GroupsSample]) -> str:
    """The topic's cell under Groups."""
    row = topic_row(TOPIC, TopicReadings(groups=read.map(group_counts)))
    return TOPICS_TABLE.column("groups").cell(row).text


def test_no_group_is_not_claimed_when_brokers_could_not_list_theirs(monkeypatch: pytest.MonkeyPatch) -> None:
    listing = GroupListing((), ("Broker 1 did not answer.",))
    monkeypatch.setattr("kafkatui.kafka.read.groups.list_groups", lambda _, known: listing)
    clients = Clients(Profile("test", {"bootstrap.servers": "localhost:1"}), lambda _: None)
    unread: Observed[GroupsSample] = Observed.unknown()
    with pytest.raises(RequestFailed, match="Broker 1 did not answer") as raised:
        GroupsFeed().read(clients, unread, lambda _: None)
    read = unread.failing(raised.value.what, NOW)
    assert "0" not in shown(read)
    assert shown(sample()) == "0"


def test_groups_that_some_broker_may_have_are_hinted_at() -> None:
    group = Group("billing", "Stable")
    assert shown(sample(group)) == "1"
    assert shown(sample(group, errors=("Broker 1 did not answer.",))) == "1 +?"


@pytest.mark.parametrize(
    ("count", "errors", "text"), [(0, (), "0"), (57, (), "57"), (57, ("no",), "57 +?"), (0, ("no",), "?")]
)
def test_the_number_of_groups_says_when_it_is_not_whole(count: int, errors: tuple[str, ...], text: str) -> None:
    assert listed_count(count, errors) == text
