"""ACLs, SCRAM users, quotas and hanging transactions on brokers with an authorizer, of each generation: changed and
undone by verbs, as Kafka's own tools see them; and what is said where there is no authorizer."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol

import pytest
from confluent_kafka import TopicPartition
from confluent_kafka.admin import NewTopic  # type: ignore[attr-defined]

from kafkatui.cli.failures import exit_code_of
from kafkatui.cli.main import kafkatui
from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.read.rights import read_rights
from kafkatui.model.profile import Profile
from kafkatui.sandbox.cluster import Sandbox
from kafkatui.sandbox.readiness import QUIET_CLIENT, wait_until
from kafkatui.view.connection_table import rights_text
from tests.cluster.as_found import delete_groups
from tests.cluster.breakages import commit
from tests.cluster.doctored import examined, keys_of, other_data
from tests.cluster.examined import examined_at
from tests.cluster.guarded import AUTHORIZERS, WRITER, WRITER_PASSWORD, at_login, guarded_settings, logs_in
from tests.cluster.hanging import produce_for_nobody
from tests.cluster.kafka_tool import run_tool
from tests.cluster.sharing import admin_of, has_leaders, remove_topic, running
from tests.drive.producer import Producer

pytestmark = pytest.mark.cluster

TOOLS = "3.9"
"""Of which Kafka the tools are; one generation is enough where they ask the same as we do."""


class Verb(Protocol):
    """A verb's standard output, or what it says where another code than 0 is expected."""

    def __call__(self, sandbox: Sandbox, *arguments: str, code: int = 0) -> str: ...


@pytest.fixture(scope="module", params=AUTHORIZERS)
def guarded(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    """One broker with an authorizer, which lets us do everything, and a listener to log in at."""
    with running(guarded_settings(request.param)) as sandbox:
        yield sandbox


@pytest.fixture
def verb(capsysbinary: pytest.CaptureFixture[bytes]) -> Verb:
    """Runs a verb in this process, which starts no Python: there are many."""

    def run(sandbox: Sandbox, *arguments: str, code: int = 0) -> str:
        address = ["-b", sandbox.bootstrap_servers, "-z", sandbox.zookeeper_connect or "none"]
        capsysbinary.readouterr()
        ended = exit_code_of(kafkatui, [*address, *arguments])
        out, err = capsysbinary.readouterr()
        assert ended == code, (arguments, out, err)
        assert b"Traceback" not in err
        return (out if code == 0 else err).decode()

    return run


def listed(verb: Verb, sandbox: Sandbox) -> set[tuple[str, ...]]:
    """What the verb lists."""
    names = ("resource_type", "resource", "pattern_type", "principal", "host", "operation", "permission")
    return {tuple(acl[name] for name in names) for acl in json.loads(verb(sandbox, "acl", "list", "-o", "json"))}


def told(sandbox: Sandbox, kafka_tools: str) -> set[tuple[str, ...]]:
    """What Kafka's own tool lists."""
    output = run_tool(kafka_tools, "kafka.admin.AclCommand", "--bootstrap-server", sandbox.bootstrap_servers, "--list")
    found: set[tuple[str, ...]] = set()
    resource: tuple[str, ...] = ()
    for line in output.decode().splitlines():
        if match := re.search(r"resourceType=(\w+), name=(.*), patternType=(\w+)\)", line):
            resource = match.groups()
        elif match := re.search(r"principal=(.*), host=(.*), operation=(\w+), permissionType=(\w+)\)", line):
            found.add((*resource, *match.groups()))
    return found


CONSUMER = ("acl", "create", "--allow-principal", "User:alice", "--consumer", "--topic", "orders", "--group", "bill")


def test_acls_come_and_go_as_kafkas_tool_sees_them(
    verb: Verb, guarded: Sandbox, kafka_tools: str, isolated_user: Path, tmp_path: Path
) -> None:
    assert listed(verb, guarded) == set()
    assert "is no principal" in verb(guarded, *CONSUMER[:3], "alice", *CONSUMER[4:], "--yes", code=2)
    verb(guarded, *CONSUMER, "--dry-run")
    assert listed(verb, guarded) == set(), "a dry run changes nothing"

    verb(guarded, *CONSUMER, "--yes")
    verb(guarded, "acl", "create", "--deny-principal", "User:CN=b, O=c", "--topic", "or", "--operation", "Write",
         "--resource-pattern-type", "prefixed", "--yes")  # fmt: skip
    verb(guarded, "acl", "create", "--allow-principal", "User:p", "--producer", "--idempotent", "--topic", "*",
         "--transactional-id", "t", "--yes")  # fmt: skip
    wait_until(lambda: len(listed(verb, guarded)) == 10, 10, "the ACLs")
    every = listed(verb, guarded)
    assert every == told(guarded, kafka_tools)
    assert ("TOPIC", "or", "PREFIXED", "User:CN=b, O=c", "*", "WRITE", "DENY") in every

    if guarded.zookeeper_connect:
        assert keys_of(examined(guarded), "acl-differs", "partition-epoch-differs", "user-differs") == set()
        with other_data(guarded, "/kafka-acl/Topic/orders", b'{"version":1,"acls":[]}'):
            assert keys_of(examined(guarded), "acl-differs") == {"acl-differs ACLs of TOPIC LITERAL orders"}
    if guarded.settings.kafka == "2.3":  # the rest is the same requests again
        verb(guarded, "acl", "delete", "--operation", "read", "--permission", "allow", "--yes")
        wait_until(lambda: len(listed(verb, guarded)) == 8, 10, "them to go")
        return
    wanted = tmp_path / "acls.json"
    wanted.write_text(verb(guarded, "acl", "list", "--principal", "User:p", "-o", "json"))
    assert "nothing to do" in verb(guarded, "acl", "sync", str(wanted), "--keep", "--yes")
    verb(guarded, "acl", "sync", str(wanted), "--yes")
    wait_until(lambda: len(listed(verb, guarded)) == 6, 10, "the rest to go")
    verb(guarded, "undo", "--yes")
    wait_until(lambda: listed(verb, guarded) == every, 10, "the rest to be there again")

    plan = json.loads(verb(guarded, "acl", "delete", "--topic", "orders", "--resource-pattern-type", "match",
                           "--dry-run", "-o", "json"))  # fmt: skip
    assert len(plan["rows"]) == 6, "two by name, one by prefix, three by *"
    verb(guarded, "acl", "delete", "--principal", "User:alice", "--yes")
    wait_until(lambda: len(listed(verb, guarded)) == 7, 10, "hers to go")


def test_without_an_authorizer_it_says_so(verb: Verb, cluster: Sandbox, isolated_user: Path) -> None:
    assert "No authorizer is configured" in verb(cluster, "acl", "list", code=1)
    assert "No authorizer is configured" in verb(cluster, *CONSUMER, "--yes", code=1)


def configs(sandbox: Sandbox, kafka_tools: str, *entity: str) -> str:
    arguments = ("--bootstrap-server", sandbox.bootstrap_servers, "--describe", *entity)
    return run_tool(kafka_tools, "kafka.admin.ConfigCommand", *arguments).decode()


def test_scram_users_are_set_and_deleted_and_their_passwords_told_nowhere(
    verb: Verb,
    guarded: Sandbox,
    kafka_tools: str,
    isolated_user: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("s3cret-and-long\n")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"another-one\n")))
    verb(guarded, "user", "set", "carol", "--password-file", "-", "--yes")
    said = verb(guarded, "user", "set", "carol", "--mechanism", "SCRAM-SHA-512", "--iterations", "5000",
                "--password-file", str(secret), "--yes", "-o", "json")  # fmt: skip
    wait_until(lambda: len(json.loads(verb(guarded, "user", "list", "-o", "json"))) == 2, 10, "the credentials")
    wait_until(lambda: logs_in(guarded, "carol", "another-one"), 20, "her to be let in")
    assert not logs_in(guarded, "carol", "another-two")
    if guarded.settings.kafka == TOOLS:
        told = configs(guarded, kafka_tools, "--entity-type", "users", "--entity-name", "carol")
        assert "SCRAM-SHA-256=iterations=4096" in told
        assert "SCRAM-SHA-512=iterations=5000" in told
    journal = "".join(path.read_text() for path in (isolated_user / "state").rglob("*") if path.is_file())
    assert "user.set" in journal
    assert "s3cret-and-long" not in said + journal
    assert "another-one" not in journal
    verb(guarded, "undo", "--yes")
    wait_until(lambda: len(json.loads(verb(guarded, "user", "list", "-o", "json"))) == 1, 10, "the second to go")
    verb(guarded, "user", "delete", "carol", "--yes")
    wait_until(lambda: json.loads(verb(guarded, "user", "list", "-o", "json")) == [], 10, "her to go")
    wait_until(lambda: not logs_in(guarded, "carol", "another-one"), 20, "her to be refused")


def test_scram_users_of_old_brokers_are_in_their_zookeeper_alone(
    verb: Verb, guarded: Sandbox, virgin_cluster: Sandbox, isolated_user: Path
) -> None:
    if guarded.settings.kafka != "2.3":
        return
    for zookeeper, words in (
        ("none", "through ZooKeeper alone"),
        (virgin_cluster.zookeeper_connect, "another cluster's"),
    ):
        assert words in verb(guarded, "user", "list", "-z", str(zookeeper), code=1)


@pytest.mark.parametrize("guarded", ["3.9"], indirect=True)  # all list a group to who may describe the cluster
def test_a_group_that_nobody_tells_of_is_found(verb: Verb, guarded: Sandbox, isolated_user: Path) -> None:
    topic, group, untold = "told-of", "kept-from-the-writer", "group-not-told group kept-from-the-writer"
    admin = admin_of(guarded)
    admin.create_topics([NewTopic(topic, 1, 1)])[topic].result(20)
    wait_until(lambda: has_leaders(admin, topic, 1), 20, "the topic's leader")
    commit(guarded, group, TopicPartition(topic, 0, 0))
    login = {"security.protocol": "SASL_PLAINTEXT", "sasl.mechanism": "PLAIN", "sasl.username": WRITER}
    address = {"bootstrap.servers": at_login(guarded)[1], "sasl.password": WRITER_PASSWORD}
    with examined_at(Profile("writer", {**login, **address})) as doctor:
        assert untold not in doctor.findings()
        deny = ("--deny-principal", f"User:{WRITER}", "--group", group, "--operation", "Describe")
        verb(guarded, "acl", "create", *deny, "--yes")
        found = doctor.until(untold)[untold]
        assert found.evidence[0].text == "Could not describe the group: this user has no right on the group."
        verb(guarded, "acl", "delete", "--group", group, "--yes")
        doctor.until_gone(untold)
    delete_groups(guarded, [group])
    remove_topic(guarded, topic)


def test_delegation_tokens_are_made_shown_renewed_and_ended(verb: Verb, guarded: Sandbox, isolated_user: Path) -> None:
    admin = at_login(guarded)

    def tokens() -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(verb(guarded, "token", "list", *admin, "-o", "json"))
        return found

    assert "only where one is logged in" in verb(guarded, "token", "list", code=1)
    assert tokens() == []
    created = json.loads(verb(guarded, "token", "create", "--renewer-principal", "User:bob", "--max-life-time-period",
                              "2h", *admin, "--yes", "-o", "json"))  # fmt: skip
    [outcome] = created["outcomes"]
    wait_until(lambda: len(tokens()) == 1, 10, "the token")
    [token] = tokens()
    assert (token["token"], token["owner"], token["renewers"]) == (outcome["target"], "User:admin", "User:bob")
    assert outcome["secret"] not in json.dumps(token)
    shown = json.loads(verb(guarded, "token", "show", *admin, "-o", "json", "--", token["token"]))
    assert shown["outcomes"][0]["secret"] == outcome["secret"]
    journal = "".join(path.read_text() for path in (isolated_user / "state").rglob("*") if path.is_file())
    assert token["token"] in journal
    assert outcome["secret"] not in journal

    verb(guarded, "token", "renew", "--renew-time-period", "30m", *admin, "--yes", "--", token["token"])
    wait_until(lambda: tokens()[0]["expires"] != token["expires"], 10, "another end")
    assert tokens()[0]["at_most"] == token["at_most"]
    assert "no delegation token nosuch" in verb(guarded, "token", "renew", "nosuch", *admin, "--yes", code=1)
    verb(guarded, "undo", *admin, "--yes")
    wait_until(lambda: tokens() == [], 10, "the token to be ended")

    for _ in range(2):
        verb(guarded, "token", "create", *admin, "--yes")
    wait_until(lambda: len(tokens()) == 2, 10, "two tokens")
    first, second = (each["token"] for each in tokens())
    assert "It cannot be undone" in verb(guarded, "token", "expire", *admin, "--dry-run", "--", first)
    for token_id, left in ((first, 1), (second, 0)):
        verb(guarded, "token", "expire", *admin, "--yes", "--", token_id)
        wait_until(lambda: len(tokens()) == left, 10, "it to be ended")  # noqa: B023


def quotas_of(verb: Verb, sandbox: Sandbox) -> dict[tuple[str, ...], float]:
    rows = json.loads(verb(sandbox, "quota", "list", "-o", "json"))
    return {(row["user"] or "", row["client_id"] or "", row["ip"] or "", row["quota"]): row["value"] for row in rows}


def test_quotas_are_set_deleted_and_put_back(
    verb: Verb, guarded: Sandbox, kafka_tools: str, isolated_user: Path
) -> None:
    if guarded.settings.kafka == "2.3":
        return
    alice = ("--user", "alice", "--client-defaults")
    verb(guarded, "quota", "set", *alice, "--add-config", "producer_byte_rate=1024,request_percentage=12.5", "--yes")
    every = {
        ("alice", "<default>", "", "producer_byte_rate"): 1024.0,
        ("alice", "<default>", "", "request_percentage"): 12.5,
    }
    wait_until(lambda: quotas_of(verb, guarded) == every, 10, "the quotas")
    if guarded.settings.kafka == TOOLS:
        told = configs(guarded, kafka_tools, "--user", "alice", "--client-defaults")
        assert "producer_byte_rate=1024.0" in told
        assert "request_percentage=12.5" in told
    verb(guarded, "quota", "set", *alice, "--add-config", "producer_byte_rate=2048", "--yes")
    verb(guarded, "quota", "delete", *alice, "--yes")
    wait_until(lambda: quotas_of(verb, guarded) == {}, 10, "them to go")
    verb(guarded, "undo", "--yes")
    changed = {**every, ("alice", "<default>", "", "producer_byte_rate"): 2048.0}
    wait_until(lambda: quotas_of(verb, guarded) == changed, 10, "them to be put back")
    verb(guarded, "quota", "delete", *alice, "--yes")
    assert "is a quota of an address" in verb(guarded, "quota", "set", *alice, "--add-config",
                                              "connection_creation_rate=1", "--yes", code=2)  # fmt: skip


def test_quotas_of_old_brokers_are_set_through_their_zookeeper_and_put_back(
    verb: Verb, guarded: Sandbox, virgin_cluster: Sandbox, isolated_user: Path
) -> None:
    if guarded.settings.kafka != "2.3":
        return
    whose = ("--user", "ANONYMOUS", "--client", "a b*")
    verb(guarded, "quota", "set", *whose, "--add-config", "producer_byte_rate=1000", "--yes")
    assert quotas_of(verb, guarded) == {("ANONYMOUS", "a b*", "", "producer_byte_rate"): 1000.0}
    throttled: list[Any] = []
    admin = admin_of(guarded)
    admin.create_topics([NewTopic("slow", 1, 1)])["slow"].result(20)
    producer = Producer(
        {"bootstrap.servers": guarded.bootstrap_servers, "client.id": "a b*", "throttle_cb": throttled.append}
        | QUIET_CLIENT
    )

    def is_held_back() -> bool:
        producer.produce("slow", b"x" * 20_000)
        producer.poll(0.2)
        return bool(throttled)

    wait_until(is_held_back, 20, "the broker to hold the producer back")
    verb(guarded, "quota", "delete", *whose, "--yes")
    assert quotas_of(verb, guarded) == {}
    verb(guarded, "undo", "--yes")
    assert quotas_of(verb, guarded) == {("ANONYMOUS", "a b*", "", "producer_byte_rate"): 1000.0}
    verb(guarded, "quota", "delete", *whose, "--yes")
    for zookeeper, words in (
        ("none", "through ZooKeeper alone"),
        (virgin_cluster.zookeeper_connect, "another cluster's"),
    ):
        assert words in verb(guarded, "quota", "list", "-z", str(zookeeper), code=1)


def test_hanging_transactions_are_those_of_kafkas_tool_and_are_aborted(
    verb: Verb, guarded: Sandbox, kafka_tools: str, isolated_user: Path
) -> None:
    if guarded.settings.kafka == "2.3":
        assert "Needs Kafka 3.0" in verb(guarded, "transactions", code=1)
        return
    topic = "paid"
    admin = admin_of(guarded)
    admin.create_topics([NewTopic(topic, 2, 1)])[topic].result(20)
    wait_until(lambda: has_leaders(admin, topic, 2), 20, "leaders")
    producer = Producer({"bootstrap.servers": guarded.bootstrap_servers, "transactional.id": "mine", **QUIET_CLIENT})
    producer.init_transactions(20)
    producer.begin_transaction()
    producer.produce(topic, b"open", partition=0)
    assert producer.flush(20) == 0
    produce_for_nobody(guarded, topic, 1)

    found = open_ones(verb, guarded)
    assert {(row["partition"], row["transactional_id"], row["is_hanging"]) for row in found} == {
        (0, "mine", False), (1, None, True),
    }  # fmt: skip
    assert {row["held_back"] for row in found} == {1}
    hanging = {
        (row["topic"], row["partition"], row["producer_id"], row["producer_epoch"], row["start_offset"])
        for row in found
        if row["is_hanging"]
    }
    assert hanging == hanging_as_kafka(guarded, kafka_tools) == {(topic, 1, 4_000_000, 3, 0)}

    on = ("--topic", topic, "--partition")
    assert "will end it itself" in verb(guarded, "transactions", "abort", *on, "0", "--yes", code=1)
    verb(guarded, "transactions", "abort", *on, "1", "--yes")
    wait_until(lambda: [row["partition"] for row in open_ones(verb, guarded)] == [0], 10, "it to be aborted")
    producer.commit_transaction(20)
    wait_until(lambda: open_ones(verb, guarded) == [], 10, "the other to be committed")
    assert "open no longer" in verb(guarded, "transactions", "abort", *on, "1", "--yes", code=1)


def open_ones(verb: Verb, sandbox: Sandbox) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(
        verb(sandbox, "transactions", "--max-transaction-timeout", "0", "-o", "json")
    )
    return found


def hanging_as_kafka(sandbox: Sandbox, kafka_tools: str) -> set[tuple[str, int, int, int, int]]:
    """Topic, partition, producer, epoch and start offset of each."""
    output = run_tool(
        kafka_tools, "TransactionsCommand", "--bootstrap-server", sandbox.bootstrap_servers, "find-hanging",
        "--broker-id", "1", "--max-transaction-timeout", "0",
    ).decode()  # fmt: skip
    heading, *lines = [line.split() for line in output.splitlines() if line.strip()]
    rows = [dict(zip(heading, line, strict=False)) for line in lines]
    return {
        (
            row["Topic"],
            int(row["Partition"]),
            int(row["ProducerId"]),
            int(row["ProducerEpoch"]),
            int(row["StartOffset"]),
        )
        for row in rows
    }


def test_the_quorum_is_as_kafkas_tool_tells(verb: Verb, guarded: Sandbox, kafka_tools: str) -> None:
    if guarded.release.zookeeper_jars is not None:
        assert "its metadata are in ZooKeeper" in verb(guarded, "quorum", code=1)
        return
    output = run_tool(
        kafka_tools, "MetadataQuorumCommand", "--bootstrap-server", guarded.bootstrap_servers, "describe",
        "--replication",
    ).decode()  # fmt: skip
    told = [line.split() for line in output.splitlines()[1:] if line.strip()]
    rows = json.loads(verb(guarded, "quorum", "-o", "json"))
    assert [(str(row["node_id"]), row["role"], row["lag"]) for row in rows] == [
        (line[0], line[-1].lower(), 0) for line in told
    ]
    assert all(row["leader_epoch"] >= 1 and row["log_end"] >= row["high_watermark"] > 0 for row in rows)
    features = {row["feature"]: row for row in json.loads(verb(guarded, "quorum", "--features", "-o", "json"))}
    version = features["metadata.version"]
    assert version["supported_min"] <= version["finalized"] <= version["supported_max"]


def test_what_may_be_done_here_is_told(guarded: Sandbox) -> None:
    connection = KafkaConnection(Profile("rights", {"bootstrap.servers": guarded.bootstrap_servers}))
    with closing(connection):
        rights = read_rights(connection, asks_for_topics=True)
        assert rights.cluster is not None
        assert rights_text(rights.cluster) == "everything"
        topics = admin_of(guarded).list_topics(timeout=10).topics
        assert rights.topic_count == len(topics)
        assert not topics or rights.topics["READ"] == len(topics)
