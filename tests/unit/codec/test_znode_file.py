"""A subtree as a file and back, whatever its bytes."""

from __future__ import annotations

import pytest

from kafkatui.codec.znode_acl import parse_acl
from kafkatui.codec.znode_file import FiledZnode, ZnodeFile, read_znode_file, znode_file_text
from kafkatui.model.errors import UsageError

FILE = ZnodeFile(
    "/app",
    (
        FiledZnode("", None, parse_acl(["open"])),
        FiledZnode("/empty", b""),
        FiledZnode("/text", "ä\r\n\t\x85 'x'".encode(), parse_acl(["digest:a:aGFzaA==:r", "read"])),
        FiledZnode("/bytes", bytes(range(256))),
        FiledZnode("/empty/yes", b"yes"),
    ),
)


@pytest.mark.parametrize("is_yaml", [False, True])
def test_what_is_written_is_read(is_yaml: bool) -> None:
    read = read_znode_file(znode_file_text(FILE, is_yaml=is_yaml).encode(), "a file")
    assert read.root == "/app"
    assert {each.path: each for each in read.znodes} == {each.path: each for each in FILE.znodes}
    assert [each.path.count("/") for each in read.znodes] == [0, 1, 1, 1, 2], "parents first"


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ('[{"path": "x", "data": ""}]', "slash"),
        ('[{"data": ""}]', "no path"),
        ('[{"path": "/x"}]', "either data or base64"),
        ('[{"path": "/x", "data": 7}]', "no text"),
        ('[{"path": "/x", "base64": "*"}]', "no base64"),
        ('[{"path": "/x", "data": "", "acl": "open"}]', "no list"),
        ('[{"path": "/x", "data": ""}, {"path": "/x", "data": ""}]', "twice"),
        ("7", "no list"),
    ],
)
def test_what_cannot_be_meant_is_said(entries: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        read_znode_file(f'{{"format": "kafkatui znodes 1", "znodes": {entries}}}'.encode(), "f")


def test_another_file_is_none() -> None:
    for data in (b"[]", b'{"a": 1}', b"\xff", b"a: [", b"plain text"):
        with pytest.raises(UsageError):
            read_znode_file(data, "f")
