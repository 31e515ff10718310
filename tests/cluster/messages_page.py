"""What tests of the Messages tab share."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from confluent_kafka import KafkaError, Message
from confluent_kafka.admin import AdminClient, NewTopic  # type: ignore[attr-defined]

from kafkatui.sandbox.cluster import Sandbox
from kafkatui.tui.pages.topic.produce_panel import ProducePanel
from tests.cluster.app_driver import AppDriver, foot_of
from tests.drive.producer import Producer

PARTITIONS = 3


def _note_failure(failed: list[tuple[str, KafkaError]], value: str, error: KafkaError | None, _: Message) -> None:
    if error is not None:
        failed.append((value, error))


def write(cluster: Sandbox, topic: str, values: list[str], **record: Any) -> None:
    """Produces `values` with a client of the test's own and waits until they are there.

    A partition that has just come is one that brokers learn of one after another: the client may ask one that has not.
    """
    left, deadline = values, time.monotonic() + 20
    while left:
        producer = Producer({"bootstrap.servers": cluster.bootstrap_servers, "log_level": 0})
        failed: list[tuple[str, KafkaError]] = []
        for value in left:
            producer.produce(topic, value.encode(), on_delivery=partial(_note_failure, failed, value), **record)
        assert producer.flush(20) == 0
        others = [error for _, error in failed if error.code() != KafkaError._UNKNOWN_PARTITION]
        assert not others, others
        assert not failed or time.monotonic() < deadline, failed
        left = [value for value, _ in failed]


def values(app: AppDriver) -> list[str]:
    return [row["value"] for row in app.rows]


def reports(app: AppDriver) -> str:
    """What the produce panel says was delivered or not."""
    panel = app.find(ProducePanel)
    return "\n".join(str(panel.query_one(part).render()) for part in ("#problem", "#reports"))


def sent(app: AppDriver) -> str:
    return foot_of(app.find(ProducePanel))


async def at_the_end(app: AppDriver) -> None:
    await app.wait_for(lambda: app.foot.startswith("following"))


@contextmanager
def page_topic(admin: AdminClient) -> Iterator[str]:
    """An empty topic of the test's own."""
    name = f"pagetests-{uuid.uuid4().hex[:8]}"
    admin.create_topics([NewTopic(name, PARTITIONS, 3)])[name].result(30)
    yield name
    if name in admin.list_topics(timeout=10).topics:
        admin.delete_topics([name])[name].result(30)
