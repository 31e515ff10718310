"""Making and deleting ACLs, with an outcome for each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from kafkatui.kafka.connect.any_broker import tell_any
from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.connect.futures import batches
from kafkatui.kafka.read.acls import OPERATION_CODES, PATTERN_TYPE_CODES, PERMISSION_CODES, RESOURCE_TYPE_CODES
from kafkatui.kafka.write.outcomes import outcome_of_code, outcome_of_exception
from kafkatui.model.acl import Acl
from kafkatui.model.errors import KafkatuiError
from kafkatui.model.outcome import OutcomeState, TargetOutcome

ACLS_A_REQUEST = 200


def create_acls(connection: KafkaConnection, acls: Sequence[Acl]) -> tuple[TargetOutcome, ...]:
    """Adds entries; one that is there already stays as it is.

    Returns:
        An outcome for each, in this order, called as `Acl.text`.
    """
    import kafka  # noqa: F401 - all of it before a part: see test_imports_of_kafka_python
    from kafka.protocol.admin import CreateAclsRequest

    def message(some: Sequence[Acl]) -> Any:
        creations = [
            CreateAclsRequest.AclCreation(
                resource_type=_code(RESOURCE_TYPE_CODES, acl.resource_type),
                resource_name=acl.resource,
                resource_pattern_type=_code(PATTERN_TYPE_CODES, acl.pattern_type),
                principal=acl.principal,
                host=acl.host,
                operation=_code(OPERATION_CODES, acl.operation),
                permission_type=_code(PERMISSION_CODES, acl.permission),
            )
            for acl in some
        ]
        return CreateAclsRequest(creations=creations, min_version=_lowest_version(some))

    def outcome(acl: Acl, result: Any) -> TargetOutcome:
        return outcome_of_code(acl.text, result.error_code, result.error_message)

    return _change(connection, "make the ACLs", acls, message, lambda answer: answer.results, outcome)


def delete_acls(connection: KafkaConnection, acls: Sequence[Acl]) -> tuple[TargetOutcome, ...]:
    """Removes exactly these entries; one that is not there any more is a conflict.

    Returns: as `create_acls`.
    """
    import kafka  # noqa: F401 - all of it before a part: see test_imports_of_kafka_python
    from kafka.protocol.admin import DeleteAclsRequest

    def message(some: Sequence[Acl]) -> Any:
        filters = [
            DeleteAclsRequest.DeleteAclsFilter(
                resource_type_filter=_code(RESOURCE_TYPE_CODES, acl.resource_type),
                resource_name_filter=acl.resource,
                pattern_type_filter=_code(PATTERN_TYPE_CODES, acl.pattern_type),
                principal_filter=acl.principal,
                host_filter=acl.host,
                operation=_code(OPERATION_CODES, acl.operation),
                permission_type=_code(PERMISSION_CODES, acl.permission),
            )
            for acl in some
        ]
        return DeleteAclsRequest(filters=filters, min_version=_lowest_version(some))

    def outcome(acl: Acl, result: Any) -> TargetOutcome:
        for each in (result, *result.matching_acls):
            if each.error_code:
                return outcome_of_code(acl.text, each.error_code, each.error_message)
        if not result.matching_acls:
            return TargetOutcome(acl.text, OutcomeState.CONFLICT, "it is gone already")
        return TargetOutcome(acl.text, OutcomeState.DONE)

    return _change(connection, "delete the ACLs", acls, message, lambda answer: answer.filter_results, outcome)


def _change(
    connection: KafkaConnection,
    doing: str,
    acls: Sequence[Acl],
    message: Callable[[Sequence[Acl]], Any],
    results: Callable[[Any], Iterable[Any]],
    outcome: Callable[[Acl, Any], TargetOutcome],
) -> tuple[TargetOutcome, ...]:
    outcomes: list[TargetOutcome] = []
    for some in batches(acls, ACLS_A_REQUEST):
        try:
            answer = tell_any(connection, doing, message(some))
        except KafkatuiError as error:
            outcomes += [outcome_of_exception(acl.text, error.__cause__ or error) for acl in some]
        else:
            outcomes += [outcome(acl, result) for acl, result in zip(some, results(answer), strict=True)]
    return tuple(outcomes)


def _lowest_version(acls: Iterable[Acl]) -> int:
    """ACLs on users came with version 3 (KIP-373): a broker that does not know them must not be sent them."""
    return 3 if any(acl.resource_type == "USER" for acl in acls) else 1


def _code(codes: Any, name: str) -> int:
    """The number of a word; what a newer broker knows is its number already."""
    return int(codes[name]) if name in codes else int(name)
