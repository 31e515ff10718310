"""Requests on kafka-python's manager, whose failures come in one way only."""

from __future__ import annotations

from typing import Any


def send_to(manager: Any, message: Any, broker_id: int) -> Any:
    """The answer to come. What kafka-python raises at once, as for a broker that it has not heard of, comes with it."""
    import kafka  # noqa: F401 - all of it before a part: see test_imports_of_kafka_python
    from kafka.future import Future

    try:
        return manager.send(message, node_id=broker_id)
    except Exception as error:  # it raises many kinds
        return Future().failure(error)
