"""The experiment with two consumers of one group: in the app, by the verb, and beside a client of somebody else's."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from confluent_kafka import Consumer
from textual.widgets import Input

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.read.groups import describe_groups, read_committed
from kafkatui.model.place import PlaceKind
from kafkatui.sandbox.cluster import Sandbox
from kafkatui.tui.dialog.choice_line import ChoiceLine
from kafkatui.tui.screens.action import ActionScreen
from tests.cluster.app_driver import AppDriver, app_at, profile_of
from tests.cluster.messages_page import write
from tests.cluster.sharing import FreshTopic
from tests.cluster.verbs import run_verb
from tests.drive.drawn import is_open
from tests.drive.signals import hear_signals

pytestmark = pytest.mark.cluster

PARTITIONS = 3


@pytest.fixture
def topic(cluster: Sandbox, fresh_topic: FreshTopic) -> str:
    return fresh_topic(cluster, PARTITIONS, 1, name="group-member")


@pytest.fixture
def group(topic: str) -> str:
    """It goes with the topic."""
    return f"{topic}-group"


@contextmanager
def somebody_else(cluster: Sandbox, group: str, topic: str) -> Iterator[None]:
    """Another member of the group, with a client of its own."""
    consumer = Consumer(
        {"bootstrap.servers": cluster.bootstrap_servers, "group.id": group, "client.id": "else", "log_level": 0}
    )
    consumer.subscribe([topic])
    leaving = threading.Event()

    def poll() -> None:
        while not leaving.is_set():
            consumer.poll(0.1)
        consumer.close()

    thread = threading.Thread(target=poll, daemon=True)
    thread.start()
    try:
        yield
    finally:
        leaving.set()
        thread.join(30)


async def join(app: AppDriver, group: str) -> None:
    """Fills in the dialog and joins, committing, from the earliest."""
    await app.press("B")
    await app.wait_for(lambda: is_open(app.app, ActionScreen))
    screen = app.app.screen
    assert isinstance(screen, ActionScreen)
    screen.query(Input).first().value = group
    screen.query(ChoiceLine).last().focus()
    await app.press("right")
    await app.wait_for(lambda: screen._plan is not None and f"Joins {group}" in screen._plan.summary)
    await app.wait_for(lambda: screen._plan is not None and screen._plan.summary.endswith("commits what it reads."))
    await app.press("ctrl+s")


async def test_partitions_are_shared_a_rebalance_is_seen_and_who_leaves_is_out(
    cluster: Sandbox, connection: KafkaConnection, topic: str, group: str
) -> None:
    async with app_at(profile_of(cluster), PlaceKind.TOPIC, topic, "messages") as app:
        await app.wait_for(lambda: app.foot.startswith("following"))
        await join(app, group)
        await app.wait_for_text(f"◆ member of {group} · 3 of 3 partitions · commits", "── joined: reads")
        await app.wait_for(lambda: app.foot.startswith("following"))
        write(cluster, topic, ["one", "two"], partition=1)
        await app.wait_for(lambda: {"one", "two"} <= {row["value"] for row in app.rows})
        await app.wait_for(lambda: read_committed(connection, [group])[group].committed.get((topic, 1)) == 2)
        with somebody_else(cluster, group, topic):
            await app.wait_for(lambda: "1 of 3 partitions" in app.screen_text or "2 of 3 partitions" in app.screen_text)
            await app.wait_for_text("── rebalance: gives back", "── rebalance: reads")
            clients = {member.client_id for member in describe_groups(connection, [group])[0].members}
            assert clients == {"kafkatui", "else"}
        await app.wait_for_text("3 of 3 partitions")
        await app.press("3")
        await app.wait_for(lambda: app.place.kind is PlaceKind.TOPICS)
        await app.wait_for(lambda: describe_groups(connection, [group])[0].state == "Empty")


def test_the_verb_commits_exactly_what_it_wrote_and_leaves_at_ctrl_c(
    cluster: Sandbox, connection: KafkaConnection, topic: str, group: str
) -> None:
    def committed() -> dict[int, int]:
        found = read_committed(connection, [group])[group].committed
        return {partition: offset for (_, partition), offset in found.items()}

    write(cluster, topic, [f"v{number}" for number in range(5)], partition=0)
    asked = ["tail", topic, "--group", group, "--auto-offset-reset", "earliest", "--commit", "-o", "json"]
    first = run_verb(cluster, *asked, "--yes", "-n", "3")
    assert (first.returncode, first.stderr.count(b"joined: reads")) == (0, 1), first.stderr
    assert [json.loads(line)["value"] for line in first.stdout.splitlines()] == ["v0", "v1", "v2"]
    assert committed()[0] == 3
    assert describe_groups(connection, [group])[0].state == "Empty"
    command = [sys.executable, "-m", "kafkatui", "-b", cluster.bootstrap_servers, *asked, "--yes"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, preexec_fn=hear_signals) as again:
        assert again.stdout is not None
        lines = [again.stdout.readline(), again.stdout.readline()]
        again.send_signal(signal.SIGINT)
        assert again.wait(20) == 130
    assert [json.loads(line)["value"] for line in lines] == ["v3", "v4"]
    assert committed()[0] == 5
    assert describe_groups(connection, [group])[0].state == "Empty", "it told the group that it leaves"


def test_nobody_joins_unasked_or_read_only(
    cluster: Sandbox, connection: KafkaConnection, topic: str, group: str
) -> None:
    refused = run_verb(cluster, "tail", topic, "--group", group, "--read-only", "--yes")
    assert refused.returncode == 1
    assert b"read-only" in refused.stderr
    dry = run_verb(cluster, "tail", topic, "--group", group, "--dry-run")
    assert dry.returncode == 0, dry.stderr
    assert b"Nobody is in" in dry.stdout
    assert describe_groups(connection, [group])[0].state == "Dead"
