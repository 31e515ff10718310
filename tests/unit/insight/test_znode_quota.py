"""The text of a znode's quota."""

from __future__ import annotations

from kafkatui.insight.znode_quota import is_plain, limits_text, parse_limits


def test_limits_as_zkcli_writes_them() -> None:
    assert parse_limits(b"count=5,bytes=-1") == {"count": 5}
    assert parse_limits(None) == {}
    assert limits_text({"count": 5, "bytes": -1}) == b"count=5,bytes=-1"
    assert limits_text({"count": -1, "bytes": 0}) == b"count=-1,bytes=0"
    assert limits_text({"count": -1}) is None


def test_hard_limits_are_not_taken_for_soft_ones() -> None:
    assert is_plain(None)
    assert is_plain(b"count=5,bytes=-1")
    assert not is_plain(b"count=5,bytes=-1=;byteHardLimit=-1;countHardLimit=7")
