"""A Producer whose tests need not ask whether each record arrived."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import confluent_kafka
from confluent_kafka import KafkaError, KafkaException, Message

from kafkatui.sandbox.readiness import wait_until

KNOWN_SECONDS = 20.0
DELIVERED_SECONDS = 30.0


class Producer(confluent_kafka.Producer):
    """As librdkafka's, but what could not be delivered fails the test, when it is flushed.

    librdkafka's `flush` returns 0 also when nothing was delivered. A partition that is written to by its number must
    be in the answer of whichever broker is asked: where a topic was made a moment ago, one of them may not know it yet,
    and the record is then refused at once.
    """

    def __init__(self, settings: dict[str, Any], **rest: Any) -> None:
        super().__init__(settings, **rest)
        self._failed: list[str] = []
        self._known: set[tuple[str, int]] = set()

    def produce(  # type: ignore[override]  # what follows goes by its name alone
        self, topic: str, value: Any = None, key: Any = None, partition: int = -1, **rest: Any
    ) -> None:
        """One record; `on_delivery` replaces the check."""
        if (topic, partition) not in self._known:
            wait_until(lambda: self._is_known(topic, max(partition, 0)), KNOWN_SECONDS, f"{topic} to be known")
            self._known.add((topic, partition))
        super().produce(topic, value, key, partition, **{"on_delivery": self._told, **rest})

    def flush(self, timeout: float = DELIVERED_SECONDS) -> int:
        """How many are still to be delivered; AssertionError for what was not."""
        left = super().flush(timeout)
        failed, self._failed = self._failed, []
        assert not failed, f"not delivered: {failed[:5]} and {max(0, len(failed) - 5)} more"
        return left

    def _is_known(self, topic: str, partition: int) -> bool:
        with suppress(KafkaException):  # a broker that is away is not asked again
            found = self.list_topics(timeout=10).topics.get(topic)
            return found is not None and partition in found.partitions
        return False

    def _told(self, error: KafkaError | None, message: Message) -> None:
        if error is not None:
            self._failed.append(f"{message.topic()}-{message.partition()}: {error}")
