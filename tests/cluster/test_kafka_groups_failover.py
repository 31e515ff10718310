"""Groups are read with every kind of coordinator trouble, in a process of their own: librdkafka used to end it."""

from __future__ import annotations

import json
import math
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest
from confluent_kafka.admin import AdminClient, NewTopic  # type: ignore[attr-defined]

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.read.groups import describe_groups, list_groups, read_committed
from kafkatui.kafka.write.groups import alter_offsets
from kafkatui.model.group import Group
from kafkatui.model.outcome import TargetOutcome
from kafkatui.model.profile import Profile
from kafkatui.sandbox.cluster import Sandbox, SandboxSettings
from tests.cluster.sharing import FreshTopic, running

pytestmark = pytest.mark.cluster

GROUPS = 9
REQUEST_TIMEOUT_SECONDS = 3.0
WAIT_SECONDS = 90.0
MOST_TRIES = 10
"""Beside other tests now one and now another try waits for a core."""


# One line of JSON a round: how many groups were read and described, and the first complaint.
READER = (
    "import json, sys, time\n"
    "from kafkatui.kafka.connect.connection import KafkaConnection\n"
    "from kafkatui.kafka.read.groups import describe_groups, read_committed\n"
    "from kafkatui.model.profile import Profile\n"
    "servers, seconds, groups = sys.argv[1], float(sys.argv[2]), json.loads(sys.argv[3])\n"
    "c = KafkaConnection(Profile('test', {'bootstrap.servers': servers}, request_timeout_seconds=seconds))\n"
    "while True:\n"
    "    started = time.monotonic()\n"
    "    committed, described = read_committed(c, groups), describe_groups(c, groups)\n"
    "    failed = [str(e) for each in committed.values() for e in each.errors.values()]\n"
    "    failed += [each.error for each in described if each.error]\n"
    "    read = sum(1 for each in committed.values() if each.committed)\n"
    "    print(json.dumps({'read': read, 'failed': len(failed), 'why': failed[:1], "
    "'seconds': time.monotonic() - started}), flush=True)\n"
    "    time.sleep(0.1)\n"
)


class Reader:
    """The reading process and what it has said."""

    def __init__(self, bootstrap_servers: str, groups: list[str], output: Path) -> None:
        self._output = output
        arguments = [bootstrap_servers, str(REQUEST_TIMEOUT_SECONDS), json.dumps(groups)]
        self.process = subprocess.Popen(
            [sys.executable, "-c", READER, *arguments], stdout=output.open("wb"), stderr=subprocess.STDOUT
        )

    def rounds(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self._output.read_text().splitlines(keepends=True) if line.endswith("\n")]

    def wait_for_round(self, *, failed: bool, after: int) -> int:
        """Waits for a round beyond number `after` that failed for some group or for none; how many rounds there are."""
        deadline = time.monotonic() + WAIT_SECONDS
        while True:
            assert self.process.poll() is None, f"the reader ended: {self._output.read_text()[-500:]}"
            rounds = self.rounds()
            if any(bool(each["failed"]) is failed and (failed or each["read"]) for each in rounds[after:]):
                return len(rounds)
            assert time.monotonic() < deadline, rounds[-1:]
            time.sleep(0.05)

    def end(self) -> None:
        self.process.kill()
        self.process.wait(10)


def commit(sandbox: Sandbox, topic: str, count: int) -> list[str]:
    """Commits offset 1 on each of three partitions of `topic` for so many groups, whose ids begin with its name."""
    groups = [f"{topic}-{number:03}" for number in range(count)]
    with connected(sandbox) as connection:
        for group in groups:
            outcomes = alter_offsets(connection, group, {(topic, partition): 1 for partition in range(3)}, 60)
            assert all(outcome.is_done for outcome in outcomes), outcomes
    return groups


@contextmanager
def connected(sandbox: Sandbox) -> Iterator[KafkaConnection]:
    connection = KafkaConnection(Profile("test", {"bootstrap.servers": sandbox.bootstrap_servers}))
    try:
        yield connection
    finally:
        connection.close()


class Resets:
    """Resets of one group on a topic's three partitions, over and over; each waits for a coordinator."""

    def __init__(self, connection: KafkaConnection, group: str, topic: str) -> None:
        self.last: dict[tuple[str, int], int] = {}
        self.not_done: list[TargetOutcome] = []
        self.stop = threading.Event()
        self._connection = connection
        self._group = group
        self._topic = topic

    def run(self) -> None:
        offset = 1
        while not self.stop.is_set():
            offset += 1
            wanted = {(self._topic, partition): offset for partition in range(3)}
            outcomes = alter_offsets(self._connection, self._group, wanted, WAIT_SECONDS)
            self.not_done += [outcome for outcome in outcomes if not outcome.is_done]
            self.last = wanted

    def wait_for_another(self) -> None:
        before, deadline = self.last, time.monotonic() + WAIT_SECONDS
        while self.last == before:
            assert time.monotonic() < deadline, self.not_done
            time.sleep(0.05)


@contextmanager
def resetting(connection: KafkaConnection, group: str, topic: str) -> Iterator[Resets]:
    """Resets `group` all the while."""
    resets = Resets(connection, group, topic)
    thread = threading.Thread(target=resets.run, daemon=True)
    thread.start()
    try:
        resets.wait_for_another()
        yield resets
    finally:
        resets.stop.set()
        thread.join(WAIT_SECONDS)


@pytest.mark.timeout(400)
@pytest.mark.parametrize("fixture", ["killable_cluster", "killable_4_3"])
def test_groups_come_back_after_each_coordinator_was_killed(
    request: pytest.FixtureRequest, fixture: str, fresh_topic: FreshTopic, tmp_path: Path
) -> None:
    started: Sandbox = request.getfixturevalue(fixture)
    topic = fresh_topic(started, 3, 3, name="failover")
    groups = commit(started, topic, GROUPS)
    reader = Reader(started.bootstrap_servers, groups, tmp_path / "rounds")
    try:
        seen = reader.wait_for_round(failed=False, after=0)
        coordinators = {group.id: group.coordinator or 0 for group in described(started, groups)}
        orphan, victim = max(coordinators.items(), key=itemgetter(1))
        with connected(started) as connection, resetting(connection, orphan, topic) as resets:
            started.stop_broker(victim, kill=True)
            seen = reader.wait_for_round(failed=True, after=seen)
            seen = reader.wait_for_round(failed=False, after=seen)  # another broker took over
            resets.wait_for_another()
            started.start_broker(victim)
            seen = reader.wait_for_round(failed=False, after=seen)
            resets.wait_for_another()
        assert resets.not_done == []
        with connected(started) as connection:
            assert read_committed(connection, [orphan])[orphan].committed == resets.last
        assert max(each["seconds"] for each in reader.rounds()) < 6 * REQUEST_TIMEOUT_SECONDS
        assert reader.rounds()[-1]["read"] == GROUPS
    finally:
        reader.end()


def described(sandbox: Sandbox, groups: list[str]) -> list[Group]:
    with connected(sandbox) as connection:
        return list(describe_groups(connection, groups))


def test_groups_of_a_broker_that_is_away_stay_listed(killable_cluster: Sandbox, fresh_topic: FreshTopic) -> None:
    topic = fresh_topic(killable_cluster, 3, 3, name="away")
    groups = commit(killable_cluster, topic, GROUPS)
    with connected(killable_cluster) as connection:
        known = [*groups, f"{topic}-nobody"]
        coordinators = {group.id: group.coordinator for group in list_groups(connection, known).groups}
        assert set(groups) <= coordinators.keys(), "what is there is listed"
        assert known[-1] not in coordinators, "what nobody has is not"
        victim = coordinators[groups[0]]
        assert victim is not None
        killable_cluster.stop_broker(victim, kill=True)
        listing = list_groups(connection, groups)
        assert listing.errors
        found = {group.id: group for group in listing.groups}
        assert list(found) == sorted(found)
        assert set(groups) <= found.keys()
        assert all(found[group].error for group in groups if coordinators[group] == victim)


def test_a_virgin_broker_without_an_offsets_topic_does_not_end_the_process(tmp_path: Path) -> None:
    with running(SandboxSettings(kafka="4.3", brokers=1)) as virgin:
        groups = [f"virgin-{number:03}" for number in range(GROUPS)]
        reader = Reader(virgin.bootstrap_servers, groups, tmp_path / "rounds")
        try:
            admin = AdminClient({"bootstrap.servers": virgin.bootstrap_servers, "log_level": 0})
            admin.create_topics([NewTopic("virgin", 3, 1)], operation_timeout=30)["virgin"].result(60)
            assert commit(virgin, "virgin", GROUPS) == groups
            reader.wait_for_round(failed=False, after=0)
        finally:
            reader.end()


@pytest.mark.parametrize("fixture", ["cluster", "kafka_2_3"])
def test_two_hundred_groups_are_read_within_a_second(
    request: pytest.FixtureRequest, fixture: str, fresh_topic: FreshTopic
) -> None:
    started: Sandbox = request.getfixturevalue(fixture)
    topic = fresh_topic(started, 3, name="many")
    groups = commit(started, topic, 200)
    connection = KafkaConnection(Profile("test", {"bootstrap.servers": started.bootstrap_servers}))
    try:
        assert [group.id for group in list_groups(connection).groups if group.id.startswith(topic)] == groups
        spans: list[float] = []
        while len(spans) < MOST_TRIES and min(spans, default=math.inf) >= 1.0:
            before = time.monotonic()
            committed = read_committed(connection, groups)
            spans.append(time.monotonic() - before)
            expected = {(topic, partition): 1 for partition in range(3)}
            assert all(each.committed == expected and not each.errors for each in committed.values())
        print(f"200 groups: {min(spans):.3f} s")
        assert min(spans) < 1.0
    finally:
        connection.close()
