"""Who can log in with SCRAM (DescribeUserScramCredentials, KIP-554), with librdkafka, which asks the controller."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Any, cast

from confluent_kafka import KafkaException

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.connect.futures import wait
from kafkatui.model.errors import NotSupported
from kafkatui.model.scram import ScramCredential

_DOING = "list the SCRAM users"

NEEDS = "Needs Kafka 2.7; older clusters tell of SCRAM users through ZooKeeper alone."


def read_scram_credentials(connection: KafkaConnection) -> tuple[ScramCredential, ...]:
    """The credentials of every user, by user and mechanism.

    Raises:
        NotSupported: brokers below Kafka 2.7.
        NotAuthorized: no DESCRIBE right on the cluster.
        KafkatuiError: no broker told.
    """
    timeout = connection.timeout_seconds
    connection.await_broker(_DOING, timeout)
    connection.meter.count(_DOING)
    try:
        future = connection.admin().describe_user_scram_credentials(request_timeout=timeout)
        told: Any = wait(cast("Future[Any]", future), timeout)
    except (KafkaException, TimeoutError) as error:
        problem = connection.failure(error, _DOING)
        if isinstance(problem, NotSupported):
            raise NotSupported(NEEDS) from None
        raise problem from None
    return tuple(
        sorted(
            ScramCredential(name, mechanism_text(info.mechanism.name), info.iterations)
            for name, user in told.items()
            for info in user.scram_credential_infos
        )
    )


def mechanism_text(name: str) -> str:
    """`SCRAM_SHA_256` as configurations have it."""
    return name.replace("_", "-")
