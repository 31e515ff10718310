"""From where, until where, which partitions, which records: `tail` and the Messages page on a real cluster."""

from __future__ import annotations

import json
import time
import uuid

import pytest
from confluent_kafka import Consumer, TopicPartition

from kafkatui.model.place import PlaceKind
from kafkatui.sandbox.cluster import Sandbox
from kafkatui.tui.screens.tail_range import TailRangeScreen
from tests.cluster.app_driver import app_at, profile_of
from tests.cluster.messages_page import at_the_end, values
from tests.cluster.sharing import FreshTopic
from tests.cluster.verbs import run_verb
from tests.drive.drawn import is_open
from tests.drive.producer import Producer

pytestmark = pytest.mark.cluster

COUNTS = (10, 4, 0)
FIRST_MS = round(time.time() - 3_600) * 1_000
"""Lately, or retention would take them."""


@pytest.fixture
def topic(cluster: Sandbox, fresh_topic: FreshTopic) -> str:
    """Ten records in partition 0, four in 1, none in 2; record n of a partition n minutes after its first."""
    name = fresh_topic(cluster, len(COUNTS))
    producer = Producer({"bootstrap.servers": cluster.bootstrap_servers, "log_level": 0})
    for partition, count in enumerate(COUNTS):
        for number in range(count):
            producer.produce(
                name,
                json.dumps({"n": number, "even": number % 2 == 0}),
                key=f"k{number}",
                partition=partition,
                timestamp=FIRST_MS + number * 60_000,
            )
    assert producer.flush(20) == 0
    return name


def read(cluster: Sandbox, topic: str, *options: str) -> list[tuple[int, int]]:
    """Partition and offset of what the verb writes, in order of both."""
    done = run_verb(cluster, "tail", topic, "-o", "json", *options)
    assert (done.returncode, done.stderr) == (0, b"")
    records = map(json.loads, done.stdout.splitlines())
    return sorted((record["partition"], record["offset"]) for record in records)


def offsets(*ranges: tuple[int, int, int]) -> list[tuple[int, int]]:
    return [(partition, offset) for partition, first, end in ranges for offset in range(first, end)]


AT_5_MINUTES = f"time:{FIRST_MS + 5 * 60_000}"

WAYS = [
    (["-f", "last:3/partition", "-e"], offsets((0, 7, 10), (1, 1, 4))),
    (["-f", "last:3", "-e"], offsets((0, 7, 10))),
    (["-f", "last:3", "--until", AT_5_MINUTES], offsets((0, 3, 5), (1, 3, 4))),
    (["-f", "last:2/partition", "--until", AT_5_MINUTES], offsets((0, 3, 5), (1, 2, 4))),
    (["-f", "offset:0=8,1=2", "-e"], offsets((0, 8, 10), (1, 2, 4))),
    (["-f", "0@8", "-e"], offsets((0, 8, 10))),
    (["-f", "beginning", "--until", "offset:0=2,1=1"], offsets((0, 0, 2), (1, 0, 1))),
    (["-f", "offset:2", "--until", "offset:3"], offsets((0, 2, 3), (1, 2, 3))),
    (["-f", AT_5_MINUTES, "-e"], offsets((0, 5, 10))),
    (["-f", "beginning", "-e", "-p", "1"], offsets((1, 0, 4))),
    (["-f", "beginning", "-e", "-p", "1-2,2"], offsets((1, 0, 4))),
    (["-f", "beginning", "-e", "--where", "value.n >= 3 and key:k"], offsets((0, 3, 10), (1, 3, 4))),
    (["-f", "beginning", "-e", "--where", "value.even = true limit 2"], None),
    (["-f", "beginning", "-e", "-n", "5"], None),
    (["-f", "beginning", "--for", "2s", "--where", "partition = 1"], offsets((1, 0, 4))),
]


def test_every_way_to_say_what_is_read(cluster: Sandbox, topic: str) -> None:
    for options, expected in WAYS:
        found = read(cluster, topic, *options)
        if expected is None:
            assert len(found) == (2 if "--where" in options else 5), options
        else:
            assert found == expected, options


def test_all_partitions_in_the_order_of_time(cluster: Sandbox, topic: str) -> None:
    done = run_verb(cluster, "tail", topic, "-f", "beginning", "-e", "--merge", "-o", "json")
    assert (done.returncode, done.stderr) == (0, b"")
    found = [json.loads(line) for line in done.stdout.splitlines()]
    stamps = [record["timestamp_ms"] for record in found]
    assert (len(found), stamps) == (sum(COUNTS), sorted(stamps))
    assert sorted((one["partition"], one["offset"]) for one in found) == offsets((0, 0, 10), (1, 0, 4))
    first = run_verb(cluster, "tail", topic, "-f", "beginning", "-e", "--merge", "-n", "3", "-o", "json").stdout
    assert first.splitlines() == done.stdout.splitlines()[:3]


def test_what_a_group_has_not_committed(cluster: Sandbox, topic: str) -> None:
    group = f"ranges-{uuid.uuid4().hex[:8]}"
    consumer = Consumer({"bootstrap.servers": cluster.bootstrap_servers, "group.id": group, "log_level": 0})
    consumer.commit(offsets=[TopicPartition(topic, 0, 7), TopicPartition(topic, 1, 4)], asynchronous=False)
    consumer.close()
    assert read(cluster, topic, "-f", f"group:{group}", "-e") == offsets((0, 7, 10))
    done = run_verb(cluster, "tail", topic, "-f", "group:nobody-of-that-name", "-e")
    assert done.returncode == 1
    assert b"has committed nothing, or there is none of that name" in done.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["-p", "7"], "has no partition 7"),
        (["-p", "x"], "is no partition"),
        (["-f", "soon"], "names no place to begin"),
        (["--until", "time:2099-01-01"], "has not come yet"),
        (["-e", "--until", "offset:3"], "exclude each other"),
        (["--for", "a while"], "is no length of time"),
        (["--merge"], "needs an end"),
        (["--where", "(a"], "A parenthesis is not closed"),
    ],
)
def test_what_cannot_be_meant_is_a_usage_error(cluster: Sandbox, topic: str, options: list[str], said: str) -> None:
    done = run_verb(cluster, "tail", topic, *options)
    assert done.returncode == 2
    assert said in done.stderr.decode()


async def test_the_page_reads_a_range_and_stops(cluster: Sandbox, topic: str) -> None:
    async with app_at(profile_of(cluster), PlaceKind.TOPIC, topic, "messages") as app:
        await at_the_end(app)
        await app.press("f")
        await app.wait_for(lambda: is_open(app.app, TailRangeScreen))
        await app.press("tab")
        await app.press(*"beginning until offset:0=3 partition 0-1 limit 2")
        await app.press("enter")
        await app.wait_for(lambda: app.foot.startswith("ended") and len(app.rows) == 2)
        await app.wait_for(lambda: "beginning until offset 3, 2 at most" in app.screen_text)
        await app.press("f")
        await app.wait_for(lambda: is_open(app.app, TailRangeScreen))
        await app.press("tab")
        await app.press(*"end partition 9", "enter")
        await app.wait_for(lambda: f"{topic} has no partition 9." in app.screen_text)


async def test_older_records_are_read_and_the_cursor_stays(cluster: Sandbox, topic: str) -> None:
    async with app_at(profile_of(cluster), PlaceKind.TOPIC, topic, "messages") as app:
        await at_the_end(app)
        await app.press("f")
        await app.wait_for(lambda: is_open(app.app, TailRangeScreen))
        await app.press("tab")
        await app.press(*"last:2", "enter")
        await app.wait_for(lambda: len(app.rows) == 2)
        await app.press("up")
        await app.wait_for(lambda: app.foot.startswith("at a record"))
        before = values(app)[0]
        await app.press("o")
        await app.wait_for(lambda: len(app.rows) == sum(COUNTS))
        await app.wait_for(lambda: (app.pane.copied() or ("", ""))[0] == before)
        await app.press("o")
        await app.wait_for(lambda: any("nothing older" in notice for notice in app.notices))


async def test_the_filter_is_the_search_language(cluster: Sandbox, topic: str) -> None:
    async with app_at(profile_of(cluster), PlaceKind.TOPIC, topic, "messages") as app:
        await at_the_end(app)
        await app.wait_for(lambda: len(app.rows) == sum(COUNTS))
        await app.press("slash", *"value.n >= 3 and partition = 1")
        await app.wait_for(lambda: len(app.rows) == 1)
        await app.press("backspace", *"(")
        await app.wait_for(lambda: "(at character" in app.screen_text)
