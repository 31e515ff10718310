"""The values that a znode held while it was open are kept, within bounds, and compared without their secrets."""

from __future__ import annotations

from kafkatui.codec.decoded import Part
from kafkatui.insight.znode_changes import COMPARED_BYTES
from kafkatui.model.seen_value import SeenValue
from kafkatui.model.znode import Znode, ZnodeStat
from kafkatui.session.decoding import Decoding
from kafkatui.session.znode_values import BYTES_KEPT, VALUES_KEPT, ZnodeValues
from kafkatui.view.record_diff import LineKind
from kafkatui.view.seen_values import change_diff, value_changes


def znode(path: str, version: int, data: bytes | None, data_error: str = "") -> Znode:
    stat = ZnodeStat(1, 100 + version, 1, 0, 0, version, 0, 0, 0, len(data or b""), 0)
    return Znode(path, stat, data, data_error)


def test_each_value_is_kept_once_the_newest_first() -> None:
    values = ZnodeValues()
    for moment, version in enumerate((0, 0, 3, 4)):
        values.see(znode("/a", version, b"v%d" % version), moment)
    assert [(each.version, each.data, each.at_seconds) for each in values.of("/a")] == [
        (4, b"v4", 3), (3, b"v3", 2), (0, b"v0", 0)
    ]  # fmt: skip
    assert values.of("/b") == ()
    values.forget_all()
    assert values.of("/a") == ()


def test_what_may_not_be_read_or_is_large_is_not_kept() -> None:
    values = ZnodeValues()
    values.see(znode("/a", 1, None, "The ACL does not let this session read the data."), 0)
    values.see(znode("/a", 2, b"x" * (COMPARED_BYTES + 1)), 1)
    values.see(znode("/a", 3, None), 2)
    assert [each.version for each in values.of("/a")] == [3]


def test_the_oldest_values_and_the_znodes_looked_at_longest_ago_are_forgotten() -> None:
    values = ZnodeValues()
    for version in range(VALUES_KEPT + 5):
        values.see(znode("/a", version, b"x"), version)
    assert [each.version for each in values.of("/a")] == list(range(VALUES_KEPT + 4, 4, -1))
    for number in range(BYTES_KEPT // COMPARED_BYTES):
        values.see(znode(f"/b/{number}", 1, b"x" * COMPARED_BYTES), 100)
    assert values.of("/a") == ()
    assert len(values.of("/b/0")) == 1


def test_a_value_is_compared_with_the_one_before_and_secrets_are_masked() -> None:
    reader = Decoding().reader("/config/users/eve", Part.ZNODE)
    seen = [
        SeenValue(2.0, 2, 12, b'{"version":1,"config":{"password":"hidden2","rate":"2"}}'),
        SeenValue(1.0, 1, 11, b'{"version":1,"config":{"password":"hidden1","rate":"1"}}'),
        SeenValue(0.0, 0, 10, None),
    ]
    newest, middle, first = value_changes("/config/users/eve", seen, reader)
    assert first.before is None
    diff = change_diff(newest, reader)
    differing = [(line.left, line.right) for line in diff.lines if line.kind is LineKind.OTHER]
    assert [(left or "").strip() + (right or "").strip() for left, right in differing] == ['"rate": "1""rate": "2"']
    assert "hidden" not in str((newest, diff)).replace("hidden1", "", 0).partition("preview")[2]
    assert "version 1" in diff.titles[0]
    assert "null" in str(change_diff(middle, reader).lines)
    assert change_diff(first, reader).titles[0] == "nothing seen before"
