"""Setting and removing client quotas (AlterClientQuotas, KIP-546)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kafkatui.kafka.connect.any_broker import tell_any
from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.write.outcomes import UNANSWERED, outcome_of_code, outcome_of_exception
from kafkatui.model.errors import KafkatuiError
from kafkatui.model.outcome import OutcomeState, TargetOutcome
from kafkatui.model.quota import Quota, QuotaEntity

Wanted = Mapping[tuple[QuotaEntity, str], float | None]
"""Values by whom and what; None removes it."""


def alter_quotas(connection: KafkaConnection, wanted: Wanted) -> tuple[TargetOutcome, ...]:
    """Sets and removes quotas; those of one entity together or not at all.

    Returns:
        An outcome for each, in this order, called as `Quota.text`.
    """
    import kafka  # noqa: F401 - all of it before a part: see test_imports_of_kafka_python
    from kafka.protocol.admin import AlterClientQuotasRequest

    entry = AlterClientQuotasRequest.EntryData
    by_entity: dict[QuotaEntity, list[tuple[str, float | None]]] = {}
    for (entity, name), value in wanted.items():
        by_entity.setdefault(entity, []).append((name, value))
    entries = [
        entry(
            entity=[entry.EntityData(entity_type=kind, entity_name=name) for kind, name in entity.parts],
            ops=[entry.OpData(key=name, value=value or 0.0, remove=value is None) for name, value in values],
        )
        for entity, values in by_entity.items()
    ]
    targets = _targets(wanted)
    try:
        answer = tell_any(
            connection, "change the quotas", AlterClientQuotasRequest(entries=entries, validate_only=False)
        )
    except KafkatuiError as error:
        return tuple(outcome_of_exception(text, error.__cause__ or error) for _, text in targets)
    told = {
        tuple(sorted((part.entity_type, part.entity_name or "") for part in each.entity)): each
        for each in answer.entries
    }
    outcomes = []
    for entity, text in targets:
        each = told.get(tuple(sorted((kind, name or "") for kind, name in entity.parts)))
        if each is None:
            outcomes.append(TargetOutcome(text, OutcomeState.UNKNOWN, UNANSWERED))
        else:
            outcomes.append(outcome_of_code(text, each.error_code, each.error_message))
    return tuple(outcomes)


def _targets(wanted: Wanted) -> Sequence[tuple[QuotaEntity, str]]:
    return [(entity, Quota(entity, name, 0.0).text) for entity, name in wanted]
