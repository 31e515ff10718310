"""A file of ACLs: what `acl list` writes comes back as it was, and what is none is named."""

from __future__ import annotations

import pytest

from kafkatui.codec.acl_file import read_acl_file
from kafkatui.model.acl import Acl
from kafkatui.view.acls_table import ACLS_TABLE
from kafkatui.view.output import render_csv, render_json

EVERY = (
    Acl("User:alice", "TOPIC", "orders", "LITERAL", "READ", "ALLOW", "*"),
    Acl('User:CN="b", O=ü', "GROUP", "a,b\tc", "PREFIXED", "DELETE", "DENY", "10.0.0.1"),
    Acl("malformed", "CLUSTER", "kafka-cluster", "LITERAL", "ALL", "ALLOW", "*"),
)


def test_what_is_listed_is_read_back() -> None:
    assert read_acl_file(render_json(ACLS_TABLE, EVERY).encode()) == EVERY
    assert read_acl_file(render_csv(ACLS_TABLE, EVERY).encode()) == EVERY
    assert '"is_malformed": true' in render_json(ACLS_TABLE, EVERY)


def test_other_tools_names_and_defaults() -> None:
    text = "KafkaPrincipal,ResourceType,PatternType,ResourceName,Operation,PermissionType,Host\n"
    assert read_acl_file((text + "User:a,Topic,LITERAL,t,DescribeConfigs,Allow,*\n").encode()) == (
        Acl("User:a", "TOPIC", "t", "LITERAL", "DESCRIBE_CONFIGS", "ALLOW", "*"),
    )
    line = b'{"principal": "User:a", "operation": "read", "resource_type": "topic", "resource": "t"}\n'
    assert read_acl_file(line + line) == (Acl("User:a", "TOPIC", "t", "LITERAL", "READ", "ALLOW", "*"),)
    assert read_acl_file(b"[]") == ()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xff", "no UTF-8"),
        (b"[{", "no JSON"),
        (b"[1]", "Entry 1 is no object"),
        (b'[{"principal": "User:a"}]', "Entry 1 has no operation"),
        (b"", "heading"),
        (b"principal,operation\nUser:a,read\n", "heading that names permission"),
        (b"principal,operation,permission,resource_type,resource\nUser:a,read,allow\n", "Line 2"),
        (b"principal,operation,permission,resource_type,resource\nUser:a,fly,allow,topic,t\n", "operation is “FLY”"),
        (b"principal,operation,permission,resource_type,resource\nUser:a,read,may,topic,t\n", "permission is “MAY”"),
    ],
)
def test_what_is_no_acl_is_named(data: bytes, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        read_acl_file(data)
