"""Several changes are played through before they are sent: in their order, on what is there."""

from __future__ import annotations

import pytest

from kafkatui.insight.znode_simulation import ThereZnode, play
from kafkatui.model.errors import Conflict, UsageError
from kafkatui.model.znode_change import ChangeKind, ZnodeChange

CREATE, SET, DELETE, CHECK = ChangeKind.CREATE, ChangeKind.SET, ChangeKind.DELETE, ChangeKind.CHECK
THERE = {
    "/": ThereZnode(None, 0, children=3),
    "/a": ThereZnode(b"1", 4),
    "/full": ThereZnode(None, 0, children=1),
    "/theirs": ThereZnode(None, 0, is_ephemeral=True),
}


def test_each_finds_what_those_before_it_left() -> None:
    changes = [
        ZnodeChange(SET, "/a", b"2"), ZnodeChange(SET, "/a", b"3"), ZnodeChange(CREATE, "/a/b", b"x"),
        ZnodeChange(DELETE, "/a/b"), ZnodeChange(DELETE, "/a"), ZnodeChange(CREATE, "/a", b"new"),
        ZnodeChange(CHECK, "/full", version=0),
    ]  # fmt: skip
    played = play(changes, THERE)
    assert [each.version for each in played.changes] == [4, 5, -1, 0, 6, -1, 0]
    assert [each.data if each else None for each in played.before] == [b"1", b"2", None, b"x", b"3", None, None]
    assert played.after["/a"] == ThereZnode(b"new", 0)
    assert "/a/b" not in played.after
    assert played.after["/"].children == 3
    assert played.remade == {"/a"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (ZnodeChange(CREATE, "/a"), "there is one already"),
        (ZnodeChange(CREATE, "/b/c"), "there is no /b"),
        (ZnodeChange(CREATE, "/theirs/c"), "its parent is ephemeral"),
        (ZnodeChange(SET, "/b"), "there is no such znode"),
        (ZnodeChange(CHECK, "/b"), "there is no such znode"),
        (ZnodeChange(DELETE, "/full"), "it has 1 child"),
        (ZnodeChange(DELETE, "/"), "the root"),
    ],
)
def test_what_the_server_would_refuse_is_known_before(change: ZnodeChange, words: str) -> None:
    with pytest.raises(UsageError, match=f"Change 2, {change.kind.value} {change.path}: {words}"):
        play([ZnodeChange(CHECK, "/a"), change], THERE)


def test_another_version_is_a_conflict() -> None:
    with pytest.raises(Conflict, match="Change 1, set /a: it is at version 4, not 3"):
        play([ZnodeChange(SET, "/a", b"", version=3)], THERE)
