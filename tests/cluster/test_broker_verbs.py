"""What changes brokers, as verbs, on the oldest, the last with ZooKeeper and the newest Kafka; read back raw."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from kafka.admin import ConfigResource, KafkaAdminClient
from kafka.protocol.admin import IncrementalAlterConfigsRequest
from prometheus_client.parser import text_string_to_metric_families

from kafkatui.insight.catalogue import names
from kafkatui.sandbox.cluster import Sandbox, SandboxSettings
from kafkatui.sandbox.readiness import QUIET_CLIENT, wait_until
from kafkatui.sandbox.versions import LOGGING_3_9
from tests.cluster.as_found import zookeeper_client
from tests.cluster.kafka_tool import run_tool
from tests.cluster.sharing import FreshTopic, running
from tests.cluster.verbs import run_verb
from tests.drive.producer import Producer

pytestmark = pytest.mark.cluster

GENERATIONS = ["kafka_2_3", "cluster", "kafka_4_3"]


@pytest.fixture(params=GENERATIONS)
def sandbox(request: pytest.FixtureRequest) -> Sandbox:
    """Each generation."""
    found: Sandbox = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="module")
def two_disks() -> Iterator[Sandbox]:
    """Kafka 3.9, two brokers with two log directories each, logging with log4j."""
    properties = {"log.dirs": "first,second", "offsets.topic.replication.factor": 1}  # below where each broker runs
    with running(SandboxSettings(brokers=2, broker_properties=properties, release=LOGGING_3_9)) as sandbox:
        yield sandbox


def verb(sandbox: Sandbox, *arguments: str, code: int = 0) -> str:
    done = run_verb(sandbox, *arguments)
    assert done.returncode == code, (arguments, done.stdout, done.stderr)
    assert b"Traceback" not in done.stderr
    return (done.stdout if code == 0 else done.stderr).decode()


def set_for(sandbox: Sandbox, broker: str) -> dict[str, str]:
    """What is set at run time for a broker; for "" what is set for all."""
    with closing(KafkaAdminClient(bootstrap_servers=sandbox.bootstrap_servers.split(","))) as admin:
        node = int(broker) if broker else None
        request = admin._describe_configs_request([ConfigResource("BROKER", broker)], include_synonyms=True)
        (result,) = admin._manager.run(admin._manager.send, request, node).results
    source = 2 if broker else 3  # DYNAMIC_BROKER_CONFIG, DYNAMIC_DEFAULT_BROKER_CONFIG
    return {
        entry.name: layer.value
        for entry in result.configs
        for layer in entry.synonyms
        if layer.source == source and entry.name != "min.insync.replicas"  # which KRaft sets for all by itself
    }


@pytest.fixture
def left_as_found(sandbox: Sandbox) -> Iterator[None]:
    """Takes away what a test set, failed or not."""
    yield
    with closing(KafkaAdminClient(bootstrap_servers=sandbox.bootstrap_servers.split(","))) as admin:
        for broker in ("1", ""):
            changes = [(name, 1, None) for name in set_for(sandbox, broker)]
            request = IncrementalAlterConfigsRequest(resources=[(4, broker, changes)], validate_only=False)
            admin._manager.run(admin._manager.send, request, int(broker) if broker else None)
    wait_until(lambda: not set_for(sandbox, "1") and not set_for(sandbox, ""), 10, "the settings to go")
    if sandbox.zookeeper_connect:  # Kafka leaves the znodes behind that held them
        with zookeeper_client(sandbox) as client:
            for name in ("1", "<default>"):
                client.delete(f"/config/brokers/{name}")


def dry_run(sandbox: Sandbox, *arguments: str) -> Any:
    return json.loads(verb(sandbox, *arguments, "--dry-run", "-o", "json"))


BOTH = ["--add-config", "log.cleaner.backoff.ms=6s", "--add-config", "background.threads=3"]
LISTED = ["--add-config", "log.cleaner.backoff.ms=6s", "--add-config", "log.cleanup.policy=compact,delete"]
"""Looked at only: Kafka 2.3 goes on making topics so when it has been set back."""

EVERYWHERE = ["broker", "config", "--cluster-default", "--add-config", "log.cleaner.backoff.ms=7000"]


def test_brokers_are_configured_one_and_all_and_put_back(sandbox: Sandbox, left_as_found: None) -> None:
    one = ["broker", "config", "1"]
    verb(sandbox, *one, *BOTH, "--yes")
    assert set_for(sandbox, "1") == {"log.cleaner.backoff.ms": "6000", "background.threads": "3"}
    verb(sandbox, *EVERYWHERE, "--yes")
    wait_until(lambda: set_for(sandbox, "") == {"log.cleaner.backoff.ms": "7000"}, 10, "the default")
    verb(sandbox, *one, "--delete-config", "log.cleaner.backoff.ms", "--yes")
    assert set_for(sandbox, "1") == {"background.threads": "3"}
    verb(sandbox, "undo", "--yes")
    assert set_for(sandbox, "1") == {"log.cleaner.backoff.ms": "6000", "background.threads": "3"}


def test_a_preview_shows_now_and_then_and_what_brokers_refuse(kafka_2_3: Sandbox) -> None:
    plan = dry_run(kafka_2_3, "broker", "config", "1", *LISTED, "--add-config", "log.cleaner.thread=2")
    rows = {row["property"]: (row["now"], row["then"], row["source"]) for row in plan["rows"]}
    assert rows["log.cleaner.backoff.ms"] == ("5000", "6000", "broker (static) → broker (dynamic)")
    assert rows["log.cleanup.policy"] == ("delete", "compact,delete", "default → broker (dynamic)")
    assert "[compact,delete]" in plan["commands"][0]
    assert "Did you mean log.cleaner.threads?" in plan["warnings"][0]
    one = ["broker", "config", "1", "--add-config"]
    assert "Broker 1 refuses it" in verb(kafka_2_3, *one, "log.cleaner.threads=many", "--yes", code=2)
    assert "read when a broker starts" in verb(kafka_2_3, *one, "log.dirs=/x", "--yes", code=2)
    assert set_for(kafka_2_3, "1") == {}


def test_a_secret_is_nowhere_but_in_the_broker(kafka_4_3: Sandbox, isolated_user: Path) -> None:
    name, secret = "listener.name.other.ssl.key.password", "hunter2-hunter2"
    arguments = ["broker", "config", "1", "--add-config", f"{name}={secret}", "--add-config", "log.cleaner.threads=2"]
    try:
        printed = verb(kafka_4_3, *arguments, "--dry-run")
        assert secret not in printed
        assert "••••••" in printed
        assert "is hidden, and what is hidden is not written down" in printed
        verb(kafka_4_3, *arguments, "--yes")
        assert {name, "log.cleaner.threads"} <= set(set_for(kafka_4_3, "1"))
        for path in isolated_user.rglob("*"):
            assert not path.is_file() or secret.encode() not in path.read_bytes(), path
        verb(kafka_4_3, "undo", "--yes")
        assert set(set_for(kafka_4_3, "1")) == {name}, "the rest is put back"
    finally:
        verb(kafka_4_3, "broker", "config", "1", "--delete-config", name, "--yes")


def test_what_properties_mean_is_told_and_the_catalogue_has_them_all(sandbox: Sandbox, fresh_topic: FreshTopic) -> None:
    rows = json.loads(verb(sandbox, "describe", "broker", "1", "--all", "--explain", "-o", "json"))
    by_name: dict[str, Any] = {row["name"]: row for row in rows}
    assert set(by_name) <= names("broker") | {"broker.session.uuid"}
    threads = by_name["num.io.threads"]
    assert (threads["type"], threads["valid"]) == ("int", "[1,...]")
    assert threads["sentence"].startswith("The number of threads that the server uses")
    assert by_name["log.dirs"]["takes_effect"] == "when a broker starts"
    assert threads["takes_effect"] == "at run time, for one broker or all"
    topic = fresh_topic(sandbox, name="explained", config={"retention.ms": "1"})
    rows = json.loads(verb(sandbox, "describe", "topic", topic, "--explain", "-o", "json"))
    assert {row["name"] for row in rows} <= names("topic")
    (retention,) = (row for row in rows if row["name"] == "retention.ms")
    assert (retention["value"], retention["type"], retention["valid"]) == ("1", "long", "[-1,...]")
    assert retention["sentence"].startswith("This configuration controls the maximum time")


# Log levels


def test_log_levels_are_listed_set_and_put_back(two_disks: Sandbox) -> None:
    listed = json.loads(verb(two_disks, "broker", "log-level", "1", "-o", "json"))
    before = log_levels(two_disks)
    assert {row["logger"]: row["level"] for row in listed} == before
    logger = "kafka.server.KafkaApis"
    assert before[logger] == before["root"]
    typed = ["broker", "log-level", "1"]
    wrong = verb(two_disks, *typed, "kafka.server.KafkaApi=DEBUG", "--yes", code=2)
    assert "has no logger kafka.server.KafkaApi. Did you mean kafka.server.KafkaApis?" in wrong
    verb(two_disks, *typed, f"{logger}=trace", "--yes")
    assert log_levels(two_disks) == {**before, logger: "TRACE"}
    verb(two_disks, "undo", "--yes")
    assert log_levels(two_disks) == before


def log_levels(sandbox: Sandbox) -> dict[str, str]:
    with closing(KafkaAdminClient(bootstrap_servers=sandbox.bootstrap_servers.split(","))) as admin:
        request = admin._describe_configs_request([ConfigResource("BROKER_LOGGER", "1")])
        (result,) = admin._manager.run(admin._manager.send, request, 1).results
        return {entry.name: entry.value for entry in result.configs}


def test_kraft_brokers_tell_their_log_levels_too(kafka_4_3: Sandbox) -> None:
    listed = json.loads(verb(kafka_4_3, "broker", "log-level", "1", "-o", "json"))
    assert {row["logger"]: row["level"] for row in listed} == log_levels(kafka_4_3)
    assert listed[0]["logger"] == "root"


def test_log_levels_need_kafka_2_4(kafka_2_3: Sandbox) -> None:
    assert "Needs Kafka 2.4" in verb(kafka_2_3, "broker", "log-level", "1", code=1)


# Log directories


def test_a_replica_moves_to_another_disk_and_back(two_disks: Sandbox, fresh_topic: FreshTopic) -> None:
    topic = fresh_topic(two_disks, name="moved", assignment=[[1], [1]])
    producer = Producer({"bootstrap.servers": two_disks.bootstrap_servers, **QUIET_CLIENT})
    for number in range(2_000):
        producer.produce(topic, b"x" * 500, partition=number % 2)
    assert producer.flush(20) == 0
    where = where_replicas_are(two_disks, topic)
    first, second = where[0], next(path for path in paths_of(two_disks) if path != where[0])
    arguments = ["broker", "move-replica", "1", f"{topic}:0", "--to-dir", second]
    plan = json.loads(verb(two_disks, *arguments, "--dry-run", "-o", "json"))
    (row,) = plan["rows"]
    assert (row["replica"], row["from"], row["to"]) == (f"{topic}-0", first, second)
    assert row["size_bytes"] > 400_000
    verb(two_disks, *arguments, "--yes")
    assert where_replicas_are(two_disks, topic) == {**where, 0: second}
    verb(two_disks, "undo", "--yes")
    assert where_replicas_are(two_disks, topic) == where


def paths_of(sandbox: Sandbox) -> list[str]:
    return [each["log_dir"] for each in describe_log_dirs(sandbox)]


def where_replicas_are(sandbox: Sandbox, topic: str) -> dict[int, str]:
    return {
        partition["partition_index"]: log_dir["log_dir"]
        for log_dir in describe_log_dirs(sandbox)
        for found in log_dir["topics"]
        if found["name"] == topic
        for partition in found["partitions"]
        if not partition["is_future_key"]
    }


def describe_log_dirs(sandbox: Sandbox) -> list[dict[str, Any]]:
    with closing(KafkaAdminClient(bootstrap_servers=sandbox.bootstrap_servers.split(","))) as admin:
        found: list[dict[str, Any]] = admin.describe_log_dirs(brokers=[1])[0]["log_dirs"]
        return found


# Decommission


def test_a_broker_is_emptied_and_filled_again(two_disks: Sandbox, fresh_topic: FreshTopic) -> None:
    topic = fresh_topic(two_disks, name="emptied", assignment=[[2], [1], [2]])
    plan = dry_run(two_disks, "broker", "decommission", "2")
    assert plan["summary"].startswith("Empties broker 2.")
    assert any("stop it" in total for total in plan["totals"])
    verb(two_disks, "broker", "decommission", "2", "--yes")
    assert replicas_of(two_disks, topic) == [[1], [1], [1]]
    assert "Nothing is on broker 2 any more." in verb(two_disks, "broker", "decommission", "2", "--yes")
    verb(two_disks, "undo", "--yes")
    assert replicas_of(two_disks, topic) == [[2], [1], [2]]
    assert "there are 0 for them" in verb(two_disks, "broker", "decommission", "1", "2", code=2)


def replicas_of(sandbox: Sandbox, topic: str) -> list[list[int]]:
    with closing(KafkaAdminClient(bootstrap_servers=sandbox.bootstrap_servers.split(","))) as admin:
        (found,) = admin.describe_topics([topic])
    partitions = sorted(found["partitions"], key=lambda each: int(each["partition_index"]))
    return [each["replica_nodes"] for each in partitions]


# Metrics


def test_metrics_are_what_kafkas_own_tools_say(cluster: Sandbox, kafka_tools: str) -> None:
    families = {each.name: each for each in text_string_to_metric_families(verb(cluster, "metrics"))}
    assert all(each.type == "gauge" and each.documentation for each in families.values())

    def figures(name: str, *labels: str) -> dict[tuple[str, ...], float]:
        samples = families[f"kafkatui_{name}"].samples
        return {tuple(sample.labels[label] for label in labels): sample.value for sample in samples}

    assert figures("broker_up", "broker") == {("1",): 1, ("2",): 1, ("3",): 1}
    assert sum(figures("broker_is_controller", "broker").values()) == 1
    assert set(figures("reading_complete", "reading").values()) == {1}
    for name in ("under_replicated_partitions", "offline_partitions", "under_min_isr_partitions"):
        assert figures(name) == {(): 0}

    server = ("--bootstrap-server", cluster.bootstrap_servers)
    ends = figures("partition_end_offset", "topic", "partition")
    for line in run_tool(kafka_tools, "GetOffsetShell", *server, "--exclude-internal-topics").decode().split():
        topic, partition, offset = line.rsplit(":", 2)
        assert ends[topic, partition] == int(offset)
    lags = figures("group_lag", "group", "topic", "partition")
    told = run_tool(
        kafka_tools, "consumer.group.ConsumerGroupCommand", *server, "--describe", "--all-groups", "--offsets"
    ).decode()
    rows = [line.split() for line in told.splitlines()]
    seen = {tuple(row[:3]): float(row[5]) for row in rows if len(row) > 6 and row[2].isdigit() and row[5] != "-"}
    assert seen
    assert lags == seen
    sizes = figures("log_size_bytes", "broker", "topic", "partition")
    told = run_tool(kafka_tools, "LogDirsCommand", *server, "--describe").decode()
    brokers = json.loads(told.splitlines()[-1])["brokers"]
    assert sizes == {
        (str(broker["broker"]), *part["partition"].rsplit("-", 1)): part["size"]
        for broker in brokers
        for log_dir in broker["logDirs"]
        for part in log_dir["partitions"]
    }
