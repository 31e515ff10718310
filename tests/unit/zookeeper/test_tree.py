"""Names sort by value, stats and ACLs keep their meaning, bad paths are refused before they are sent."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kazoo.security import ACL, Id

from kafkatui.model.errors import UsageError
from kafkatui.zookeeper.tree import check_path, child_path, sort_names, znode_acl, znode_stat


def test_numbers_in_names_sort_by_value() -> None:
    assert sort_names(["10", "9", "b2", "a10", "a9", "007", "0", "b"]) == [
        "0",
        "007",
        "9",
        "10",
        "a9",
        "a10",
        "b",
        "b2",
    ]


def test_many_runs_merge_into_one_order() -> None:
    names = [str(number) for number in range(35_000, 0, -1)]
    assert sort_names(names) == [str(number) for number in range(1, 35_001)]


@given(st.lists(st.text(alphabet=st.characters(exclude_characters="\0"), max_size=8)))
def test_sorting_loses_and_invents_nothing(names: list[str]) -> None:
    assert sorted(sort_names(names)) == sorted(names)


@pytest.mark.parametrize("path", ["", "brokers", "/brokers/", "/a//b", "/a/../b", "/a\x1b[31m"])
def test_path_zookeeper_would_refuse_is_refused_first(path: str) -> None:
    with pytest.raises(UsageError):
        check_path(path)


def test_child_of_root_has_one_slash() -> None:
    assert child_path("/", "brokers") == "/brokers"
    assert child_path("/brokers", "ids") == "/brokers/ids"


def test_container_and_ttl_nodes_are_not_taken_for_ephemeral() -> None:
    fields = dict.fromkeys(["czxid", "mzxid", "pzxid", "ctime", "mtime", "version", "cversion", "aversion"], 0)
    fields |= {"dataLength": 0, "numChildren": 0}
    container = znode_stat(SimpleNamespace(**fields, ephemeralOwner=-(1 << 63)))
    session = znode_stat(SimpleNamespace(**fields, ephemeralOwner=0x1000004623C0003))
    assert not container.is_ephemeral
    assert session.is_ephemeral


def test_acl_reads_like_zkcli_and_hides_the_password_hash() -> None:
    entry = znode_acl(ACL(31, Id("digest", "alice:c29tZSBoYXNo")))
    assert entry.permissions == "cdrwa"
    assert entry.identity.startswith("alice:")
    assert "c29t" not in entry.identity
