"""What changes a cluster, as verbs, on the oldest, the last with ZooKeeper and the newest Kafka; read back raw."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from confluent_kafka import Consumer, TopicPartition
from confluent_kafka.admin import AdminClient, ConfigResource, ResourceType  # type: ignore[attr-defined]
from kazoo.client import KazooClient

from kafkatui.sandbox.cluster import Sandbox
from kafkatui.sandbox.readiness import QUIET_CLIENT, wait_until
from tests.cluster.kafka_tool import describe_as_kafka, run_tool
from tests.cluster.sharing import FreshTopic
from tests.cluster.verbs import run_verb
from tests.drive.producer import Producer

pytestmark = pytest.mark.cluster

GENERATIONS = ["kafka_2_3", "cluster", "kafka_4_3"]


@pytest.fixture(params=GENERATIONS)
def sandbox(request: pytest.FixtureRequest) -> Sandbox:
    """Each generation."""
    found: Sandbox = request.getfixturevalue(request.param)
    return found


def topics_of(sandbox: Sandbox) -> set[str]:
    return set(
        AdminClient({"bootstrap.servers": sandbox.bootstrap_servers, **QUIET_CLIENT}).list_topics(timeout=10).topics
    )


def own_config(sandbox: Sandbox, topic: str) -> dict[str, str]:
    admin = AdminClient({"bootstrap.servers": sandbox.bootstrap_servers, **QUIET_CLIENT})
    [future] = admin.describe_configs([ConfigResource(ResourceType.TOPIC, topic)]).values()
    return {name: entry.value for name, entry in future.result(20).items() if entry.source == 1}


def send(sandbox: Sandbox, topic: str, partition: int, count: int) -> None:
    producer = Producer({"bootstrap.servers": sandbox.bootstrap_servers, **QUIET_CLIENT})
    for number in range(count):
        producer.produce(topic, str(number), partition=partition)
    assert producer.flush(20) == 0


def commit(sandbox: Sandbox, group: str, offsets: dict[tuple[str, int], int]) -> None:
    """Commits as a consumer that joined no group does, without librdkafka's coordinator requests of the AdminClient."""
    properties = {"bootstrap.servers": sandbox.bootstrap_servers, "group.id": group, **QUIET_CLIENT}
    consumer = Consumer(properties)
    consumer.commit(
        offsets=[TopicPartition(topic, partition, offset) for (topic, partition), offset in offsets.items()],
        asynchronous=False,
    )
    consumer.close()


def committed(sandbox: Sandbox, group: str, topic: str, partitions: int) -> list[int]:
    """As a consumer of the group is told; −1001 without a commit."""
    consumer = Consumer({"bootstrap.servers": sandbox.bootstrap_servers, "group.id": group, **QUIET_CLIENT})
    found = consumer.committed([TopicPartition(topic, partition) for partition in range(partitions)], timeout=20)
    consumer.close()
    return [each.offset for each in found]


def verb(sandbox: Sandbox, *arguments: str, code: int = 0) -> str:
    done = run_verb(sandbox, *arguments)
    assert done.returncode == code, (arguments, done.stdout, done.stderr)
    assert b"Traceback" not in done.stderr
    return (done.stdout if code == 0 else done.stderr).decode()


# Topics


def test_a_topic_is_created_deleted_and_made_anew_as_it_was(
    sandbox: Sandbox, fresh_topic: FreshTopic, kafka_tools: str, isolated_user: Path
) -> None:
    name = fresh_topic(sandbox, name="doomed")  # so that it is removed, whatever happens
    verb(sandbox, "topic", "delete", name, "--yes")
    wait_until(lambda: name not in topics_of(sandbox), 20, "the topic to go")
    brokers = sandbox.settings.brokers
    assignment = "1:2,3:1" if brokers == 3 else "1,1"
    arguments = ["topic", "create", name, "--replica-assignment", assignment, "--config", "retention.ms=123456"]

    plan = json.loads(verb(sandbox, *arguments, "--dry-run", "-o", "json"))
    assert plan["rows"][0]["partitions"] == 2
    assert name not in topics_of(sandbox), "a dry run changes nothing"
    assert "--yes" in verb(sandbox, *arguments, code=2), "nobody can be asked here"
    assert name not in topics_of(sandbox)

    verb(sandbox, *arguments, "--yes")
    before = describe_as_kafka(kafka_tools, sandbox.bootstrap_servers, name)
    assert own_config(sandbox, name) == {"retention.ms": "123456"}
    send(sandbox, name, 1, 7)

    plan = json.loads(verb(sandbox, "topic", "delete", "--regex", f"{name[:-2]}..", "--dry-run", "-o", "json"))
    assert [(row["topic"], row["partitions"], row["messages"]) for row in plan["rows"]] == [(name, 2, 7)]
    assert plan["rows"][0]["bytes" if "bytes" in plan["rows"][0] else "size_bytes"] > 0
    verb(sandbox, "topic", "delete", "--regex", f"{name[:-2]}..", "--yes")
    wait_until(lambda: name not in topics_of(sandbox), 20, "the topic to go")

    verb(sandbox, "undo", "--yes")
    wait_until(lambda: name in topics_of(sandbox), 20, "the topic to be there again")
    after = describe_as_kafka(kafka_tools, sandbox.bootstrap_servers, name)
    assert without_id(after) == without_id(before)
    plan = json.loads(verb(sandbox, "topic", "delete", name, "--dry-run", "-o", "json"))
    assert plan["rows"][0]["messages"] == 0, "data are gone, and it says so"
    journal_is_private(isolated_user)


def without_id(described: bytes) -> list[bytes]:
    """What Kafka's tool says of a topic, but for its id and who leads and follows just now."""
    words = [word for word in described.replace(b"\t", b" ").split(b" ") if word]
    kept, skip = [], False
    for word in words:
        if skip:
            skip = False
        elif word in (b"TopicId:", b"Leader:", b"Isr:"):
            skip = True
        else:
            kept.append(word)
    return kept


def journal_is_private(isolated_user: Path) -> None:
    [journal] = (isolated_user / "state" / "kafkatui" / "journal").iterdir()
    assert stat.S_IMODE(journal.stat().st_mode) == 0o600


def test_creating_is_undone_unless_the_topic_was_made_anew(sandbox: Sandbox, fresh_topic: FreshTopic) -> None:
    name = fresh_topic(sandbox, name="undone")
    verb(sandbox, "topic", "delete", name, "--yes")
    wait_until(lambda: name not in topics_of(sandbox), 20, "the topic to go")
    verb(sandbox, "topic", "create", name, "--partitions", "1", "--replication-factor", "1", "--yes")
    wait_until(lambda: name in topics_of(sandbox), 20, "the topic")
    verb(sandbox, "undo", "--yes")
    wait_until(lambda: name not in topics_of(sandbox), 20, "the topic to go")


def test_what_brokers_would_refuse_is_refused_before_it_is_tried(sandbox: Sandbox, fresh_topic: FreshTopic) -> None:
    name = fresh_topic(sandbox, name="there")
    refusals = {
        ("topic", "create", name, "--partitions", "1", "--replication-factor", "1"): "there is one already",
        ("topic", "create", f"{name}-x", "--partitions", "1", "--replication-factor", "9"): "eplication factor",
        ("topic", "create", f"{name}-x", "--partitions", "1", "--replication-factor", "1", "--config", "no.such=1"):
            "no.such",
        ("topic", "delete", f"{name}-x"): f"no topic {name}-x",
        ("topic", "delete", "--regex", f"{name}-never.*"): "matches",
    }  # fmt: skip
    for arguments, words in refusals.items():
        assert words in verb(sandbox, *arguments, "--yes", code=1)
    for arguments, words in {
        ("topic", "create", f"{name}-x", "--replica-assignment", "1:1"): "a broker twice",
        ("topic", "create", f"{name}-x", "--config", "novalue"): "NAME=VALUE",
        ("topic", "create", f"{name}-x", "--partitions", "0"): "too few",
        ("topic", "delete", "--regex", "("): "regular expression",
        ("topic", "delete"): "Name a topic",
    }.items():
        assert words in verb(sandbox, *arguments, "--yes", code=2)
    assert f"{name}-x" not in topics_of(sandbox)


def test_read_only_changes_nothing(sandbox: Sandbox, fresh_topic: FreshTopic) -> None:
    name = fresh_topic(sandbox, name="kept")
    commit(sandbox, f"{name}-group", {(name, 0): 0})
    for arguments in (
        ["topic", "create", f"{name}-x"], ["topic", "delete", name], ["group", "reset", f"{name}-group", "--to-latest"],
        ["zk", "set", "/kept", "x"],
    ):  # fmt: skip
        assert "read-only" in verb(sandbox, *arguments, "--yes", "--read-only", code=1)
    assert name in topics_of(sandbox)
    assert f"{name}-x" not in topics_of(sandbox)


# Groups


def test_a_groups_offsets_are_reset_every_way_and_put_back(
    sandbox: Sandbox, fresh_topic: FreshTopic, kafka_tools: str
) -> None:
    topic = fresh_topic(sandbox, 2, name="reset")
    group = f"{topic}-group"
    send(sandbox, topic, 0, 10)
    send(sandbox, topic, 1, 4)
    commit(sandbox, group, {(topic, 0): 3, (topic, 1): 4})
    for arguments, expected in (
        (["--to-earliest"], [0, 0]),
        (["--to-latest"], [10, 4]),
        (["--shift-by", "-2"], [8, 2]),
        (["--to-offset", "6"], [6, 4]),
        (["--to-offset", "1", "--topic", f"{topic}:1"], [6, 1]),
        (["--to-datetime", "1960-01-01"], [0, 0]),
        (["--to-datetime", "2100-01-01"], [10, 4]),
    ):
        plan = json.loads(verb(sandbox, "group", "reset", group, *arguments, "--dry-run", "-o", "json"))
        before = committed(sandbox, group, topic, 2)
        assert before != expected, "else this proves nothing"
        assert [row["new"] for row in plan["rows"]] == [expected[int(row["partition"][-1])] for row in plan["rows"]]
        verb(sandbox, "group", "reset", group, *arguments, "--yes")
        assert committed(sandbox, group, topic, 2) == expected, arguments
    verb(sandbox, "undo", "--yes")
    assert committed(sandbox, group, topic, 2) == [0, 0]
    other = f"{topic}-other"
    verb(sandbox, "group", "reset", other, "--like", group, "--topic", topic, "--yes")
    assert committed(sandbox, other, topic, 2) == [0, 0], "as another group, into one that was not there"
    as_kafka = run_tool(
        kafka_tools, "consumer.group.ConsumerGroupCommand",
        "--bootstrap-server", sandbox.bootstrap_servers, "--describe", "--group", group,
    ).decode()  # fmt: skip
    offsets = {line.split()[2]: line.split()[3] for line in as_kafka.splitlines() if line.startswith(group)}
    assert offsets == {"0": "0", "1": "0"}


def test_a_commit_in_between_is_a_conflict_and_stays(sandbox: Sandbox, fresh_topic: FreshTopic) -> None:
    topic = fresh_topic(sandbox, 1, name="conflict")
    group = f"{topic}-group"
    send(sandbox, topic, 0, 5)
    commit(sandbox, group, {(topic, 0): 2})
    verb(sandbox, "group", "reset", group, "--to-latest", "--yes")
    commit(sandbox, group, {(topic, 0): 1})
    said = run_verb(sandbox, "undo", "--yes").stdout.decode()
    assert "can be put back" in said
    assert committed(sandbox, group, topic, 1) == [1]


@pytest.fixture
def member(sandbox: Sandbox, fresh_topic: FreshTopic) -> Iterator[tuple[str, str]]:
    """A topic, and a group that has a member in it."""
    topic = fresh_topic(sandbox, 1, name="busy")
    properties = {"bootstrap.servers": sandbox.bootstrap_servers, "group.id": f"{topic}-group", **QUIET_CLIENT}
    consumer = Consumer({**properties, "client.id": "sam", "auto.offset.reset": "earliest"})
    consumer.subscribe([topic])
    wait_until(lambda: consumer.poll(0.1) is None and bool(consumer.assignment()), 30, "the group to settle")
    consumer.commit(offsets=[TopicPartition(topic, 0, 0)], asynchronous=False)
    yield topic, f"{topic}-group"
    consumer.close()


def test_a_group_with_members_is_refused_with_their_names(sandbox: Sandbox, member: tuple[str, str]) -> None:
    topic, group = member
    send(sandbox, topic, 0, 3)
    said = verb(sandbox, "group", "reset", group, "--to-latest", "--yes", code=1)
    assert "sam@" in said
    assert "1 member" in said
    assert committed(sandbox, group, topic, 1) == [0]


# Znodes


@pytest.fixture(params=["kafka_2_3", "cluster"])
def zookeeper_side(request: pytest.FixtureRequest) -> Sandbox:
    """Each generation that has a ZooKeeper."""
    found: Sandbox = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def znode(zookeeper_side: Sandbox) -> Iterator[tuple[KazooClient, str]]:
    """A znode of the test's own, and a raw client."""
    client = KazooClient(zookeeper_side.zookeeper_connect)
    client.start()
    path = f"/kafkatui-{os.urandom(3).hex()}"
    client.create(path, b"old")
    yield client, path
    client.delete(path, recursive=True)
    client.stop()
    client.close()


def test_a_znode_is_set_and_put_back_unless_somebody_changed_it(
    zookeeper_side: Sandbox, znode: tuple[KazooClient, str]
) -> None:
    client, path = znode
    plan = json.loads(verb(zookeeper_side, "zk", "set", path, "new", "--dry-run", "-o", "json"))
    assert (plan["now"], plan["then"]) == ("old", "new")
    assert client.get(path)[0] == b"old"
    verb(zookeeper_side, "zk", "set", path, "new", "--yes")
    assert client.get(path)[0] == b"new"
    verb(zookeeper_side, "undo", "--yes")
    assert client.get(path)[0] == b"old"

    conflict = run_verb(zookeeper_side, "zk", "set", path, "mine", "--version", "0", "--yes")
    assert (conflict.returncode, b"changed by somebody else" in conflict.stdout) == (1, True)
    assert b"ours: mine" in conflict.stdout
    assert client.get(path)[0] == b"old", "the version was another one"
    verb(zookeeper_side, "zk", "set", path, "mine", "--version", str(client.get(path)[1].version), "--yes")
    client.set(path, b"theirs")
    refused = run_verb(zookeeper_side, "undo", "--yes")
    assert b"there now: theirs" in refused.stdout or b"changed by somebody else" in refused.stdout
    assert client.get(path)[0] == b"theirs"


def test_bytes_go_through_untouched_and_back(zookeeper_side: Sandbox, znode: tuple[KazooClient, str]) -> None:
    client, path = znode
    data = bytes(range(256))
    done = run_verb(zookeeper_side, "zk", "set", path, "-", "--yes", stdin=data)
    assert done.returncode == 0, done.stderr
    assert client.get(path)[0] == data
    verb(zookeeper_side, "zk", "set", path, "", "--yes")
    assert client.get(path)[0] == b""
    verb(zookeeper_side, "undo", "--yes")
    assert client.get(path)[0] == data


def test_our_mask_is_never_written(zookeeper_side: Sandbox, znode: tuple[KazooClient, str]) -> None:
    client, path = znode
    assert "mask" in verb(zookeeper_side, "zk", "set", path, '{"password":"••••••"}', "--yes", code=2)
    assert client.get(path)[0] == b"old"


def test_secrets_are_masked_in_pipes_too_and_never_written_back(zookeeper_side: Sandbox) -> None:
    client = KazooClient(zookeeper_side.zookeeper_connect)
    client.start()
    path = f"/config/users/kafkatui-{os.urandom(3).hex()}"
    data = (
        b'{"version":1,"config":{"SCRAM-SHA-256":"salt=c2FsdA==,stored_key=STORED,server_key=SERVER,iterations=4096"}}'
    )
    client.create(path, data, makepath=True)
    try:
        masked = run_verb(zookeeper_side, "zk", "get", path)
        assert b"STORED" not in masked.stdout
        assert b"iterations=4096" in masked.stdout
        assert b"--show-secrets" in masked.stderr
        assert run_verb(zookeeper_side, "zk", "get", path, "--show-secrets").stdout == data
        assert run_verb(zookeeper_side, "zk", "get", path, "--raw", "--show-secrets").stdout == data
        noted = json.loads(run_verb(zookeeper_side, "undo", "--list", "-o", "json").stdout)[0]
        assert noted["summary"] == f"Shows config.SCRAM-SHA-256 of the znode {path}."
        assert "STORED" not in json.dumps(noted)
        refused = run_verb(zookeeper_side, "zk", "get", path, "--raw")
        assert (refused.returncode, refused.stdout) == (1, b"")
        put = run_verb(zookeeper_side, "zk", "set", path, "-", "--yes", stdin=masked.stdout)
        assert put.returncode == 2
        assert client.get(path)[0] == data
        plan = verb(zookeeper_side, "zk", "set", path, "{}", "--dry-run", "-o", "json")
        assert "STORED" not in plan
        assert json.loads(plan)["is_undoable"] is False, "secrets are not written down"
    finally:
        client.delete(path)
        client.stop()
        client.close()
