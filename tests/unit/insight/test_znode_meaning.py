"""Every znode of Kafka's is explained, leads to what it is about and back, and shows no secret."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kafkatui.insight import znode_versions
from kafkatui.insight.znode_client_rules import CLIENT_RULES
from kafkatui.insight.znode_cluster_rules import CLUSTER_RULES
from kafkatui.insight.znode_meaning import entity_name, meaning, title_of
from kafkatui.insight.znode_secrets import mask_znode_data
from kafkatui.insight.znode_stat import describe_stat
from kafkatui.model.kinds import znode_of
from kafkatui.model.place import PlaceKind
from kafkatui.model.secrets import contains_mask
from kafkatui.model.znode import ZnodeStat

NOW_MS = 1_795_371_651_987
BROKER = (
    b'{"features":{},"endpoints":["PLAINTEXT://k1:9092"],"rack":"r1","jmx_port":-1,"port":9092,"host":"k1","version":5,'
    b'"timestamp":"1795371351987"}'
)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "root"),
        ("/brokers/ids/1", "broker"),
        ("/brokers/topics/orders/partitions/3/state", "partition-state"),
        ("/config/brokers/<default>", "broker-default-config"),
        ("/config/brokers/2", "broker-config"),
        ("/config/users/alice/clients/app", "user-client"),
        ("/config/changes/config_change_0000000001", "config-change"),
        ("/consumers/g/offsets/orders/0", "consumer-offset"),
        ("/kafka-acl/Topic/orders", "topic-acls"),
        ("/kafka-acl/TransactionalId/a", "acl"),
        ("/kafka-acl-extended/prefixed/Topic/ord", "extended-acl"),
        ("/delegation_token/tokens/abc", "token"),
        ("/migration", "migration"),
        ("/zookeeper/quota", "zookeeper-part"),
        ("/brokers/ids/one", "unknown"),
        ("/hbase", "unknown"),
    ],
)
def test_path_has_its_kind(path: str, kind: str) -> None:
    assert meaning(path, None).kind == kind


def test_which_kafka_keeps_it_is_told() -> None:
    assert meaning("/latest_producer_id_block", None).versions == "Kafka 0.11 to 3.9"
    assert meaning("/consumers/g/owners/orders/0", None).versions == "Kafka 0.8 to 1.1"
    assert meaning("/zookeeper/config", None).versions == ""
    kinds = {rule.id for rule in CLUSTER_RULES + CLIENT_RULES}
    assert kinds >= {*znode_versions._SINCE, *znode_versions._UNTIL}, "of a kind that no rule has"


def test_what_is_not_kafkas_has_no_title() -> None:
    assert [title_of(path) for path in ("/", "/hbase", "/brokers/ids/one", "/consumers/g/other")] == [
        "Root of this cluster's znodes", "", "", ""
    ]  # fmt: skip


def test_every_rule_is_reached_by_its_own_pattern() -> None:
    for rule in CLUSTER_RULES + CLIENT_RULES:
        path = rule.pattern.replace("{broker}", "7").replace("{partition}", "0")
        path = path.replace("{", "").replace("}", "").replace("*", "")
        found = meaning(path, None)
        assert found.kind == rule.id, path
        assert found.title.endswith(".")
        assert title_of(path) == found.title.removesuffix(".")
        assert found.versions.startswith("Kafka ") or rule.pattern.split("/")[1] in ("", "zookeeper"), path
        assert found.explanation.endswith(".")


@pytest.mark.parametrize(
    ("kind", "name", "partition", "tab", "path"),
    [
        (PlaceKind.BROKER, "2", None, "", "/brokers/ids/2"),
        (PlaceKind.BROKER, "2", None, "config", "/config/brokers/2"),
        (PlaceKind.TOPIC, "orders", None, "", "/brokers/topics/orders"),
        (PlaceKind.TOPIC, "orders", 4, "", "/brokers/topics/orders/partitions/4/state"),
        (PlaceKind.TOPIC, "orders", None, "config", "/config/topics/orders"),
        (PlaceKind.GROUP, "billing", None, "", "/consumers/billing"),
        (PlaceKind.TOPICS, "", None, "", "/brokers/topics"),
    ],
)
def test_jump_to_zookeeper_and_back_returns(
    kind: PlaceKind, name: str, partition: int | None, tab: str, path: str
) -> None:
    assert znode_of(kind, name, partition, tab) == path
    target = meaning(path, None).target
    assert target is not None
    assert (target.kind, target.name, target.tab) == (kind, name, tab)
    assert target.cursor == ("" if partition is None else str(partition))
    assert target.place("local").cluster == "local"


def test_controller_leads_to_its_broker() -> None:
    target = meaning("/controller", b'{"version":2,"brokerid":3,"timestamp":"1"}').target
    assert target is not None
    assert (target.kind, target.name) == (PlaceKind.BROKER, "3")


def test_fields_are_explained_with_dates_and_ages() -> None:
    notes = {note.name: note for note in meaning("/brokers/ids/1", BROKER, NOW_MS).fields}
    assert notes["timestamp"].explanation == "When the broker registered: 2026-11-22 18:15:51 UTC, 5 min ago."
    assert notes["jmx_port"].explanation == "no JMX"
    assert notes["rack"].value == "r1"


def test_partition_without_leader_says_so() -> None:
    data = b'{"controller_epoch":1,"leader":-1,"version":1,"leader_epoch":4,"isr":[2]}'
    notes = {note.name: note for note in meaning("/brokers/topics/t/partitions/0/state", data).fields}
    assert notes["leader"].explanation.startswith("No leader")
    assert notes["isr"].value == "[2]"


def test_bare_value_is_explained() -> None:
    (note,) = meaning("/controller_epoch", b"7").fields
    assert (note.value, note.explanation) == ("7", "Controller elections so far.")


@given(st.binary(max_size=60))
def test_any_data_is_survived_and_shown_safely(data: bytes) -> None:
    for path in ("/config/users/u", "/brokers/ids/1", "/controller"):
        for note in meaning(path, data, NOW_MS).fields:
            assert not any(ord(character) < 0x20 for character in note.name + note.value)


SCRAM = b'{"version":1,"config":{"SCRAM-SHA-256":"salt=c2FsdA==,stored_key=a2V5,server_key=c2Vy,iterations=4096"}}'


def test_scram_credentials_are_masked_but_their_iterations_stay() -> None:
    masked = mask_znode_data("/config/users/alice", SCRAM).decode()
    assert "iterations=4096" in masked
    for secret in ("c2FsdA", "a2V5", "c2Vy"):
        assert secret not in masked
        assert secret not in str(meaning("/config/users/alice", SCRAM).fields)


def test_passwords_in_broker_configuration_are_masked() -> None:
    config = {"ssl.key.password": "hidden1", "listener.name.x.sasl.jaas.config": "hidden2", "log.retention.ms": "9"}
    data = json.dumps({"version": 1, "config": config}).encode()
    masked = json.loads(mask_znode_data("/config/brokers/1", data))
    assert "hidden" not in str(masked)
    assert masked["config"]["log.retention.ms"] == "9"


@pytest.mark.parametrize(
    "data",
    [
        b'{"config":{"ssl.key.password":"hidden"},"config":{}}',
        b'{"config":{"ssl.key.password":"hidden","ssl.key.password":""}}',
        b'{"config":{"ssl.key.pass\\u0077ord":{"x":"hidden"}}}',
        b'{"config":{"ssl.key.password":"hidden"',
        b'{"SCRAM-SHA-512":"hidden"}',
    ],
)
def test_no_shape_of_json_lets_a_secret_through(data: bytes) -> None:
    for path in ("/config/brokers/1", "/config/users/u/clients/c"):
        assert b"hidden" not in mask_znode_data(path, data)


def test_data_without_secrets_and_other_znodes_are_the_same_bytes() -> None:
    data = b'{ "version":1, "config":{"retention.ms":"1.10"} }'
    assert mask_znode_data("/config/topics/t", data) is data
    assert mask_znode_data("/brokers/ids/1", BROKER) is BROKER


def test_stat_reads_in_human_terms() -> None:
    stat = ZnodeStat(0x500000003, 4, 5, NOW_MS - 120_000, NOW_MS, 2, 0, 0, 0x1000004623C0003, 216, 0)
    rows = {label: (value, explanation) for label, value, explanation in describe_stat(stat, NOW_MS)}
    assert rows["created"][0].endswith("2 min ago")
    assert rows["lifetime"][0] == "ephemeral, session 0x1000004623c0003"
    assert rows["czxid"][1] == "Created it: transaction 3 of epoch 5."


@pytest.mark.parametrize(
    ("owner", "lifetime"), [(0, "not ephemeral"), (1 << 63, "container"), (0xFF << 56 | 5_000, "TTL 5,000 ms")]
)
def test_lifetime_tells_persistent_container_and_ttl(owner: int, lifetime: str) -> None:
    stat = ZnodeStat(1, 1, 1, 0, 0, 0, 0, 0, owner, 0, 0)
    assert {label: value for label, value, _ in describe_stat(stat, 0)}["lifetime"] == lifetime


def test_encoded_entity_names_are_read_back() -> None:
    assert entity_name("CN%3Dalice%2COU%3Dx") == "CN=alice,OU=x"
    assert entity_name("<default>") == "<default>"


def test_secrets_are_masked_also_from_above_a_clusters_chroot() -> None:
    for path in ("/config/users/alice", "/kafka/config/users/alice", "/a/b/config/users/alice"):
        masked = mask_znode_data(path, SCRAM)
        assert masked != SCRAM
        assert contains_mask(masked)
        assert contains_mask(masked.decode())
    assert not contains_mask(SCRAM)
