"""Two readings of groups, moves, ACLs, quotas, users, servers and sessions become events."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from kafkatui.insight.seldom_changes import (
    Seen,
    acl_changes,
    group_changes,
    move_changes,
    quota_changes,
    server_changes,
    session_changes,
    user_changes,
)
from kafkatui.model.acl import Acl
from kafkatui.model.ensemble import Ensemble, EnsembleServer
from kafkatui.model.event import EventKind, Severity
from kafkatui.model.group import Group, GroupMember
from kafkatui.model.group_samples import GroupsSample
from kafkatui.model.lag import LagTotal
from kafkatui.model.offset_sample import OffsetSample
from kafkatui.model.quota import Quota, QuotaEntity
from kafkatui.model.replica_sets import Reassignment
from kafkatui.model.scram import ScramCredential
from kafkatui.model.znode import ZooKeeperClients

THRESHOLD = 1_000


def group(*members: str, state: str = "Stable", partition: int = 0, error: str = "") -> Group:
    found = tuple(GroupMember(each, "c", "h", (("t", partition),)) for each in members)
    return Group("billing", state, members=found, error=error)


def groups(*listed: Group, lag: int | None = 0, errors: tuple[str, ...] = ()) -> GroupsSample:
    lags = {each.id: LagTotal(lag, 0, 0) for each in listed}
    return GroupsSample(listed, {}, OffsetSample({}, {}, 0.0), errors, lags)


def texts(before: GroupsSample, after: GroupsSample) -> list[tuple[str, Severity]]:
    return [(change.text, change.severity) for change in group_changes("local", before, after, THRESHOLD)]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (groups(), groups(group("a")), [("is new, 1 member", Severity.INFO)]),
        (groups(group("a")), groups(), [("is gone: deleted, or its offsets expired", Severity.WARNING)]),
        (groups(group("a")), groups(errors=("broker 1 is silent",)), []),
        (groups(group("a")), groups(group(error="no coordinator")), []),
        (groups(group("a", "b")), groups(group(state="Empty")), [("lost its last member, it had 2", Severity.WARNING)]),
        (groups(group(state="Empty")), groups(group("a")), [("has members again: 1", Severity.GOOD)]),
        (groups(group("a")), groups(group("a", "b")), [("rebalanced: members 1 → 2", Severity.INFO)]),
        (groups(group("a")), groups(group("b")), [("rebalanced, 1 members", Severity.INFO)]),
        (groups(group("a")), groups(group("a", partition=1)), [("rebalanced, 1 member", Severity.INFO)]),
        (groups(group("a")), groups(group("a", state="PreparingRebalance")), [("rebalances, 1 member", Severity.INFO)]),
        (groups(group("a")), groups(group("a")), []),
        (groups(group("a"), lag=5), groups(group("a"), lag=1_000), [("lag 5 → 1,000, over 1,000", Severity.WARNING)]),
        (groups(group("a"), lag=1_000), groups(group("a"), lag=900), []),
        (groups(group("a"), lag=9), groups(group("a"), lag=1_200), [("lag 9 → 1,200, over 1,000", Severity.WARNING)]),
        (groups(group("a"), lag=900), groups(group("a"), lag=4), [
            ("lag 900 → 4, far under 1,000 again", Severity.GOOD)
        ]),
        (groups(group("a"), lag=None), groups(group("a"), lag=5_000), []),
    ],
)  # fmt: skip
def test_what_a_group_went_through_is_one_line(
    before: GroupsSample, after: GroupsSample, expected: list[tuple[str, Severity]]
) -> None:
    assert texts(before, after) == expected


def test_a_move_is_told_when_it_begins_and_when_it_ends() -> None:
    moves = {("orders", 1): Reassignment((3,), (1,))}
    (begun,) = move_changes("local", {}, moves)
    assert (begun.subject, begun.text) == ("orders-1", "reassignment begun: adds 3, removes 1")
    (ended,) = move_changes("local", moves, {})
    assert (ended.text, ended.brokers) == ("reassignment ended", (3, 1))


def test_acls_quotas_and_users_are_told() -> None:
    acl = Acl("User:a", "TOPIC", "orders", "LITERAL", "READ", "ALLOW")
    (added,) = acl_changes("local", (), (acl,))
    assert (added.text, added.place.name) == (f"added: {acl.text}", "orders")
    (removed,) = acl_changes("local", (acl,), ())
    assert removed.text.startswith("removed: ")
    alice = QuotaEntity(user="alice")
    (changed,) = quota_changes(
        "local", (Quota(alice, "producer_byte_rate", 1.0),), (Quota(alice, "producer_byte_rate", 2.5),)
    )
    assert (changed.subject, changed.text) == ("user alice", "producer_byte_rate: 1 → 2.5")
    (new,) = user_changes("local", (), (ScramCredential("bob", "SCRAM-SHA-256", 4096),))
    assert (new.subject, new.text) == ("user bob", "SCRAM-SHA-256: set")


@pytest.mark.parametrize(
    ("was", "now", "text"),
    [
        (EnsembleServer("a:1", mode="leader"), EnsembleServer("a:1", "It is down."), "serves no more: It is down."),
        (EnsembleServer("a:1"), EnsembleServer("a:1", mode="follower"), "serves again, as follower"),
        (EnsembleServer("a:1", mode="follower"), EnsembleServer("a:1", mode="leader"), "follower → leader"),
    ],
)
def test_servers_are_told(was: EnsembleServer, now: EnsembleServer, text: str) -> None:
    (change,) = server_changes("local", Ensemble((was,)), Ensemble((now,)))
    assert (change.subject, change.text, change.kind) == ("ZooKeeper a:1", text, EventKind.SERVER)


def test_sessions_of_the_same_server_are_told() -> None:
    before = ZooKeeperClients("a:1", {1: "h:1"})
    assert [each.text for each in session_changes("local", before, ZooKeeperClients("a:1", {2: "h:2"}))] == [
        "opened from h:2", "left a:1 (h:1)",
    ]  # fmt: skip
    assert not list(session_changes("local", before, ZooKeeperClients("b:1", {2: "h:2"})))


def test_many_of_the_same_are_one_line() -> None:
    def listed(count: int) -> Sequence[Acl]:
        return [Acl(f"User:{number}", "TOPIC", "t", "LITERAL", "READ", "ALLOW") for number in range(count)]

    (event,) = Seen("local", 5.0, 2.0).events(acl_changes("local", (), listed(20)))
    assert (event.subject, event.text, len(event.members), event.within_seconds) == ("20 ACLs", "added", 20, 2.0)
