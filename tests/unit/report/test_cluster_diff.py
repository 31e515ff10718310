"""What differs between two clusters, and the file that a cluster is compared with later."""

from __future__ import annotations

import json

import pytest

from kafkatui.codec.cluster_snapshot import read_snapshot, snapshot_text
from kafkatui.model.cluster_state import ClusterState, GroupState, StatePart, TopicState
from kafkatui.model.errors import UsageError
from kafkatui.model.replacing import replace
from kafkatui.report.cluster_diff import compared

LEFT = ClusterState(
    "prod", "id-1", "2026-01-01T00:00:00Z",
    {
        "orders": TopicState(3, 2, {"retention.ms": "5", "cleanup.policy": "delete"}),
        "größe": TopicState(1, 1, {}),
        "only left": TopicState(6, 3, {"retention.ms": "1"}),
    },
    {"billing": GroupState("classic", ("orders",)), "gone": GroupState("", ())},
    ("User:a ALLOW READ on TOPIC LITERAL orders from *", "User:b ALLOW READ on TOPIC LITERAL x from *"),
    True,
)  # fmt: skip
RIGHT = replace(
    LEFT,
    name="test",
    topics={
        "größe": TopicState(1, 1, {}),
        "orders": TopicState(4, 1, {"retention.ms": "7", "min.insync.replicas": "2"}),
    },
    groups={"billing": GroupState("consumer", ("orders", "x"))},
    acls=("User:a ALLOW READ on TOPIC LITERAL orders from *",),
)


def rows(left: ClusterState, right: ClusterState, *ignored: StatePart) -> list[tuple[str, str, str | None, str | None]]:
    return [(row.name, row.what, row.left, row.right) for row in compared(left, right, ignored).rows]


def test_all_that_differs_is_told_once_and_sorted() -> None:
    assert rows(LEFT, RIGHT) == [
        ("only left", "topic", "6 × 3", None),
        ("orders", "partitions", "3", "4"),
        ("orders", "replication", "2", "1"),
        ("orders", "cleanup.policy", "delete", None),
        ("orders", "min.insync.replicas", None, "2"),
        ("orders", "retention.ms", "5", "7"),
        ("billing", "topics", "orders", "orders, x"),
        ("billing", "type", "classic", "consumer"),
        ("gone", "group", "reads nothing", None),
        ("User:b ALLOW READ on TOPIC LITERAL x from *", "acl", "there", None),
    ]
    assert [(name, right, left) for name, _, left, right in rows(RIGHT, LEFT)] == [
        (name, left, right) for name, _, left, right in rows(LEFT, RIGHT)
    ]


def test_the_same_is_the_same_whatever_it_is_called_and_whenever_it_was_read() -> None:
    comparison = compared(LEFT, replace(LEFT, name="x", cluster_id="y", taken_at="z"))
    assert comparison.is_same
    assert comparison.sentence == "prod and x are the same."


@pytest.mark.parametrize("part", StatePart)
def test_a_part_can_be_left_out(part: StatePart) -> None:
    left_out = [row.part for row in compared(LEFT, RIGHT, {part}).rows]
    assert part not in left_out
    assert {*left_out, part} == set(StatePart)


def test_what_could_not_be_read_is_not_the_same_unless_it_is_left_out() -> None:
    unread = replace(LEFT, name="dark", acls=None, has_authorizer=None, not_read={StatePart.ACLS: "Not allowed."})
    comparison = compared(LEFT, unread)
    assert comparison.rows == ()
    assert not comparison.is_same
    assert comparison.not_compared == {StatePart.ACLS: "dark: Not allowed."}
    assert "Not compared: acls. dark: Not allowed." in comparison.sentence
    assert compared(LEFT, unread, {StatePart.ACLS}).is_same


def test_having_no_authorizer_differs_from_having_no_acls() -> None:
    none = replace(LEFT, acls=(), has_authorizer=False)
    assert rows(none, replace(none, has_authorizer=True)) == [("authorizer", "authorizer", "no authorizer", "ACLs")]


def test_a_type_that_an_old_broker_does_not_tell_is_no_difference() -> None:
    old = replace(LEFT, groups={"billing": GroupState("", ("orders",)), "gone": GroupState("", ())})
    assert compared(old, LEFT).is_same


def test_a_snapshot_is_the_same_when_it_is_read_and_the_same_bytes_when_it_is_the_same() -> None:
    unread = replace(LEFT, groups=None, not_read={StatePart.GROUPS: "No answer."})
    for state in (LEFT, RIGHT, unread):
        assert read_snapshot(snapshot_text(state), state.name) == replace(
            state, acls=None if state.acls is None else tuple(sorted(state.acls))
        )
    turned = replace(LEFT, topics=dict(reversed(list(LEFT.topics.items()))))
    assert snapshot_text(turned) == snapshot_text(LEFT)
    assert json.loads(snapshot_text(LEFT))["version"] == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is no snapshot"),
        ("[" * 100_000, "is no snapshot"),
        ("{}", "is no snapshot"),
        ('{"format": "kafkatui-cluster-snapshot", "version": 2}', "has version 2; this kafkatui reads version 1"),
        ('{"format": "kafkatui-cluster-snapshot", "version": 1, "topics": 5}', "something has been changed"),
    ],
)
def test_what_is_no_snapshot_says_so(text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read_snapshot(text, "file.json")
