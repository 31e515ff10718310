"""Several changes of znodes as text and as JSON: read as they are meant, refused where they cannot be."""

from __future__ import annotations

import json

import pytest

from kafkatui.codec.znode_changes import GRAMMAR, changes_text, read_changes
from kafkatui.model.errors import UsageError
from kafkatui.model.znode import ZnodeAcl
from kafkatui.model.znode_change import ChangeKind, ZnodeChange

CREATE, SET, DELETE, CHECK = ChangeKind.CREATE, ChangeKind.SET, ChangeKind.DELETE, ChangeKind.CHECK


@pytest.mark.parametrize(
    ("line", "change"),
    [
        ("create /a", ZnodeChange(CREATE, "/a", None)),
        ('create /a {"x": "a  b "}', ZnodeChange(CREATE, "/a", b'{"x": "a  b "}')),
        ('create "/a b\\"c " x', ZnodeChange(CREATE, '/a b"c ', b"x")),
        ("set /a 3  two blanks", ZnodeChange(SET, "/a", b" two blanks", version=3)),
        ("set /a * 5", ZnodeChange(SET, "/a", b"5")),
        ("set /a 5", ZnodeChange(SET, "/a", None, version=5)),
        ("  delete /größe", ZnodeChange(DELETE, "/größe")),
        ("delete /a 7", ZnodeChange(DELETE, "/a", version=7)),
        ("check\t/a\t0", ZnodeChange(CHECK, "/a", version=0)),
    ],
)
def test_a_line_is_a_change(line: str, change: ZnodeChange) -> None:
    assert read_changes(f"# first\n\n{line}\n  # last".encode()) == (change,)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x /a", "Line 1: x is neither"),
        ("\ncreate", "Line 2: create what?"),
        ("set /a", "Line 1: the version is missing"),
        ("set /a x", "Line 1: the version is missing"),
        ("delete /a x", "“x” is no version"),
        ('create "/a', "quotes"),
        ("[", "no JSON"),
        ("[1]", "Change 1 is no object"),
        ('{"create": "/a", "set": "/a"}', "not one of"),
        ('{"create": 5}', "not one of"),
        ('{"move": "/a"}', "move is neither"),
        ('{"set": "/a", "version": "1"}', "no number"),
        ('{"delete": "/a", "data": ""}', "takes no data"),
        ('{"create": "/a", "data": {}}', "no text"),
        ('{"create": "/a", "base64": "?"}', "no base64"),
        ('{"create": "/a", "acl": "open"}', "no list"),
    ],
)
def test_what_cannot_be_meant_is_said_where_it_stands(text: str, words: str) -> None:
    with pytest.raises(UsageError, match=words.replace("?", r"\?")):
        read_changes(text.encode())
    with pytest.raises(UsageError, match="no UTF-8"):
        read_changes(b"create /a \xff")


def test_json_has_bytes_acls_and_empty_data() -> None:
    document = [
        {"create": "/a", "base64": "/wA=", "acl": ["world:anyone:r"]},
        {"set": "/b", "data": "", "version": 2},
        {"check": "/c"},
    ]
    assert read_changes(json.dumps(document).encode()) == (
        ZnodeChange(CREATE, "/a", b"\xff\x00", (ZnodeAcl("world", "anyone", "r"),)),
        ZnodeChange(SET, "/b", b"", version=2),
        ZnodeChange(CHECK, "/c"),
    )


def test_what_is_offered_to_be_edited_can_be_read() -> None:
    text = changes_text(((CHECK, "/a", 3), (CHECK, '/b "c" ', None)))
    assert text.startswith(GRAMMAR)
    assert read_changes(text.encode()) == (ZnodeChange(CHECK, "/a", version=3), ZnodeChange(CHECK, '/b "c" '))
    assert read_changes(GRAMMAR.encode()) == ()
