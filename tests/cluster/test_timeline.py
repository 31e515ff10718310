"""What changes is on the screen within a second of the znode's own time, told once and whole."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from confluent_kafka import KafkaException
from confluent_kafka.admin import (  # type: ignore[attr-defined]
    AdminClient,
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
from tests.cluster.verbs import run_verb
from tests.drive.signals import hear_signals

pytestmark = pytest.mark.cluster

TOPIC = "timeline-of-a-topic"
MOST_SECONDS = 1.0
"""The quickest of several changes: beside other tests now one and now another waits for a core."""

SLOWEST_SECONDS = 20.0


def _done(futures: dict[Any, Future[Any]]) -> None:
    for future in futures.values():
        future.result(10)


def _retention(admin: AdminClient, value: str) -> None:
    """By the request that Kafka 2.3 knows, too."""
    _done(admin.alter_configs([ConfigResource(ResourceType.TOPIC, TOPIC, set_config={"retention.ms": value})]))


async def seen(screen: Screen, text: str) -> tuple[Event, float]:
    """The event of the topic with that text, once it is on the screen; and when it was."""

    def told() -> list[Event]:
        events = screen.session.events.all()
        return [event for event in events if event.subject.startswith(TOPIC) and text in event.text]

    await screen.until(lambda: bool(told()) and text[:20] in screen.text())
    return told()[0], time.time()


@pytest.fixture(params=["cluster", "kafka_2_3"])
def with_znodes(request: pytest.FixtureRequest) -> Sandbox:
    """A cluster with ZooKeeper 3.8, which has watches of whole subtrees, and one with 3.4, which has not."""
    sandbox: Sandbox = request.getfixturevalue(request.param)
    return sandbox


async def test_a_change_is_on_the_screen_within_a_second_of_the_znodes_own_time(with_znodes: Sandbox) -> None:
    cluster = with_znodes
    replicas = min(2, cluster.bootstrap_servers.count(":"))
    admin = AdminClient({"bootstrap.servers": cluster.bootstrap_servers, **QUIET_CLIENT})
    changes: list[tuple[Callable[[], None], str]] = [
        (lambda: _done(admin.create_topics([NewTopic(TOPIC, 2, replicas)])), f"created, 2 partitions, RF {replicas}"),
        (lambda: _retention(admin, "1000000"), "retention.ms: set to 1000000, it was the default"),
        (lambda: _retention(admin, "2000000"), "retention.ms: 1000000 → 2000000"),
    ]
    async with screen_at(profile_of(cluster), PlaceKind.CLUSTER, tab="events") as screen:
        await screen.until(lambda: screen.session.event_sources.is_watching)
        delays = []
        for change, text in changes:
            change()
            changed_at = time.time()  # where the metadata were read in between, they told of it first, without its time
            event, shown_at = await seen(screen, text)
            assert event.changed_at_seconds is not None or event.source == "kafka", event
            delays.append(shown_at - (event.changed_at_seconds or changed_at))
        assert min(delays) < MOST_SECONDS, delays
        assert max(delays) < SLOWEST_SECONDS, delays
        _done(admin.create_partitions([NewPartitions(TOPIC, 3)]))
        await seen(screen, "partitions 2 → 3")
        _done(admin.delete_topics([TOPIC]))
        await seen(screen, "deleted")
        told = [event.text for event in screen.session.events.all() if event.subject.startswith(TOPIC)]
        assert told == [text for _, text in changes] + ["partitions 2 → 3", "deleted"], "each is told once"


async def test_a_topic_made_anew_in_one_moment_is_no_move_of_the_old_one(
    cluster: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its watches are read together, so that the deletion in between is seen by nobody."""
    admin = AdminClient({"bootstrap.servers": cluster.bootstrap_servers, **QUIET_CLIENT})
    async with screen_at(profile_of(cluster), PlaceKind.CLUSTER, tab="events") as screen:
        await screen.until(lambda: screen.session.event_sources.is_watching)
        _done(admin.create_topics([NewTopic(TOPIC, 1, replica_assignment=[[1]])]))
        await seen(screen, "created, 1 partition, RF 1")
        monkeypatch.setattr("kafkatui.session.registry_watching.TOGETHER_SECONDS", 1.5)
        _done(admin.delete_topics([TOPIC]))
        await screen.until(lambda: _is_made(admin, [[3]]))

        def told() -> list[str]:
            return [each.text for each in screen.session.events.all() if each.subject.startswith(TOPIC)][1:]

        try:
            await screen.until(lambda: any("anew" in each or "created" in each for each in told()))
            _done(admin.create_partitions([NewPartitions(TOPIC, 2)]))  # told after all that came before
            await seen(screen, "partitions 1 → 2")
            anew = ["deleted and made anew, 1 partition, RF 1"]
            assert told()[:-1] in (anew, ["deleted", "created, 1 partition, RF 1"])
        finally:
            _done(admin.delete_topics([TOPIC]))


def _is_made(admin: AdminClient, assignment: list[list[int]]) -> bool:
    """Whether the topic could be made: the one before may be on its way out."""
    try:
        _done(admin.create_topics([NewTopic(TOPIC, 1, replica_assignment=assignment)]))
    except KafkaException:
        return False
    return True


async def test_without_zookeeper_changes_are_told_with_their_delay(kafka_4_3: Sandbox) -> None:
    admin = AdminClient({"bootstrap.servers": kafka_4_3.bootstrap_servers, **QUIET_CLIENT})
    async with screen_at(profile_of(kafka_4_3), PlaceKind.CLUSTER, tab="events") as screen:
        await screen.until_shown("0 events")
        await screen.until(lambda: screen.session.metadata.has_value)
        _done(admin.create_topics([NewTopic(TOPIC, 1, 1)]))
        created, _ = await seen(screen, "created, 1 partition, RF 1")
        assert created.changed_at_seconds is None
        assert created.within_seconds is not None
        await screen.until_shown("no ZooKeeper: metadata ≤ 2s", "≤ ")
        _done(admin.delete_topics([TOPIC]))
        await seen(screen, "deleted")


def following(sandbox: Sandbox, *options: str) -> subprocess.Popen[str]:
    """`kafkatui events --follow`, once it says that it follows."""
    address = ("-b", sandbox.bootstrap_servers, "-z", sandbox.zookeeper_connect or "none")
    command = [sys.executable, "-m", "kafkatui", "events", "--follow", *address, *options]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=hear_signals
    )
    assert process.stderr is not None
    assert "znodes are watched" in process.stderr.readline()
    return process


def test_the_verb_follows_keeps_and_ends_cleanly(cluster: Sandbox, tmp_path: Path) -> None:
    admin = AdminClient({"bootstrap.servers": cluster.bootstrap_servers, **QUIET_CLIENT})
    kept = tmp_path / "events.jsonl"
    process = following(cluster, "-o", "json", "--topic", TOPIC, "--file", str(kept))
    assert process.stdout is not None
    _done(admin.create_topics([NewTopic(TOPIC, 1, 1)]))
    told = json.loads(process.stdout.readline())
    assert (told["subject"], told["text"], told["kind"]) == (TOPIC, "created, 1 partition, RF 1", "topic")
    process.send_signal(signal.SIGINT)
    assert (process.wait(10), (process.stderr.read() if process.stderr else "").strip()) == (130, "")
    listed = run_verb(cluster, "events", "--file", str(kept), "--topic", TOPIC)
    assert b"created, 1 partition, RF 1" in listed.stdout

    process = following(cluster, "--topic", TOPIC)
    assert process.stdout is not None
    process.stdout.close()
    assert (process.wait(10), (process.stderr.read() if process.stderr else "").strip()) == (141, ""), (
        "it need not wait for an event"
    )
    _done(admin.delete_topics([TOPIC]))
