"""Waits until a cluster is really up.

A broker may answer before it has registered, or have registered before it takes connections: both are waited for.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from typing import Any

from kafkatui.model.errors import SandboxError

_POLL_SECONDS = 0.05

_AT_FIRST_CONTACT = -1
"""Who answers before librdkafka knows which broker is at that address."""

QUIET_CLIENT: dict[str, Any] = {
    "log_level": 0,
    "error_cb": lambda error: None,  # without one, librdkafka prints errors to the terminal
    "reconnect.backoff.ms": 20,
    "reconnect.backoff.max.ms": 100,
    "broker.address.family": "v4",
}


def wait_until(condition: Callable[[], bool], timeout_seconds: float, what: str) -> None:
    """Polls `condition` until it holds; SandboxError naming `what` when it does not in time."""
    deadline = time.monotonic() + timeout_seconds
    while not condition():
        if time.monotonic() > deadline:
            raise SandboxError(f"Waited {timeout_seconds:.0f} s in vain for {what}.")
        time.sleep(_POLL_SECONDS)


def wait_for_brokers(bootstrap_servers: str, brokers: int, timeout_seconds: float, check: Callable[[], None]) -> None:
    """Waits until the metadata name `brokers` brokers, each of them takes connections and knows of all the others.

    A controller that does not yet knows of no broker that could hold a replica, and refuses to create topics.

    Args:
        check: called between attempts; raises when waiting has become pointless.
    """
    from confluent_kafka import KafkaException
    from confluent_kafka.admin import AdminClient

    client = AdminClient({"bootstrap.servers": bootstrap_servers, **QUIET_CLIENT})

    def are_complete() -> bool:
        check()
        try:
            found = client.list_topics(timeout=1.0).brokers.values()
        except KafkaException:
            return False  # not up yet
        reached = len(found) == brokers and all(
            _takes_connections(str(node.host), int(node.port or 0)) for node in found
        )
        knowing.update(node.id for node in found if reached and node.id not in knowing and _knows(node, brokers))
        return reached and knowing.issuperset(node.id for node in found)

    knowing: set[int] = set()
    wait_until(are_complete, timeout_seconds, f"{brokers} brokers at {bootstrap_servers}")


def _knows(node: Any, brokers: int) -> bool:
    """Whether this very broker answers with so many."""
    from confluent_kafka import KafkaException
    from confluent_kafka.admin import AdminClient

    try:
        answer = AdminClient({"bootstrap.servers": f"{node.host}:{node.port}", **QUIET_CLIENT}).list_topics(timeout=1.0)
    except KafkaException:
        return False
    return len(answer.brokers) == brokers and answer.orig_broker_id in (_AT_FIRST_CONTACT, node.id)


def _takes_connections(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), 1.0).close()
    except OSError:
        return False
    return True
