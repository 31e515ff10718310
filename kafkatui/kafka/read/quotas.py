"""Client quotas (DescribeClientQuotas, KIP-546)."""

from __future__ import annotations

from typing import Any

from kafkatui.kafka.connect.any_broker import ask_any, refusal
from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.model.errors import NotSupported
from kafkatui.model.quota import DEFAULT, Quota, QuotaEntity

_DOING = "list the quotas"

NEEDS = "Needs Kafka 2.6; older clusters tell of quotas through ZooKeeper alone."


def read_quotas(connection: KafkaConnection) -> tuple[Quota, ...]:
    """Every quota that is set, by whom it holds for.

    Raises:
        NotSupported: brokers below Kafka 2.6.
        NotAuthorized: no DESCRIBE_CONFIGS right on the cluster.
        KafkatuiError: no broker told.
    """
    import kafka  # noqa: F401 - all of it before a part: see test_imports_of_kafka_python
    from kafka.protocol.admin import DescribeClientQuotasRequest

    try:
        answer = ask_any(connection, _DOING, DescribeClientQuotasRequest(components=[], strict=False))
    except NotSupported:
        raise NotSupported(NEEDS) from None
    if answer.error_code:
        raise refusal(connection, answer, _DOING)
    return tuple(
        sorted(
            Quota(_entity(entry.entity), value.key, value.value)
            for entry in answer.entries or ()
            for value in entry.values
        )
    )


def _entity(parts: Any) -> QuotaEntity:
    names = {part.entity_type: DEFAULT if part.entity_name is None else part.entity_name for part in parts}
    return QuotaEntity(names.get("user", ""), names.get("client-id", ""), names.get("ip", ""))
