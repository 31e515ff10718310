"""The access control lists (DescribeAcls, KIP-140)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from confluent_kafka import KafkaError

from kafkatui.kafka.connect.any_broker import ask_any, refusal
from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.model.acl import Acl
from kafkatui.model.errors import NotSupported

RESOURCE_TYPE_CODES: Mapping[str, int] = {
    "TOPIC": 2, "GROUP": 3, "CLUSTER": 4, "TRANSACTIONAL_ID": 5, "DELEGATION_TOKEN": 6, "USER": 7,
}  # fmt: skip
OPERATION_CODES: Mapping[str, int] = {
    "ALL": 2, "READ": 3, "WRITE": 4, "CREATE": 5, "DELETE": 6, "ALTER": 7, "DESCRIBE": 8, "CLUSTER_ACTION": 9,
    "DESCRIBE_CONFIGS": 10, "ALTER_CONFIGS": 11, "IDEMPOTENT_WRITE": 12, "CREATE_TOKENS": 13, "DESCRIBE_TOKENS": 14,
    "TWO_PHASE_COMMIT": 15,
}  # fmt: skip
PERMISSION_CODES: Mapping[str, int] = {"DENY": 2, "ALLOW": 3}
PATTERN_TYPE_CODES: Mapping[str, int] = {"LITERAL": 3, "PREFIXED": 4}
"""Kafka's numbers (AclOperation, AclPermissionType, ResourceType, PatternType)."""

_ANY = 1
_DOING = "list the ACLs"

_NO_AUTHORIZER = "No authorizer is configured: there are no ACLs, and everybody may do everything."
_HOW_TO_HAVE_ONE = "Brokers have one with authorizer.class.name."


def read_acls(connection: KafkaConnection) -> tuple[Acl, ...]:
    """Every ACL of the cluster, by resource and principal.

    Raises:
        NotSupported: the brokers have no authorizer.
        NotAuthorized: no DESCRIBE right on the cluster.
        KafkatuiError: no broker told.
    """
    import kafka  # noqa: F401 - all of it before a part: see test_imports_of_kafka_python
    from kafka.protocol.admin import DescribeAclsRequest

    message = DescribeAclsRequest(
        resource_type_filter=_ANY, resource_name_filter=None, pattern_type_filter=_ANY, principal_filter=None,
        host_filter=None, operation=_ANY, permission_type=_ANY,
    )  # fmt: skip
    answer = ask_any(connection, _DOING, message)
    if answer.error_code:
        raise no_authorizer(answer.error_code) or refusal(connection, answer, _DOING)
    found = (_acl(resource, entry) for resource in answer.resources for entry in resource.acls)
    return tuple(sorted(found, key=lambda acl: (acl.about, acl)))


def no_authorizer(code: int) -> NotSupported | None:
    """What to raise when a broker says that it has no authorizer; None when it says something else."""
    return NotSupported(_NO_AUTHORIZER, _HOW_TO_HAVE_ONE) if code == KafkaError.SECURITY_DISABLED else None


def _acl(resource: Any, entry: Any) -> Acl:
    return Acl(
        entry.principal,
        _name(RESOURCE_TYPE_CODES, resource.resource_type),
        resource.resource_name,
        _name(PATTERN_TYPE_CODES, resource.pattern_type),
        _name(OPERATION_CODES, entry.operation),
        _name(PERMISSION_CODES, entry.permission_type),
        entry.host,
    )


def _name(codes: Mapping[str, int], code: int) -> str:
    """The word of a number; what a newer broker knows is the number."""
    return next((name for name, each in codes.items() if each == code), str(code))
