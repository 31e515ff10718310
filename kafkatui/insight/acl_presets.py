"""The ACLs that are meant by what was typed, as kafka-acls.sh makes them of its options (AclCommand)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from kafkatui.model.acl import ANY, CLUSTER_NAME, OPERATIONS_OF, PATTERN_TYPES, Acl, enum_name, is_principal
from kafkatui.model.errors import FieldError

_PRINCIPAL_ADVICE = "A principal is TYPE:name, such as User:alice; User:* is everybody."


class AclDraft(Struct, frozen=True):
    """What was typed; each attribute is named as its option and field.

    Attributes:
        operation: none: everything.
        allow_host, deny_host: none: any.
        streams: the application.id of a Kafka Streams application; empty: it is about none.
    """

    allow_principal: Sequence[str] = ()
    deny_principal: Sequence[str] = ()
    allow_host: Sequence[str] = ()
    deny_host: Sequence[str] = ()
    operation: Sequence[str] = ()
    topic: Sequence[str] = ()
    group: Sequence[str] = ()
    transactional_id: Sequence[str] = ()
    delegation_token: Sequence[str] = ()
    user_principal: Sequence[str] = ()
    is_cluster: bool = False
    pattern_type: str = "literal"
    is_producer: bool = False
    is_consumer: bool = False
    is_idempotent: bool = False
    streams: str = ""
    input_topic: Sequence[str] = ()
    output_topic: Sequence[str] = ()


_Resource = tuple[str, str, str]


def drafted_acls(draft: AclDraft) -> tuple[Acl, ...]:
    """What the draft means, each once, by resource.

    Raises:
        FieldError: it cannot be meant; the field is the attribute's, `cluster`, `resource_pattern_type`, `producer`,
            `consumer` and `idempotent` for those that are called otherwise.
    """
    _check_principals(draft)
    pattern = enum_name(draft.pattern_type or "literal")
    if pattern not in PATTERN_TYPES:
        raise FieldError("resource_pattern_type", f"{draft.pattern_type} is neither literal nor prefixed.")
    made: list[Acl] = []
    if draft.streams or draft.input_topic or draft.output_topic:
        _check_streams(draft)
        return _ordered(
            acl for resource, operations in streams_rights(draft) for acl in _entries(draft, resource, operations)
        )
    resources = _resources(draft, pattern)
    if draft.is_producer or draft.is_consumer or draft.is_idempotent:
        _check_presets(draft)
        if draft.is_producer:
            made += _producers(draft, resources)
        if draft.is_consumer:
            made += _consumers(draft, resources)
    else:
        made += _plain(draft, resources)
    return _ordered(made)


def streams_rights(draft: AclDraft) -> list[tuple[_Resource, tuple[str, ...]]]:
    """What a Kafka Streams application needs: to read and to write its topics, and everything on what is its own.

    Its own are the group of its name, and the internal topics and transactional ids that begin with it and a dash.
    """
    own = f"{draft.streams}-"
    return [
        *((("TOPIC", name, "LITERAL"), ("READ", "DESCRIBE")) for name in draft.input_topic),
        *((("TOPIC", name, "LITERAL"), ("WRITE", "DESCRIBE")) for name in draft.output_topic),
        (("TOPIC", own, "PREFIXED"), ("ALL",)),
        (("GROUP", draft.streams, "LITERAL"), ("READ",)),
        (("TRANSACTIONAL_ID", own, "PREFIXED"), ("WRITE", "DESCRIBE")),
    ]


def _ordered(made: Iterable[Acl]) -> tuple[Acl, ...]:
    return tuple(sorted(set(made), key=lambda acl: (acl.about, acl)))


def _check_streams(draft: AclDraft) -> None:
    if not draft.streams:
        field = "input_topic" if draft.input_topic else "output_topic"
        raise FieldError(field, "It is a Streams application's.", "Name its application.id.")
    others = ("deny_principal", "operation", "topic", "group", "transactional_id", "delegation_token", "user_principal")
    flags = (
        ("cluster", draft.is_cluster), ("producer", draft.is_producer), ("consumer", draft.is_consumer),
        ("idempotent", draft.is_idempotent),
    )  # fmt: skip
    said = [name for name in others if getattr(draft, name)] + [name for name, is_set in flags if is_set]
    if said:
        raise FieldError(said[0], "A Streams application is allowed what it needs: nothing else is said of it.")


def _check_principals(draft: AclDraft) -> None:
    if not draft.allow_principal and not draft.deny_principal:
        raise FieldError("allow_principal", "Say who.", _PRINCIPAL_ADVICE)
    fields = (
        ("allow_principal", draft.allow_principal), ("deny_principal", draft.deny_principal),
        ("user_principal", draft.user_principal),
    )  # fmt: skip
    for field, principals in fields:
        for principal in principals:
            if not is_principal(principal):
                raise FieldError(field, f"“{principal}” is no principal.", _PRINCIPAL_ADVICE)
    for field, hosts, principals in (
        ("allow_host", draft.allow_host, draft.allow_principal),
        ("deny_host", draft.deny_host, draft.deny_principal),
    ):
        if hosts and not principals:
            raise FieldError(field, "There is no principal that it is the host of.")


def _check_presets(draft: AclDraft) -> None:
    """What AclCommand refuses of its presets."""
    field = "producer" if draft.is_producer else "consumer" if draft.is_consumer else "idempotent"
    if draft.is_idempotent and not draft.is_producer:
        raise FieldError("idempotent", "It is a producer's.", "Say producer too.")
    if draft.operation or draft.deny_principal:
        what = "operation" if draft.operation else "deny_principal"
        raise FieldError(what, f"A {field} is allowed what a {field} needs: nothing else is said of it.")
    if not draft.topic:
        raise FieldError("topic", f"A {field} needs a topic.")
    if draft.is_consumer and not draft.group:
        raise FieldError("group", "A consumer needs a group; * is any.")
    if draft.is_consumer and not draft.is_producer and draft.transactional_id:
        raise FieldError("transactional_id", "A consumer has none.")
    if draft.is_producer and not draft.is_consumer and draft.group:
        raise FieldError("group", "A producer has none.")
    if draft.is_cluster:
        raise FieldError("cluster", f"A {field} needs no right on the cluster but to write idempotently.")
    if draft.delegation_token or draft.user_principal:
        what = "delegation_token" if draft.delegation_token else "user_principal"
        raise FieldError(what, f"A {field} has none.")


def _resources(draft: AclDraft, pattern: str) -> list[_Resource]:
    named = (
        ("TOPIC", draft.topic), ("GROUP", draft.group), ("TRANSACTIONAL_ID", draft.transactional_id),
        ("DELEGATION_TOKEN", draft.delegation_token), ("USER", draft.user_principal),
    )  # fmt: skip
    found = [(kind, name, pattern) for kind, names in named for name in names]
    if draft.is_cluster:
        found.append(("CLUSTER", CLUSTER_NAME, "LITERAL"))
    if not found:
        raise FieldError("topic", "Say on what: a topic, a group, a transactional id or the cluster.")
    return found


def _plain(draft: AclDraft, resources: Iterable[_Resource]) -> Iterable[Acl]:
    operations = [enum_name(word) for word in draft.operation] or ["ALL"]
    for resource in resources:
        for operation in operations:
            known = OPERATIONS_OF[resource[0]]
            if operation not in known:
                kind = resource[0].lower().replace("_", " ")
                can_be = ", ".join(word.lower() for word in known)
                raise FieldError(
                    "operation", f"“{operation.lower()}” is nothing a {kind} knows.", f"It knows {can_be}."
                )
        yield from _entries(draft, resource, operations)


def _producers(draft: AclDraft, resources: Iterable[_Resource]) -> Iterable[Acl]:
    for resource in resources:
        if resource[0] == "TOPIC":
            yield from _entries(draft, resource, ("WRITE", "DESCRIBE", "CREATE"))
        elif resource[0] == "TRANSACTIONAL_ID":
            yield from _entries(draft, resource, ("WRITE", "DESCRIBE"))
    if draft.is_idempotent:
        yield from _entries(draft, ("CLUSTER", CLUSTER_NAME, "LITERAL"), ("IDEMPOTENT_WRITE",))


def _consumers(draft: AclDraft, resources: Iterable[_Resource]) -> Iterable[Acl]:
    for resource in resources:
        if resource[0] == "TOPIC":
            yield from _entries(draft, resource, ("READ", "DESCRIBE"))
        elif resource[0] == "GROUP":
            yield from _entries(draft, resource, ("READ",))


def _entries(draft: AclDraft, resource: _Resource, operations: Iterable[str]) -> Iterable[Acl]:
    sides = (
        ("ALLOW", draft.allow_principal, draft.allow_host),
        ("DENY", draft.deny_principal, draft.deny_host),
    )
    kind, name, pattern = resource
    return [
        Acl(principal, kind, name, pattern, operation, permission, host)
        for permission, principals, hosts in sides
        for principal in principals
        for host in hosts or (ANY,)
        for operation in operations
    ]
