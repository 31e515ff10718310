"""Changing client quotas in ZooKeeper: for Kafka below 2.6."""

from __future__ import annotations

from collections.abc import Mapping

from kafkatui.model.errors import KafkatuiError, OutcomeUnknown
from kafkatui.model.outcome import OutcomeState, TargetOutcome
from kafkatui.model.quota import Quota, QuotaEntity, number_text
from kafkatui.zookeeper.connection import ZooKeeperConnection
from kafkatui.zookeeper.quotas import entity_path
from kafkatui.zookeeper.write.entity_configs import change_config


def alter_zookeeper_quotas(
    connection: ZooKeeperConnection, wanted: Mapping[tuple[QuotaEntity, str], float | None]
) -> tuple[TargetOutcome, ...]:
    """Sets quotas, removes those that are None, and tells the brokers; against the version that is read with each.

    Returns:
        An outcome for each, in this order, called as `Quota.text`.
    """
    outcomes: dict[str, TargetOutcome] = {}
    for entity in dict.fromkeys(entity for entity, _ in wanted):
        own = {name: value for (whose, name), value in wanted.items() if whose == entity}
        try:
            texts = {name: None if value is None else number_text(value) for name, value in own.items()}
            change_config(connection, entity_path(entity), texts, "the changed quotas")
        except OutcomeUnknown as error:
            state, reason = OutcomeState.UNKNOWN, str(error)
        except KafkatuiError as error:
            state, reason = OutcomeState.FAILED, str(error)
        else:
            state, reason = OutcomeState.DONE, ""
        called = [Quota(entity, name, 0.0).text for name in own]
        outcomes.update((text, TargetOutcome(text, state, reason)) for text in called)
    return tuple(outcomes[Quota(entity, name, 0.0).text] for entity, name in wanted)
