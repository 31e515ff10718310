"""What we may do, as the brokers' authorizer says (KIP-430, Kafka 2.3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import kafka  # noqa: F401 - all of it before a part: see test_imports_of_kafka_python
from kafka.protocol.admin import DescribeClusterRequest
from kafka.protocol.metadata import MetadataRequest

from kafkatui.kafka.connect.any_broker import ask_any
from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.read.acls import OPERATION_CODES
from kafkatui.model.errors import NotSupported
from kafkatui.model.rights import Rights

_DOING = "ask what may be done here"
_FIRST_WITH_RIGHTS = 8
_LAST_WITH_CLUSTER = 10
_NAMES = {code: name for name, code in OPERATION_CODES.items()}


def read_rights(connection: KafkaConnection, *, asks_for_topics: bool) -> Rights:
    """Operations that are allowed on the cluster, and on how many topics each.

    Args:
        asks_for_topics: for that the metadata of all of them are read once more.

    Raises:
        KafkatuiError: no broker told.
    """
    cluster = _names(_of_cluster(connection))
    if not asks_for_topics:
        return Rights(cluster)
    message = MetadataRequest(
        topics=None, allow_auto_topic_creation=False, include_topic_authorized_operations=True,
        min_version=_FIRST_WITH_RIGHTS,
    )  # fmt: skip
    topics = [topic for topic in ask_any(connection, _DOING, message).topics if not topic.error_code]
    counts = Counter(name for topic in topics for name in _names(topic.authorized_operations) or ())
    return Rights(cluster, dict(sorted(counts.items())), len(topics))


def _of_cluster(connection: KafkaConnection) -> Iterable[int] | None:
    try:
        answer: Any = ask_any(connection, _DOING, DescribeClusterRequest(include_cluster_authorized_operations=True))
    except NotSupported:  # below Kafka 2.8
        message = MetadataRequest(
            topics=[], allow_auto_topic_creation=False, include_cluster_authorized_operations=True,
            min_version=_FIRST_WITH_RIGHTS, max_version=_LAST_WITH_CLUSTER,
        )  # fmt: skip
        answer = ask_any(connection, _DOING, message)
    operations: Iterable[int] | None = answer.authorized_operations
    return operations


def _names(codes: Iterable[int] | None) -> tuple[str, ...] | None:
    return None if codes is None else tuple(sorted(_NAMES.get(code, str(code)) for code in codes))
