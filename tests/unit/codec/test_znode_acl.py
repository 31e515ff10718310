"""ACL entries of znodes as they are typed."""

from __future__ import annotations

import pytest

from kafkatui.codec.znode_acl import acl_text, digest_id, has_hash, parse_acl
from kafkatui.model.errors import UsageError
from kafkatui.model.znode import ZnodeAcl


def test_a_digest_user_is_hashed_as_zookeeper_does() -> None:
    # DigestAuthenticationProvider.generateDigest("super:test"), of ZooKeeper's own documentation
    assert digest_id("super", "test") == "super:D/InIHSb7yEEbrWz8b9l71RjZJU="
    (entry,) = parse_acl(["digest:super:cdrwa"], "test")
    assert entry == ZnodeAcl("digest", "super:D/InIHSb7yEEbrWz8b9l71RjZJU=", "cdrwa")
    assert has_hash([entry])
    assert acl_text([entry]) == "digest:super:••••:cdrwa"
    assert parse_acl([acl_text([entry], shows_secrets=True)]) == (entry,)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["open"], [("world", "anyone", "cdrwa")]),
        (["world:anyone:r", "ip:10.0.0.0/8:adcrw"], [("world", "anyone", "r"), ("ip", "10.0.0.0/8", "cdrwa")]),
        (["world:anyone:r,ip:::1:cd, creator"], [("world", "anyone", "r"), ("ip", "::1", "cd"), ("auth", "", "cdrwa")]),
        (["x509:CN=kafka,OU=ops:rw,read"], [("x509", "CN=kafka,OU=ops", "rw"), ("world", "anyone", "r")]),
        (["sasl:kafka:cdrwa", "sasl:kafka:cdrwa"], [("sasl", "kafka", "cdrwa")]),
    ],
)
def test_entries(texts: list[str], expected: list[tuple[str, str, str]]) -> None:
    found = parse_acl(texts)
    assert [(each.scheme, each.identity, each.permissions) for each in found] == expected
    assert parse_acl([acl_text(found, shows_secrets=True)]) == found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("world:anyone", "is no ACL entry"),
        ("world:anyone:rx", "is no ACL entry"),
        ("digest:alice:cdrwa", "has no hash"),
        ("digest:alice:••••:cdrwa", "mask"),
        ("anyone", "is no ACL entry"),
    ],
)
def test_what_is_no_entry_is_said(text: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        parse_acl([text])


def test_no_hash_is_in_an_error() -> None:
    with pytest.raises(UsageError) as caught:
        parse_acl(["digest:alice:c2VjcmV0:q"])
    assert "c2VjcmV0" not in str(caught.value)
