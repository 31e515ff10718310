"""Several topics and regular expressions in one tail: what is made, grown and deleted while they are followed."""

from __future__ import annotations

import json
import subprocess
import sys
import uuid
from collections.abc import Iterator

import pytest
from confluent_kafka.admin import AdminClient, NewPartitions, NewTopic  # type: ignore[attr-defined]

from kafkatui.model.place import PlaceKind
from kafkatui.sandbox.cluster import Sandbox
from tests.cluster.app_driver import AppDriver, app_at, profile_of
from tests.cluster.messages_page import at_the_end, write

pytestmark = pytest.mark.cluster


class Named:
    """Topics of a test's own, whose names begin in one way."""

    def __init__(self, admin: AdminClient) -> None:
        self._admin = admin
        self.prefix = f"several-{uuid.uuid4().hex[:8]}-"
        self.expression = f"^{self.prefix}aRegex.*[Tt]opic"

    def make(self, name: str) -> str:
        """A topic of one partition, as it is called in full."""
        full = self.prefix + name
        self._admin.create_topics([NewTopic(full, 1, 1)])[full].result(30)
        return full

    def grow(self, full: str) -> None:
        """Give it a second partition."""
        self._admin.create_partitions([NewPartitions(full, 2)])[full].result(30)

    def delete(self, full: str) -> None:
        """Delete it."""
        self._admin.delete_topics([full])[full].result(30)

    def delete_all(self) -> None:
        """Delete what is left."""
        for full in self._admin.list_topics(timeout=10).topics:
            if full.startswith(self.prefix):
                self.delete(full)


@pytest.fixture
def named(cluster: Sandbox) -> Iterator[Named]:
    topics = Named(AdminClient({"bootstrap.servers": cluster.bootstrap_servers, "log_level": 0}))
    yield topics
    topics.delete_all()


def seen(app: AppDriver, named: Named) -> set[tuple[str, str]]:
    """(topic, value) of all rows."""
    return {(row["topic"].removeprefix(named.prefix), row["value"]) for row in app.rows}


async def test_topics_join_grow_and_go_while_they_are_followed(cluster: Sandbox, named: Named) -> None:
    plain, first = named.make("plain"), named.make("aRegexTopic")
    write(cluster, plain, ["p0"])
    write(cluster, first, ["a0"])
    async with app_at(profile_of(cluster)) as app:
        await app.wait_for(lambda: app.row("name", first))
        await app.press("colon", *f"messages {plain},/{named.expression}/", "enter")
        await app.wait_for(lambda: app.place.kind is PlaceKind.MESSAGES)
        await app.wait_for(lambda: seen(app, named) == {("plain", "p0"), ("aRegexTopic", "a0")})
        await at_the_end(app)
        named.make("none-of-them")
        second = named.make("aRegex-other-topic")
        write(cluster, second, ["b0", "b1"])
        await app.wait_for(lambda: seen(app, named) >= {("aRegex-other-topic", "b0"), ("aRegex-other-topic", "b1")})
        assert "3 topics" in app.screen_text
        named.grow(second)
        write(cluster, second, ["in a new partition"], partition=1)
        await app.wait_for(lambda: ("aRegex-other-topic", "in a new partition") in seen(app, named))
        named.delete(first)
        await app.wait_for(lambda: ("aRegexTopic", "── the topic was deleted ──") in seen(app, named))
        await at_the_end(app)
        write(cluster, plain, ["p1"])
        await app.wait_for(lambda: ("plain", "p1") in seen(app, named))
        assert "6 read" in app.foot
        await app.press("F", *"p0 or b1 or new", "enter")
        wanted = {("plain", "p0"), ("aRegex-other-topic", "b1"), ("aRegex-other-topic", "in a new partition")}
        await app.wait_for(lambda: "complete" in app.screen_text and seen(app, named) == wanted)


def test_the_verb_takes_up_topics_that_are_made_while_it_follows(cluster: Sandbox, named: Named) -> None:
    plain = named.make("plain")
    write(cluster, plain, ["p0"])
    verb = [sys.executable, "-m", "kafkatui", "-b", cluster.bootstrap_servers, "tail", plain]
    options = ["--include", f"{named.prefix}aRegex.*[Tt]opic", "--from", "beginning", "-o", "json", "-n", "3"]
    with subprocess.Popen([*verb, *options], stdout=subprocess.PIPE) as tail:
        assert tail.stdout is not None
        try:
            lines = [tail.stdout.readline()]
            write(cluster, named.make("aRegexTopic-not"), ["its name goes on"])
            write(cluster, named.make("aRegexTopic"), ["a0", "a1"])
            lines += [tail.stdout.readline(), tail.stdout.readline()]
            assert tail.wait(20) == 0
        finally:
            tail.kill()
    found = [json.loads(line) for line in lines]
    assert [each["value"] for each in found] == ["p0", "a0", "a1"]
