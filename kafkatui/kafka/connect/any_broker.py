"""Requests of kafka-python that any broker can answer, also while one of them is dead and nobody has noticed yet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import kafka  # noqa: F401 - all of it before a part: see test_imports_of_kafka_python
from kafka.errors import KafkaConnectionError, NodeNotReadyError

T = TypeVar("T")

TRIES = 4


def ask_any_broker(client: Any, ask: Callable[[], T]) -> T:
    """`ask` until a broker answers; each that could not be reached is left alone by kafka-python for a while.

    Not after a time-out: together they would take too long.
    """
    for _ in range(TRIES - 1):
        try:
            return ask()
        except (KafkaConnectionError, NodeNotReadyError):
            continue
    return ask()
