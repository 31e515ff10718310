"""ACLs, quotas and SCRAM users as Kafka keeps them in ZooKeeper, read as a whole for comparing.

Formats as in kafka.zk.ZkData (Kafka 2.3-3.9): an entry's resource is its path, its permissions are in its data.
"""

from __future__ import annotations

from collections.abc import Iterator

from kafkatui.codec.json_text import json_object
from kafkatui.model.acl import Acl, enum_name
from kafkatui.model.errors import NotAuthorized, NotFound, RequestFailed
from kafkatui.model.zookeeper_security import RegisteredSecurity
from kafkatui.zookeeper.connection import ZooKeeperConnection
from kafkatui.zookeeper.quotas import read_zookeeper_quotas
from kafkatui.zookeeper.scram import read_zookeeper_scram_credentials
from kafkatui.zookeeper.tree import child_names, child_path, read_children, read_data

FOLDERS = (("/kafka-acl", "LITERAL"), ("/kafka-acl-extended/prefixed", "PREFIXED"))
"""Where the entries of each kind of name are, by resource type."""

NO_ENTRIES = "It has no list of entries."


def read_registered_security(connection: ZooKeeperConnection) -> RegisteredSecurity:
    """All three; what may not be read is None.

    Raises:
        KafkatuiError: as `errors.translate` names it.
    """
    acls, broken = _acls(connection)
    try:
        users = frozenset(read_zookeeper_scram_credentials(connection))
    except (NotAuthorized, RequestFailed):
        users = None
    try:
        quotas = frozenset(read_zookeeper_quotas(connection))
    except (NotAuthorized, RequestFailed):
        quotas = None
    return RegisteredSecurity(acls, users, quotas, broken)


def _acls(connection: ZooKeeperConnection) -> tuple[frozenset[Acl] | None, tuple[str, ...]]:
    places: dict[str, tuple[str, str, str]] = {}
    try:
        for folder, pattern in FOLDERS:
            for kind in child_names(connection, folder):
                for name in child_names(connection, child_path(folder, kind)):
                    places[child_path(child_path(folder, kind), name)] = (enum_name(kind), name, pattern)
        read_children(connection, FOLDERS[0][0])  # an authorizer that keeps its entries elsewhere has no folder
    except (NotAuthorized, NotFound):
        return None, ()
    read = read_data(connection, list(places))
    if any(path not in read for path in places):
        return None, ()
    found: list[Acl] = []
    broken = []
    for path, place in places.items():
        data = read[path][0]
        if data is None:
            broken.append(path)
            continue
        try:
            found += _entries(data, place)
        except (KeyError, TypeError, AttributeError):
            broken.append(path)
    return frozenset(found), tuple(broken)


def _entries(data: bytes, place: tuple[str, str, str]) -> Iterator[Acl]:
    """The entries of a resource.

    Raises:
        KeyError, TypeError, AttributeError: they are not as Kafka writes them.
    """
    for entry in (json_object(data) or {})["acls"]:
        yield Acl(
            entry["principal"], *place, enum_name(entry["operation"]), entry["permissionType"].upper(), entry["host"]
        )
