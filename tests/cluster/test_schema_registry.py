"""Values that Confluent's own serializers wrote with a real registry, on the page, by the verbs and in a search."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from confluent_kafka.schema_registry import Schema, SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.schema_registry.json_schema import JSONDeserializer, JSONSerializer
from confluent_kafka.serialization import MessageField, SerializationContext

from kafkatui.model.place import PlaceKind
from kafkatui.sandbox.cluster import Sandbox
from kafkatui.sandbox.ports import choose_ports
from kafkatui.sandbox.registry_server import running_registry
from tests.cluster.app_driver import app_at, profile_of
from tests.cluster.consumed import consumed
from tests.cluster.messages_page import at_the_end, reports, values
from tests.cluster.sharing import FreshTopic
from tests.cluster.verbs import run_verb
from tests.drive.producer import Producer

pytestmark = pytest.mark.cluster

AVRO = json.dumps({
    "type": "record", "name": "Order", "fields": [
        {"name": "id", "type": "long"}, {"name": "city", "type": "string"},
        {"name": "state", "type": {"type": "enum", "name": "State", "symbols": ["OPEN", "PAID"]}},
    ],
})  # fmt: skip
JSON_SCHEMA = '{"title": "Order", "type": "object", "properties": {"id": {"type": "integer"}}}'


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_registry(choose_ports(1).zookeeper, tmp_path_factory.mktemp("registry")) as url:
        yield url


def write(cluster: Sandbox, registry: str, topic: str, serializer: Any, values: list[dict[str, Any]]) -> None:
    producer = Producer({"bootstrap.servers": cluster.bootstrap_servers, "log_level": 0})
    for value in values:
        producer.produce(topic, serializer(value, SerializationContext(topic, MessageField.VALUE)), partition=0)
    assert producer.flush(20) == 0


@pytest.fixture
def orders(cluster: Sandbox, registry: str, fresh_topic: FreshTopic) -> str:
    topic = fresh_topic(cluster)
    serializer = AvroSerializer(SchemaRegistryClient({"url": registry}), AVRO)
    values = [{"id": number, "city": f"city-{number}", "state": ["OPEN", "PAID"][number % 2]} for number in range(20)]
    write(cluster, registry, topic, serializer, values)
    return topic


def test_the_verbs_read_avro(cluster: Sandbox, registry: str, orders: str) -> None:
    with_registry = ["-X", f"schema.registry.url={registry}"]
    done = run_verb(cluster, *with_registry, "tail", orders, "--from", "beginning", "-e", "-o", "json")
    assert (done.returncode, done.stderr) == (0, b"")
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert json.loads(records[3]["value"]) == {"id": 3, "city": "city-3", "state": "PAID"}
    assert records[3]["value_type"].startswith("avro #")
    for expression, count in (
        ("value.id = 7", 1),
        ("paid", 10),
        ("value.state = OPEN and value.id > 9", 5),
        ("nowhere", 0),
    ):
        found = run_verb(cluster, *with_registry, "search", orders, expression, "-o", "json")
        assert found.stdout.count(b"\n") == count, expression
    without = run_verb(cluster, "tail", orders, "--from", "beginning", "-e", "-o", "json")
    assert json.loads(without.stdout.splitlines()[0])["value_type"] == "hex"


def test_json_schema(cluster: Sandbox, registry: str, fresh_topic: FreshTopic) -> None:
    topic = fresh_topic(cluster)
    serializer = JSONSerializer(JSON_SCHEMA, SchemaRegistryClient({"url": registry}))
    write(cluster, registry, topic, serializer, [{"id": 1}])
    done = run_verb(
        cluster, "-X", f"schema.registry.url={registry}", "tail", topic, "-f", "beginning", "-e", "-o", "json"
    )
    assert json.loads(json.loads(done.stdout)["value"]) == {"id": 1}


def test_a_registry_that_does_not_answer_is_told_and_nothing_waits_for_it(cluster: Sandbox, orders: str) -> None:
    done = run_verb(
        cluster, "-X", "schema.registry.url=http://127.0.0.1:9/x", "-X",
        "schema.registry.basic.auth.user.info=me:hunter22", "tail", orders, "-f", "beginning", "-e", "-o", "json",
    )  # fmt: skip
    assert done.returncode == 0
    assert json.loads(done.stdout.splitlines()[0])["value_type"] == "hex"
    assert b"hunter22" not in done.stdout + done.stderr


async def test_the_page_shows_values_once_their_schema_has_come(cluster: Sandbox, registry: str, orders: str) -> None:
    profile = profile_of(cluster)
    profile = type(profile)(profile.name, {**profile.kafka, "schema.registry.url": registry}, profile.zookeeper)
    async with app_at(profile, PlaceKind.TOPIC, orders, "messages") as app:
        await app.wait_for(lambda: len(app.rows) == 20)
        await app.wait_for(lambda: app.rows[19]["value"].endswith('{"id":19,"city":"city-19","state":"PAID"}'))
        await app.press("enter")
        await app.wait_for_text("-value", "M shows it")
        await app.press("M")
        await app.wait_for_text('"name": "Order"')
        await app.press("escape", "escape")
        await app.press("slash", *"value.city = city-4")
        await app.wait_for(lambda: len(app.rows) == 1)


PROTO = 'syntax = "proto3"; message Order { int64 id = 1; string city = 2; }'


def test_values_are_written_by_schemas_as_confluents_serializers_do(
    cluster: Sandbox, registry: str, fresh_topic: FreshTopic
) -> None:
    topic, client = fresh_topic(cluster), SchemaRegistryClient({"url": registry})
    avro_id = client.register_schema(f"{topic}-value", Schema(AVRO, "AVRO"))
    client.register_schema(f"{topic}-key", Schema('"string"', "AVRO"))
    json_id = client.register_schema(f"{topic}-json", Schema(JSON_SCHEMA, "JSON"))
    client.register_schema(f"{topic}-proto", Schema(PROTO, "PROTOBUF"))
    produce = partial(run_verb, cluster, "-X", f"schema.registry.url={registry}", "produce", topic)
    order = '{"id": 7, "city": "Bern", "state": "PAID"}'
    done = produce("-k", '"k"', "--key-schema", "latest", "--value-schema", "latest", order)
    assert (done.returncode, done.stderr) == (0, b"")
    assert produce("--value-schema", str(json_id), '{"id": 8}').returncode == 0
    assert produce("--value-schema", f"{topic}-proto/1", '{"id": 9, "city": "Chur"}').returncode == 0
    avro, plain, proto = [each[3:5] for each in consumed(cluster, topic)]
    context = SerializationContext(topic, MessageField.VALUE)
    assert AvroDeserializer(client)(avro[1], context) == json.loads(order)
    assert AvroDeserializer(client)(avro[0], SerializationContext(topic, MessageField.KEY)) == "k"
    assert JSONDeserializer(JSON_SCHEMA)(plain[1], context) == {"id": 8}
    assert (avro[1] or b"")[:5] == b"\x00" + avro_id.to_bytes(4, "big")
    assert (proto[1] or b"")[5:] == b"\x00\x08\x09\x12\x04Chur"
    wrong = produce("--value-schema", "latest", '{"id": "7", "city": "Bern", "state": "PAID"}')
    assert wrong.returncode != 0
    assert b"id: expected long, not '7'" in wrong.stderr
    none = produce("--value-schema", "no-such-subject", "{}")
    assert none.returncode == 1
    assert b"no-such-subject cannot be had" in none.stderr
    down = run_verb(
        cluster, "-X", "schema.registry.url=http://127.0.0.1:9/x", "produce", topic, "--value-schema", "latest", order
    )
    assert down.returncode == 1
    assert b"Check that the registry is up" in down.stderr
    assert len(consumed(cluster, topic)) == 3, "what cannot be encoded is not sent"


async def test_the_page_shows_the_schema_and_writes_by_it(
    cluster: Sandbox, registry: str, fresh_topic: FreshTopic
) -> None:
    topic, client = fresh_topic(cluster), SchemaRegistryClient({"url": registry})
    client.register_schema(f"{topic}-value", Schema(AVRO, "AVRO"))
    profile = profile_of(cluster)
    profile = type(profile)(profile.name, {**profile.kafka, "schema.registry.url": registry}, profile.zookeeper)
    async with app_at(profile, PlaceKind.TOPIC, topic, "messages") as app:
        await at_the_end(app)
        await app.press("p", *["ctrl+t"] * 7)
        await app.wait_for_text("v1 #", "id long", "(OPEN|PAID)")
        await app.fill("value", '{"id": 1, "city": "Bern", "state": "LOST"}')
        await app.press("ctrl+s")
        await app.wait_for(lambda: "state: expected one of OPEN, PAID" in reports(app).replace("\n", " "))
        await app.fill("value", '{"id": 1, "city": "Bern", "state": "OPEN"}')
        await app.press("ctrl+s")
        await app.wait_for(lambda: [value for value in values(app) if '"city":"Bern"' in value])
    (found,) = consumed(cluster, topic)
    deserialized = AvroDeserializer(client)(found[4], SerializationContext(topic, MessageField.VALUE))
    assert deserialized == {"id": 1, "city": "Bern", "state": "OPEN"}


def test_subjects_are_registered_checked_deleted_and_brought_back_by_verbs(
    cluster: Sandbox, registry: str, fresh_topic: FreshTopic, tmp_path: Path
) -> None:
    subject, client = f"{fresh_topic(cluster)}-value", SchemaRegistryClient({"url": registry})
    fields = json.loads(AVRO)["fields"]
    first, wrong, better = (tmp_path / name for name in ("first.avsc", "wrong.avsc", "better.avsc"))
    first.write_text(AVRO)
    wrong.write_text(json.dumps({**json.loads(AVRO), "fields": [*fields, {"name": "to", "type": "string"}]}))
    added = {"name": "to", "type": "string", "default": ""}
    better.write_text(json.dumps({**json.loads(AVRO), "fields": [*fields, added]}))

    def run(*arguments: str) -> tuple[int, str]:
        done = run_verb(cluster, "-X", f"schema.registry.url={registry}", *arguments)
        return done.returncode, (done.stdout + done.stderr).decode()

    assert run("schema", "register", subject, str(first), "-y")[0] == 0
    assert run("schema", "compatibility", subject, "--set", "BACKWARD", "-y")[0] == 0
    assert client.get_compatibility(subject) == "BACKWARD"
    code, said = run("schema", "check", subject, str(wrong))
    assert code == 1
    assert f"not compatible with {subject} (BACKWARD)" in said
    assert "/fields/3" in said, "why not, as the registry has it"
    assert run("schema", "register", subject, str(better), "-y")[0] == 0
    code, said = run("schema", "diff", subject, "1", "latest")
    assert code == 1
    assert '+      "name": "to"' in said.replace("+      {", "")
    latest = client.get_version(subject)
    listed = next(each for each in json.loads(run("schema", "list", subject, "-o", "json")[1]))
    assert (listed["version"], listed["id"], listed["type"]) == (2, latest.schema_id, "AVRO")
    ties = json.loads(run("relations", "subject", subject, "-o", "json")[1])
    assert (ties[0]["kind"], ties[0]["name"]) == ("topic", subject.removesuffix("-value"))
    assert run("relations", "subject", "no-such-subject")[0] == 1
    assert run("schema", "delete", subject, "-y")[0] == 0
    assert subject not in client.get_subjects()
    assert run("undo", "-y")[0] == 0
    assert (client.get_version(subject).schema_id, client.get_compatibility(subject)) == (latest.schema_id, "BACKWARD")
    assert run("schema", "delete", subject, "-y")[0] == 0
    code, said = run("schema", "delete", subject, "--permanent", "-y")
    assert code == 0, said
    code, said = run("schema", "list", subject, "--deleted", "-o", "json")
    assert json.loads(said) == [], "not among those deleted softly either"
