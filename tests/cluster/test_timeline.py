"""What changes is on the screen within a second of the znode's own time, told once and whole."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import pytest
from confluent_kafka.admin import (  # type: ignore[attr-defined]
    AdminClient,
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    NewPartitions,
    NewTopic,
    ResourceType,
)

from kafkatui.model.event import Event
from kafkatui.model.place import PlaceKind
from kafkatui.sandbox.cluster import Sandbox
from kafkatui.sandbox.readiness import QUIET_CLIENT
from tests.cluster.screen import Screen, profile_of, screen_at

pytestmark = pytest.mark.cluster

TOPIC = "timeline-of-a-topic"
MOST_SECONDS = 1.0


def _done(futures: dict[Any, Future[Any]]) -> None:
    for future in futures.values():
        future.result(10)


def _retention(admin: AdminClient, value: str) -> None:
    entry = ConfigEntry("retention.ms", value, incremental_operation=AlterConfigOpType.SET)
    resource = ConfigResource(ResourceType.TOPIC, TOPIC, incremental_configs=[entry])
    _done(admin.incremental_alter_configs([resource]))


async def seen(screen: Screen, text: str) -> tuple[Event, float]:
    """The event of the topic with that text, once it is on the screen; and when it was."""
    await screen.until(lambda: text[:20] in screen.line_with(f" {TOPIC} "))  # the newest is the first
    shown_at = time.time()
    return next(event for event in screen.session.events.all() if text in event.text), shown_at


async def test_a_change_is_on_the_screen_within_a_second_of_the_znodes_own_time(cluster: Sandbox) -> None:
    admin = AdminClient({"bootstrap.servers": cluster.bootstrap_servers, **QUIET_CLIENT})
    changes: list[tuple[Callable[[], None], str]] = [
        (lambda: _done(admin.create_topics([NewTopic(TOPIC, 2, 2)])), "created, 2 partitions, RF 2"),
        (lambda: _retention(admin, "1000000"), "retention.ms: set to 1000000, it was the default"),
        (lambda: _retention(admin, "2000000"), "retention.ms: 1000000 → 2000000"),
    ]
    async with screen_at(profile_of(cluster), PlaceKind.CLUSTER, tab="events") as screen:
        await screen.until(lambda: screen.session.event_sources.is_watching)
        for change, text in changes:
            change()
            event, shown_at = await seen(screen, text)
            assert event.changed_at_seconds is not None, event
            assert shown_at - event.changed_at_seconds < MOST_SECONDS, text
        _done(admin.create_partitions([NewPartitions(TOPIC, 3)]))
        await seen(screen, "partitions 2 → 3")
        _done(admin.delete_topics([TOPIC]))
        await seen(screen, "deleted")
        told = [event.text for event in screen.session.events.all() if event.subject.startswith(TOPIC)]
        assert told == [text for _, text in changes] + ["partitions 2 → 3", "deleted"], "each is told once"
