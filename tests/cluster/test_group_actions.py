"""What makes, changes and deletes consumer groups, on three generations; read back raw. Verbs run in this process."""

from __future__ import annotations

import io
import json
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from confluent_kafka import Consumer, ShareConsumer, TopicPartition
from confluent_kafka.admin import (  # type: ignore[attr-defined]
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    ResourceType,
)
from kafka.admin import KafkaAdminClient

from kafkatui.cli.failures import exit_code_of
from kafkatui.cli.main import kafkatui
from kafkatui.kafka.read.messages.share_groups import DescribeShareGroupOffsetsRequest
from kafkatui.sandbox.cluster import Sandbox
from kafkatui.sandbox.readiness import QUIET_CLIENT, wait_until
from tests.cluster.as_found import list_group_ids
from tests.cluster.kafka_tool import run_tool
from tests.cluster.sharing import FreshTopic, admin_of
from tests.cluster.test_action_verbs import committed, send

pytestmark = pytest.mark.cluster

NONE = -1001


@pytest.fixture(params=["kafka_2_3", "cluster", "kafka_4_3"])
def sandbox(request: pytest.FixtureRequest) -> Sandbox:
    """Each generation."""
    found: Sandbox = request.getfixturevalue(request.param)
    return found


def verb(sandbox: Sandbox, *arguments: str, code: int = 0) -> str:
    """What a verb writes: on standard output, or on standard error where it is to fail."""
    streams = [io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2)]
    kept, (sys.stdout, sys.stderr) = (sys.stdout, sys.stderr), streams
    address = ["-b", sandbox.bootstrap_servers, "-z", sandbox.zookeeper_connect or "none"]
    try:
        ended = exit_code_of(kafkatui, [*address, *arguments])
    finally:
        for stream in streams:
            stream.flush()
        sys.stdout, sys.stderr = kept
    output, errors = (stream.buffer.getvalue().decode() for stream in streams)
    assert ended == code, (arguments, output, errors)
    return output if code == 0 else errors + output


def dry(sandbox: Sandbox, *arguments: str) -> dict[str, Any]:
    plan: dict[str, Any] = json.loads(verb(sandbox, *arguments, "--dry-run", "-o", "json"))
    return plan


def commit_text(sandbox: Sandbox, group: str, topic: str, offsets: dict[int, tuple[int, str]]) -> None:
    """Commits with a text, as a consumer that joined no group does."""
    consumer = Consumer({"bootstrap.servers": sandbox.bootstrap_servers, "group.id": group, **QUIET_CLIENT})
    consumer.commit(
        offsets=[TopicPartition(topic, part, offset, metadata=text) for part, (offset, text) in offsets.items()],
        asynchronous=False,
    )
    consumer.close()


def texts(sandbox: Sandbox, group: str) -> dict[str, str]:
    """Those of the group's commits; confluent-kafka ends them with a NUL of its own."""
    described = json.loads(verb(sandbox, "describe", "group", group, "-o", "json"))
    return {f"{row['topic']}-{row['partition']}": (row["metadata"] or "").rstrip("\0") for row in described}


@contextmanager
def member(sandbox: Sandbox, group: str, topic: str, **more: Any) -> Iterator[Consumer]:
    """Somebody who reads the topic in the group meanwhile, polling in a thread."""
    properties: dict[str, Any] = {"bootstrap.servers": sandbox.bootstrap_servers, "group.id": group, **QUIET_CLIENT}
    consumer = Consumer({**properties, "client.id": "sam", "enable.auto.commit": False, **more})
    stop, assigned = threading.Event(), threading.Event()
    consumer.subscribe([topic], on_assign=lambda *_: assigned.set())

    def poll() -> None:
        while not stop.is_set():
            consumer.poll(0.05)

    thread = threading.Thread(target=poll, daemon=True)
    thread.start()
    try:
        assert assigned.wait(30)
        yield consumer
    finally:
        stop.set()
        thread.join(10)
        consumer.close()


def test_groups_are_deleted_with_what_they_committed_and_put_back(sandbox: Sandbox, fresh_topic: FreshTopic) -> None:
    topic = fresh_topic(sandbox, 2, name="gone")
    one, two = f"{topic}-one", f"{topic}-two"
    send(sandbox, topic, 0, 5)
    commit_text(sandbox, one, topic, {0: (3, "by hand"), 1: (0, "")})
    commit_text(sandbox, two, topic, {0: (5, "")})
    rows = dry(sandbox, "group", "delete", one, two)["rows"]
    assert [(row["group"], row["topics"], row["offsets"], row["lag"]) for row in rows] == [
        (one, topic, 2, 2), (two, topic, 1, 0),
    ]  # fmt: skip
    with member(sandbox, two, topic):
        assert "sam@" in verb(sandbox, "group", "delete", one, two, "--yes", code=1)
    assert "read-only" in verb(sandbox, "group", "delete", one, "--yes", "--read-only", code=1)
    assert "does not exist" in verb(sandbox, "group", "delete", one, f"{one}-never", "--yes", code=1)
    assert {one, two} <= set(list_group_ids(sandbox)), "nothing was done"
    verb(sandbox, "group", "delete", one, two, "--yes")
    assert not {one, two} & set(list_group_ids(sandbox))
    verb(sandbox, "undo", "--yes")
    assert committed(sandbox, one, topic, 2) == [3, 0]
    assert committed(sandbox, two, topic, 2) == [5, NONE]
    assert texts(sandbox, one)[f"{topic}-0"] == "by hand"


def test_offsets_of_a_topic_are_deleted_and_put_back(sandbox: Sandbox, fresh_topic: FreshTopic) -> None:
    topic, other = fresh_topic(sandbox, 3, name="forgotten"), fresh_topic(sandbox, name="kept")
    group = f"{topic}-group"
    commit_text(sandbox, group, topic, {0: (1, "a"), 1: (2, ""), 2: (3, "")})
    arguments = ["group", "delete-offsets", group, "--topic", f"{topic}:0,1"]
    if sandbox.settings.kafka == "2.3":
        said = verb(sandbox, *arguments, "--yes", code=1)
        assert "not supported before 2.4" in said
        assert committed(sandbox, group, topic, 3) == [1, 2, 3]
        return
    with member(sandbox, group, topic):
        assert "sam@" in verb(sandbox, *arguments, "--yes", code=1)
    with member(sandbox, group, other):  # the group is in use, the topic is not
        assert [row["committed"] for row in dry(sandbox, *arguments)["rows"]] == [1, 2]
        verb(sandbox, *arguments, "--yes")
    assert committed(sandbox, group, topic, 3) == [NONE, NONE, 3]
    verb(sandbox, "undo", "--yes")
    assert committed(sandbox, group, topic, 3) == [1, 2, 3]
    assert texts(sandbox, group)[f"{topic}-0"] == "a"
    assert "nothing on" in verb(sandbox, "group", "delete-offsets", group, "--topic", f"{topic}:0,9", "--yes", code=2)


def test_members_are_removed_by_id_and_by_instance(sandbox: Sandbox, fresh_topic: FreshTopic) -> None:
    topic = fresh_topic(sandbox, 1, name="thrown-out")
    group = f"{topic}-group"
    instance = {} if sandbox.settings.kafka == "2.3" else {"group.instance.id": "static-sam"}
    with member(sandbox, group, topic, **instance):
        if not instance:
            said = verb(sandbox, "group", "remove-member", group, "--all", "--yes", code=1)
            assert "not supported before 2.4" in said
            return
        [row] = dry(sandbox, "group", "remove-member", group, "--member", "static-sam")["rows"]
        assert row["client"].startswith("sam@")
        assert (row["instance"], row["partitions"]) == ("static-sam", f"{topic}[0]")
        assert "has no member" in verb(sandbox, "group", "remove-member", group, "--member", "x", "--yes", code=2)
        assert "Name a member" in verb(sandbox, "group", "remove-member", group, "--yes", code=2)
        gone = dry(sandbox, "group", "remove-member", group, "--member", row["member"])
        assert not gone["is_undoable"]
        verb(sandbox, "group", "remove-member", group, "--member", "static-sam", "--yes")
    protocol = {"group.protocol": "consumer"} if sandbox.settings.kafka == "4.3" else {}
    with member(sandbox, group, topic, **protocol):
        [row] = dry(sandbox, "group", "remove-member", group, "--all")["rows"]
        assert row["instance"] == ""
        verb(sandbox, "group", "remove-member", group, "--member", row["member"], "--yes")
        wait_until(lambda: row["member"] not in members(sandbox, group), 30, "the member to go")


def members(sandbox: Sandbox, group: str) -> str:
    return verb(sandbox, "describe", "group", group, "--members", "-o", "json")


def test_a_group_is_made_cloned_exported_and_set_from_a_file(
    sandbox: Sandbox, fresh_topic: FreshTopic, kafka_tools: str, tmp_path: Path
) -> None:
    topic = fresh_topic(sandbox, 2, name="made")
    group, clone = f"{topic}-group", f"{topic}-clone"
    send(sandbox, topic, 0, 10)
    send(sandbox, topic, 1, 4)
    plan = dry(sandbox, "group", "create", group, "--topic", topic, "--to-earliest")
    assert [(row["new"], row["lag"]) for row in plan["rows"]] == [(0, 10), (0, 4)]
    verb(sandbox, "group", "create", group, "--topic", topic, "--to-offset", "4", "--yes")
    assert committed(sandbox, group, topic, 2) == [4, 4]
    assert "is there already" in verb(sandbox, "group", "create", group, "--topic", topic, "--to-latest", code=2)
    commit_text(sandbox, group, topic, {0: (3, "noted")})
    verb(sandbox, "group", "clone", group, clone, "--yes")
    assert committed(sandbox, clone, topic, 2) == [3, 4]
    assert texts(sandbox, clone)[f"{topic}-0"] == "noted"

    exported = verb(sandbox, "group", "export", group)
    assert exported.split() == [f"{topic},0,3", f"{topic},1,4"]
    if sandbox.settings.kafka == "3.9":
        as_kafka = run_tool(
            kafka_tools, "consumer.group.ConsumerGroupCommand", "--bootstrap-server", sandbox.bootstrap_servers,
            "--reset-offsets", "--group", group, "--all-topics", "--to-current", "--dry-run", "--export",
        ).decode()  # fmt: skip
        assert sorted(as_kafka.split()) == exported.split()
    both = verb(sandbox, "group", "export", group, clone)
    assert f"{clone},{topic},1,4" in both.split()
    path = tmp_path / "offsets.csv"
    path.write_text(f"{group},{topic},0,9\n{clone},{topic},0,1\n")
    verb(sandbox, "group", "reset", group, "--from-file", str(path), "--yes")
    assert committed(sandbox, group, topic, 2) == [9, 4]
    verb(sandbox, "group", "reset", group, "--to-offsets", f"{topic}:0=2,1=1", "--yes")
    assert committed(sandbox, group, topic, 2) == [2, 1]
    verb(sandbox, "group", "reset", group, "--all-topics", "--to-latest", "--yes")
    assert committed(sandbox, group, topic, 2) == [10, 4]

    verb(sandbox, "group", "reset", clone, "--to-latest", "--yes")
    verb(sandbox, "undo", "--yes")
    assert committed(sandbox, clone, topic, 2) == [3, 4]
    assert texts(sandbox, clone)[f"{topic}-0"] == "noted", "texts are put back, too"
    made = json.loads(verb(sandbox, "undo", "--list", "-o", "json"))
    [entry] = [each["id"] for each in made if each["summary"].startswith(f"Makes the group {clone}")]
    verb(sandbox, "undo", entry, "--yes")
    assert clone not in list_group_ids(sandbox)


def share_starts(sandbox: Sandbox, group: str) -> dict[tuple[str, int], int]:
    """Where Kafka's own client says that the group begins."""
    request = DescribeShareGroupOffsetsRequest
    with closing(KafkaAdminClient(bootstrap_servers=sandbox.bootstrap_servers.split(","))) as client:
        wanted = request([request.DescribeShareGroupOffsetsRequestGroup(group_id=group, topics=None)])
        [told] = client._manager.run(client._manager.send, wanted).groups
    return {
        (topic.topic_name, part.partition_index): part.start_offset
        for topic in told.topics
        for part in topic.partitions
        if part.start_offset >= 0
    }


def its_beginning_is_reset_and_forgotten_and_put_back(sandbox: Sandbox, group: str, topic: str) -> None:
    """Of a share group without members."""
    began = share_starts(sandbox, group)
    plan = dry(sandbox, "group", "reset", group, "--to-offset", "2")
    assert any("acknowledged already is forgotten" in each for each in plan["warnings"])
    verb(sandbox, "group", "reset", group, "--to-offset", "2", "--yes")
    assert share_starts(sandbox, group) == {(topic, 0): 2}
    verb(sandbox, "undo", "--yes")
    assert share_starts(sandbox, group) == began
    verb(sandbox, "group", "delete-offsets", group, "--topic", topic, "--yes")
    assert share_starts(sandbox, group) == {}
    verb(sandbox, "undo", "--yes")
    assert share_starts(sandbox, group) == began


def test_a_share_group_is_told_apart_with_its_members_and_where_it_is(
    kafka_4_3: Sandbox, fresh_topic: FreshTopic
) -> None:
    topic = fresh_topic(kafka_4_3, 1, name="shared")
    group = f"{topic}-group"
    admin = admin_of(kafka_4_3)
    earliest = ConfigEntry("share.auto.offset.reset", "earliest", incremental_operation=AlterConfigOpType.SET)
    resource = ConfigResource(ResourceType.GROUP, group, incremental_configs=[earliest])
    admin.incremental_alter_configs([resource])[resource].result(20)
    send(kafka_4_3, topic, 0, 5)
    consumer = ShareConsumer({"bootstrap.servers": kafka_4_3.bootstrap_servers, "group.id": group, **QUIET_CLIENT})
    try:
        consumer.subscribe([topic])
        seen: list[object] = []

        def has_read() -> bool:
            seen.extend(consumer.poll(0.2))
            return len(seen) >= 5

        wait_until(has_read, 30, "the records")
        consumer.commit_sync(20)
        members_of = json.loads(members(kafka_4_3, group))
        assert [(each["partition_count"], each["assignment"]) for each in members_of] == [(1, f"{topic}[0]")]
        [row] = [each for each in json.loads(verb(kafka_4_3, "groups", "-o", "json")) if each["id"] == group]
        assert (row["type"], row["state"], row["members"]) == ("share", "Stable", 1)
    finally:
        consumer.close()
    assert "share group" in verb(kafka_4_3, "group", "clone", group, f"{group}-2", code=1)
    send(kafka_4_3, topic, 0, 2)
    [part] = json.loads(verb(kafka_4_3, "describe", "group", group, "-o", "json"))
    assert (part["end_offset"], part["lag"]) == (7, 2), "what was acknowledged is done"

    its_beginning_is_reset_and_forgotten_and_put_back(kafka_4_3, group, topic)
    assert "cannot be put back" in verb(kafka_4_3, "group", "delete", group, "--dry-run")
    verb(kafka_4_3, "group", "delete", group, "--yes")
    assert "does not exist" in verb(kafka_4_3, "describe", "group", group, code=1)
