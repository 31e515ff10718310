"""What the doctor asks for, and when it does not."""

from __future__ import annotations

from typing import Any, cast

import pytest

from kafkatui.kafka.read import oldest_unread
from kafkatui.model.cluster import OffsetRange, TopicPartition
from kafkatui.model.observed import Observed
from kafkatui.model.offset_sample import OffsetSample
from kafkatui.model.presence import Link, LinkState
from kafkatui.model.profile import Profile, ZooKeeperSettings
from kafkatui.model.time_lag import UnreadRecord, UnreadRecords
from kafkatui.model.unread_age import UnreadPlace
from kafkatui.session.clients import Clients
from kafkatui.session.doctor_feeds import first_feeds, later_feeds
from kafkatui.session.feeds import UnreadAgesFeed
from tests.unit.insight.doctor.states import HEALTHY, NOW, groups, ok, part, with_part

PLAIN = {"bootstrap.servers": "k:1"}
HERE, LINKED = Link(LinkState.NONE), Link(LinkState.LINKED)


def later(link: Link = HERE, before: OffsetSample | None = None, **changed: Any) -> set[str]:
    """What is asked for of a cluster without a quorum, with `changed` found in it."""
    found = {"quorum": Observed.not_supported("ZooKeeper."), "groups": groups(), "offsets": HEALTHY.offsets, **changed}
    metadata = changed.pop("metadata", HEALTHY.metadata).value
    return set(later_feeds(metadata, (1, 2, 3), link, found, before))


def test_handshakes_are_made_only_where_there_is_tls() -> None:
    assert "certificates" not in first_feeds(Profile("a", PLAIN, ZooKeeperSettings("z:1")))
    assert "certificates" in first_feeds(Profile("a", {**PLAIN, "security.protocol": "SASL_SSL"}))
    assert "certificates" in first_feeds(Profile("a", PLAIN, ZooKeeperSettings("z:1", {"tls.ca": "/ca.pem"})))
    assert not {"zookeeper", "registry", "ensemble"} & first_feeds(Profile("a", PLAIN)).keys()


def test_sides_are_read_for_comparing_only_where_they_belong_together() -> None:
    compared = {"epochs", "acls", "users", "quotas", "security"}
    assert later() == {"configs", "versions"}
    assert later(LINKED) == {"configs", "versions", *compared}
    assert later(Link(LinkState.MISMATCH)) == {"configs", "versions"}


def test_what_has_no_use_is_not_asked_for() -> None:
    leaderless = with_part(part(0, -1, (1, 2, 3), ()))
    assert "eligible" not in later(metadata=leaderless), "with ZooKeeper nobody tells"
    assert "eligible" in later(metadata=leaderless, quorum=HEALTHY.quorum)
    assert "eligible" not in later(quorum=HEALTHY.quorum)
    assert "unread_ages" in later(groups=groups(commits={("orders", 0): 4}))
    assert "unread_ages" not in later(groups=Observed.unknown())
    idle = OffsetSample({("orders", number): OffsetRange(0, 10) for number in range(3)}, {}, NOW - 10)
    assert "batches" not in later(before=idle)
    busy = ok(OffsetSample({("orders", 0): OffsetRange(0, 99_999)}, {}, NOW))
    assert "batches" in later(before=idle, offsets=busy)
    assert later_feeds(None, (), HERE, {}, None) == {}


def test_groups_that_are_at_different_places_of_a_partition_are_looked_at_one_after_the_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[dict[TopicPartition, int]] = []

    def read(_: object, committed: dict[TopicPartition, int]) -> UnreadRecords:
        asked.append(dict(committed))
        return UnreadRecords(
            {key: UnreadRecord(at, at, at * 1000 if at != 7 else None, False) for key, at in committed.items()}, {}
        )

    monkeypatch.setattr(oldest_unread, "read_oldest_unread", read)
    first, second, same = (UnreadPlace(name, "t", 0, at) for name, at in (("a", 3), ("b", 5), ("c", 3)))
    timeless = UnreadPlace("a", "t", 1, 7)
    feed = UnreadAgesFeed((second, first, same, timeless))
    clients = cast(Clients, type("C", (), {"kafka": None})())
    assert feed.read(clients, Observed.unknown(), lambda _: None) == {first: 3.0, same: 3.0, second: 5.0}
    assert asked == [{("t", 0): 3, ("t", 1): 7}, {("t", 0): 5}]
