"""The text of a znode's quota."""

from __future__ import annotations

from kafkatui.insight.znode_quota import is_known, knows_hard_limits, limits_text, parse_limits


def test_limits_as_zkcli_writes_them() -> None:
    assert parse_limits(b"count=5,bytes=-1") == {"count": 5}
    assert parse_limits(None) == {}
    assert limits_text({"count": 5, "bytes": -1}) == b"count=5,bytes=-1"
    assert limits_text({"count": -1, "bytes": 0}) == b"count=-1,bytes=0"
    assert limits_text({"count": -1}) is None


def test_hard_limits_stand_where_older_servers_do_not_look() -> None:
    text = b"count=5,bytes=-1=;byteHardLimit=-1;countHardLimit=7"
    assert parse_limits(text) == {"count": 5, "count_hard": 7}
    assert limits_text({"count": 5, "count_hard": 7}) == text
    assert limits_text({"count_hard": -1, "bytes": 3}) == b"count=-1,bytes=3"
    assert all(map(is_known, (None, b"count=5,bytes=-1", text)))
    assert not is_known(text + b";watchLimit=3")
    assert [knows_hard_limits(version) for version in ("3.4.14", "3.6.4", "3.7.0", "3.10", "")] == [
        False, False, True, True, True,
    ]  # fmt: skip
