"""What an expression means of znodes, and when data have to be read for it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kafkatui.insight.search.lexer import SearchSyntaxError
from kafkatui.insight.znode_search import SearchedZnode, compile_znode_search
from kafkatui.model.znode import ZnodeStat
from kafkatui.model.znode_search import ZnodeSearchState
from kafkatui.model.znode_type import ZnodeType, sequence_of, ttl_ms, znode_type

NOW = datetime(2026, 1, 1, tzinfo=UTC)
HOUR_MS = 3_600_000


def stat(owner: int = 0, size: int = 0, children: int = 0, modified_ms: int = 0) -> ZnodeStat:
    return ZnodeStat(1, 1, 1, 0, modified_ms, 4, 0, 0, owner, size, children)


NOW_MS = int(NOW.timestamp() * 1000)
BROKER = SearchedZnode("/brokers/ids/1", stat(0x1000D8B8A0C0001, 90, 0, NOW_MS - HOUR_MS // 2), '{"host":"kafka-1"}')
TOPIC = SearchedZnode("/config/topics/orders", stat(size=30, modified_ms=NOW_MS - 3 * HOUR_MS), "retention.ms")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", (True, True)),
        ("kafka-1", (True, False)),
        ("orders or brokers", (True, True)),
        ("not orders", (True, False)),
        ("path:/ids\\/\\d/", (True, False)),
        ("name:orders", (False, True)),
        ("name=orders", (False, True)),
        ("path:ids data:kafka", (True, False)),
        ("data:orders", (False, False)),
        ("owner=0x1000d8b8a0c0001", (True, False)),
        ("session=1000D8B8A0C0001", (True, False)),
        ("type=ephemeral", (True, False)),
        ("type!=ephemeral", (False, True)),
        ("size>=90", (True, False)),
        ("version=4 and (size<50 or size>80)", (True, True)),
        ("modified>=-1h", (True, False)),
    ],
)
def test_what_is_meant(text: str, found: tuple[bool, bool]) -> None:
    holds = compile_znode_search(text, NOW).holds
    assert (holds(BROKER), holds(TOPIC)) == found


@pytest.mark.parametrize(("text", "needs"), [("word", True), ("data:x", True), ("path:x size>1", False), ("", False)])
def test_data_are_read_only_where_they_tell(text: str, needs: bool) -> None:
    assert compile_znode_search(text, NOW).needs_data is needs


@pytest.mark.parametrize("text", ["(a", "owner=zz", "size>x", "type=folder", "path>1", "a or", "modified>=soon"])
def test_what_cannot_be_meant_is_said(text: str) -> None:
    with pytest.raises(SearchSyntaxError):
        compile_znode_search(text, NOW)


def test_a_search_says_whether_it_saw_everything() -> None:
    assert not ZnodeSearchState(5, 1).is_complete
    assert ZnodeSearchState(5, 1, has_ended=True).sentence == "5 znodes looked at · 1 matched · complete"
    partly = ZnodeSearchState(5, 1, 2, has_ended=True)
    assert not partly.is_complete
    assert "2 not readable" in partly.sentence
    assert "not complete: lost" in ZnodeSearchState(5, 0, stopped="lost", has_ended=True).sentence


def test_how_a_znode_lives_is_told_by_its_owner() -> None:
    assert [znode_type(stat(owner)) for owner in (0, 0x1000D8B8A0C0001, 1 << 63, 0xFF << 56 | 60_000)] == [
        ZnodeType.PERSISTENT, ZnodeType.EPHEMERAL, ZnodeType.CONTAINER, ZnodeType.TTL,
    ]  # fmt: skip
    assert ttl_ms(stat(0xFF << 56 | 60_000)) == 60_000
    assert ttl_ms(stat()) is None
    assert [sequence_of(name) for name in ("lock-0000000042", "lock--000000001", "item-0042")] == [42, -1, None]
    numbers = {
        "n_-2147483648": -(1 << 31), "n_2147483647": (1 << 31) - 1, "n_2147483648": None, "build-123456789": None,
        "/a/lock-1700000000": 1_700_000_000, "n_٠٠٠٠٠٠٠٠٤٢": None,
    }  # fmt: skip
    assert {name: sequence_of(name) for name in numbers} == numbers
