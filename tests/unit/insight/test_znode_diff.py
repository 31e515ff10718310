"""What differs between two subtrees, and what is not known to be the same."""

from __future__ import annotations

import pytest

from kafkatui.insight.znode_diff import differences, sentence
from kafkatui.model.errors import UsageError
from kafkatui.model.znode_diff import NO_ACCESS, ZnodeImage
from kafkatui.session.znode_diffs import parse_side

P = "persistent"


def test_data_null_kind_sides_and_access() -> None:
    left = {"": ZnodeImage(P, b"x"), "/a": ZnodeImage(P, None), "/b": ZnodeImage(P, b"1"), "/c": ZnodeImage(P)}
    right = {"": ZnodeImage(P, b"x"), "/a": ZnodeImage(P, b""), "/b": ZnodeImage("ephemeral", b"1"),
        "/d": ZnodeImage("", None, True)}  # fmt: skip
    found = differences(left, right, ("/l", "/r"))
    assert [(each.path, each.what, each.left, each.right) for each in found] == [
        ("a", "data", "null", "empty"),
        ("b", "kind", P, "ephemeral"),
        ("c", "only left", "null", "–"),
        ("d", NO_ACCESS, "–", NO_ACCESS),
    ]
    assert "3 differ, 1 not readable" in sentence(found, 5)
    assert differences(left, left, ("/l", "/l")) == []


def test_secrets_that_differ_are_told_without_being_shown() -> None:
    one, other = ({"/u": ZnodeImage(P, b'{"config":{"password":"%s"}}' % word)} for word in (b"first", b"second"))
    (found,) = differences(one, other, ("/config/users", "/config/users"))
    assert found.what == "data"
    assert "first" not in found.left
    assert "second" not in found.right


def test_sides() -> None:
    assert parse_side("/a/") == ("", "/a")
    assert parse_side("staging:/a") == ("staging", "/a")
    assert parse_side("zoo-1:2181,zoo-2:2181:/a/b") == ("zoo-1:2181,zoo-2:2181", "/a/b")
    with pytest.raises(UsageError):
        parse_side("a")
