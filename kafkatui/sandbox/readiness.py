"""Waits until a cluster is really up: a broker's port answers before the broker has registered."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from kafkatui.model.errors import SandboxError

_POLL_SECONDS = 0.05

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
    """Waits until the metadata name `brokers` brokers.

    Args:
        check: called between attempts; raises when waiting has become pointless.
    """
    from confluent_kafka import KafkaException
    from confluent_kafka.admin import AdminClient

    client = AdminClient({"bootstrap.servers": bootstrap_servers, **QUIET_CLIENT})

    def are_complete() -> bool:
        check()
        try:
            return len(client.list_topics(timeout=1.0).brokers) == brokers
        except KafkaException:
            return False  # not up yet

    wait_until(are_complete, timeout_seconds, f"{brokers} brokers at {bootstrap_servers}")
