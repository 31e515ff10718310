"""Fills the demo's registry: topics in Avro, JSON Schema and Protobuf, each written by two versions of a schema."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kafkatui.model.errors import SandboxError
from kafkatui.model.extras import how_to_install
from kafkatui.sandbox.contents import create_topics, send_all
from kafkatui.sandbox.readiness import QUIET_CLIENT
from kafkatui.sandbox.records import PlannedRecord
from kafkatui.sandbox.topics import TopicPlan

_SEED = 8081
_EACH_VERSION = 60
"""Records by each version of a schema."""

Serialise = Callable[[dict[str, Any]], bytes]

_TEMPERATURE, _HUMIDITY = ("celsius", 2), ("humidity_percent", 3)

_SHIPMENT: tuple[dict[str, Any], ...] = (
    {"name": "id", "type": "long"},
    {"name": "to", "type": "string"},
    {"name": "state", "type": {"type": "enum", "name": "State", "symbols": ["PACKED", "ON_ITS_WAY", "DELIVERED"]}},
)
_CARRIER: dict[str, Any] = {"name": "carrier", "type": ["null", "string"], "default": None}


@dataclass(frozen=True, slots=True)
class SchemaTopic:
    """A topic whose values two versions of a schema describe.

    Attributes:
        versions: what the serialisers of either take, as Confluent's do.
        value: the `number`-th value as the first version, or as the second, has it.
    """

    plan: TopicPlan
    versions: Sequence[Any]
    serialiser: Callable[[Any, Any, str], Serialise]
    value: Callable[[int, int], dict[str, Any]]


def load_registry_contents(bootstrap_servers: str, registry_url: str, brokers: int) -> None:
    """Creates the topics and registers the schemas; what an earlier run left in a topic is kept as it is.

    The schemas are registered in the same order every time, so that they get the ids that kept records have.

    Raises:
        SandboxError: the cluster or the registry refused something; the extra `schemas` is not installed.
    """
    from confluent_kafka import KafkaException, Producer
    from confluent_kafka.admin import AdminClient

    try:
        from confluent_kafka.schema_registry import SchemaRegistryClient
        from confluent_kafka.schema_registry.error import SchemaRegistryError
        from confluent_kafka.serialization import SerializationError
    except ImportError:
        raise SandboxError("The demo's registry needs Confluent's serialisers.", ADVICE) from None
    client: dict[str, Any] = {"bootstrap.servers": bootstrap_servers, **QUIET_CLIENT}
    try:
        fresh = create_topics(AdminClient(client), [each.plan for each in TOPICS], brokers)
        registry = SchemaRegistryClient({"url": registry_url})
        records = [record for each in TOPICS for record in _records(each, registry)]
        producer = Producer({**client, "linger.ms": 5, "partitioner": "murmur2_random"})
        send_all(producer, (record for record in records if record.topic in fresh))
    except KafkaException as error:
        raise SandboxError(f"Could not fill the demo's topics with schemas: {error.args[0].str()}.") from error
    except (SchemaRegistryError, SerializationError, OSError) as error:
        raise SandboxError(f"Could not fill the demo's schema registry: {error}.") from error


ADVICE = how_to_install("schemas")


def _records(topic: SchemaTopic, registry: Any) -> Iterator[PlannedRecord]:
    for version, schema in enumerate(topic.versions):
        serialise = topic.serialiser(schema, registry, topic.plan.name)
        for number in range(version * _EACH_VERSION, (version + 1) * _EACH_VERSION):
            value = topic.value(number, version)
            age = 1 - number / (2 * _EACH_VERSION)
            yield PlannedRecord(topic.plan.name, f"{topic.plan.name}-{number}".encode(), serialise(value), age=age)


def _avro(schema: Any, registry: Any, topic: str) -> Serialise:
    from confluent_kafka.schema_registry.avro import AvroSerializer

    return _bound(AvroSerializer(registry, json.dumps(schema)), topic)


def _json_schema(schema: Any, registry: Any, topic: str) -> Serialise:
    from confluent_kafka.schema_registry.json_schema import JSONSerializer

    return _bound(JSONSerializer(json.dumps(schema), registry), topic)


def _protobuf(fields: Any, registry: Any, topic: str) -> Serialise:
    from confluent_kafka.schema_registry.protobuf import ProtobufSerializer

    kind = _message("Measurement", [("sensor", 1), *fields])
    serialise = _bound(ProtobufSerializer(kind, registry, {"use.deprecated.format": False}), topic)
    return lambda value: serialise(kind(**value))


def _bound(serialiser: Any, topic: str) -> Callable[[Any], bytes]:
    from confluent_kafka.serialization import MessageField, SerializationContext

    context = SerializationContext(topic, MessageField.VALUE)

    def serialise(value: Any) -> bytes:
        data: bytes = serialiser(value, context)
        return data

    return serialise


def _message(name: str, fields: Sequence[tuple[str, int]]) -> Any:
    """A message's class as protoc would generate it: a text and then numbers."""
    from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

    file = descriptor_pb2.FileDescriptorProto(name=f"{name.lower()}.proto", package="demo", syntax="proto3")
    message = file.message_type.add(name=name)
    for index, (field, number) in enumerate(fields):
        kind = "TYPE_STRING" if index == 0 else "TYPE_DOUBLE"
        message.field.add(name=field, number=number, type=kind, label="LABEL_OPTIONAL")
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName(f"demo.{name}"))


def _record_schema(fields: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "record", "name": "Shipment", "namespace": "demo", "fields": list(fields)}


def _object_schema(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "$schema": "http://json-schema.org/draft-07/schema#", "title": "Invoice", "type": "object",
        "properties": properties, "required": ["invoice", "total"],
    }  # fmt: skip


def _shipment(number: int, version: int) -> dict[str, Any]:
    dice = random.Random(_SEED + number)
    states = ("PACKED", "ON_ITS_WAY", "DELIVERED")
    value = {"id": number, "to": dice.choice(("Berlin", "Kraków", "Lisboa", "東京")), "state": dice.choice(states)}
    return {**value, "carrier": dice.choice((None, "rail", "road"))} if version else value


def _invoice(number: int, version: int) -> dict[str, Any]:
    dice = random.Random(_SEED - number)
    value = {"invoice": number, "total": round(dice.uniform(5, 400), 2)}
    return {**value, "currency": dice.choice(("EUR", "JPY"))} if version else value


def _measurement(number: int, version: int) -> dict[str, Any]:
    dice = random.Random(_SEED * (number + 1))
    value = {"sensor": f"hall-{number % 4}", "celsius": round(dice.uniform(15, 30), 1)}
    return {**value, "humidity_percent": round(dice.uniform(30, 60), 1)} if version else value


_TOTAL = {"invoice": {"type": "integer"}, "total": {"type": "number"}}

TOPICS: tuple[SchemaTopic, ...] = (
    SchemaTopic(
        TopicPlan("shipments", 3),
        (_record_schema(_SHIPMENT), _record_schema((*_SHIPMENT, _CARRIER))),
        _avro, _shipment,
    ),
    SchemaTopic(
        TopicPlan("invoices", 2),
        (_object_schema(_TOTAL), _object_schema({**_TOTAL, "currency": {"type": "string"}})),
        _json_schema, _invoice,
    ),
    SchemaTopic(
        TopicPlan("measurements", 2), ([_TEMPERATURE], [_TEMPERATURE, _HUMIDITY]), _protobuf, _measurement
    ),
)  # fmt: skip
