"""ACLs and SCRAM users are read from ZooKeeper whole, or not at all."""

from __future__ import annotations

from typing import Any

from kazoo.exceptions import NoAuthError, NoNodeError

from kafkatui.model.acl import Acl
from kafkatui.model.quota import Quota, QuotaEntity
from kafkatui.model.scram import ScramCredential
from kafkatui.zookeeper.registered_security import read_registered_security
from tests.unit.zookeeper.test_writing import Server, connected, raw_stat

READ = b'{"version":1,"acls":[{"principal":"User:a","permissionType":"Allow","operation":"Read","host":"*"}]}'
DENY = b'{"version":1,"acls":[{"principal":"User:b","permissionType":"Deny","operation":"All","host":"10.0.0.1"}]}'
NO_USERS = (NoNodeError(),)
NO_QUOTAS = (NoNodeError(), NoNodeError())


def stored(data: bytes) -> tuple[bytes, Any]:
    return data, raw_stat(1)


def test_entries_of_literal_and_of_prefixed_names_are_read_with_the_users() -> None:
    user = b'{"version":1,"config":{"SCRAM-SHA-256":"salt=x,stored_key=y,server_key=z,iterations=4096"}}'
    quota = b'{"version":1,"config":{"producer_byte_rate":"1024"}}'
    server = Server(
        ["TransactionalId"], ["tx"], ["Topic"], ["pre"], ["TransactionalId"], stored(READ), stored(DENY),
        ["alice"], stored(user), ["alice"], stored(quota), NoNodeError(), NoNodeError(),
    )  # fmt: skip
    found = read_registered_security(connected(server))
    assert sorted(found.acls or ()) == [
        Acl("User:a", "TRANSACTIONAL_ID", "tx", "LITERAL", "READ", "ALLOW"),
        Acl("User:b", "TOPIC", "pre", "PREFIXED", "ALL", "DENY", "10.0.0.1"),
    ]
    assert (found.users, found.broken) == (frozenset({ScramCredential("alice", "SCRAM-SHA-256", 4096)}), ())
    assert found.quotas == frozenset({Quota(QuotaEntity(user="alice"), "producer_byte_rate", 1024.0)})
    paths = [arguments[0] for name, arguments in server.sent if name == "get_async"]
    assert paths == [
        "/kafka-acl/TransactionalId/tx",
        "/kafka-acl-extended/prefixed/Topic/pre",
        *["/config/users/alice"] * 2,
    ]


def test_where_no_authorizer_keeps_its_entries_there_are_none_to_compare() -> None:
    server = Server(NoNodeError(), NoNodeError(), NoNodeError(), *NO_USERS, *NO_QUOTAS)
    found = read_registered_security(connected(server))
    assert (found.acls, found.users) == (None, frozenset())


def test_what_may_not_be_read_is_not_known_and_not_empty() -> None:
    server = Server(
        ["Topic"], ["a", "b"], NoNodeError(), ["Topic"], stored(READ), NoAuthError(), NoAuthError(), NoAuthError()
    )
    found = read_registered_security(connected(server))
    assert (found.acls, found.users, found.quotas) == (None, None, None)


def test_entries_that_cannot_be_understood_are_told() -> None:
    odd = (b"", b"{}", b'{"acls":1}', b'{"acls":[{"principal":"User:a"}]}', b'{"acls":[1]}')
    for data in odd:
        server = Server(["Topic"], ["a"], NoNodeError(), ["Topic"], stored(data), *NO_USERS, *NO_QUOTAS)
        found = read_registered_security(connected(server))
        assert (found.acls, found.broken) == (frozenset(), ("/kafka-acl/Topic/a",)), data
