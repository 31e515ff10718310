"""Who is registered: brokers, the controller, the cluster's id. Formats as in kafka.zk.ZkData (Kafka 2.3–3.9)."""

from __future__ import annotations

from typing import Any

from kafkatui.codec.json_text import json_object
from kafkatui.model.errors import NotFound
from kafkatui.model.registration import BrokerEndpoint, BrokerRegistration, ControllerRegistration
from kafkatui.model.znode import ZnodeStat
from kafkatui.zookeeper.connection import ZooKeeperConnection
from kafkatui.zookeeper.tree import read_children, read_data

BROKER_IDS = "/brokers/ids"
CLUSTER_ID = "/cluster/id"
CONTROLLER = "/controller"
CONTROLLER_EPOCH = "/controller_epoch"


def read_broker_registrations(connection: ZooKeeperConnection) -> dict[int, BrokerRegistration]:
    """The live brokers by id, ordered by id; empty when Kafka keeps none below this chroot.

    Raises:
        KafkatuiError: as `errors.translate` names it.
    """
    try:
        children = read_children(connection, BROKER_IDS).children
    except NotFound:
        return {}
    found = read_data(connection, [child.path for child in children])
    registrations = {}
    for child in children:
        if child.name.isascii() and child.name.isdecimal() and child.path in found:
            registrations[int(child.name)] = parse_broker(int(child.name), *found[child.path])
    return registrations


def read_controller(connection: ZooKeeperConnection) -> ControllerRegistration:
    """Which broker is the controller, and its epoch.

    Raises:
        KafkatuiError: as `errors.translate` names it.
    """
    found = read_data(connection, [CONTROLLER, CONTROLLER_EPOCH])
    fields = json_object(found[CONTROLLER][0] if CONTROLLER in found else None) or {}
    epoch_data = (found[CONTROLLER_EPOCH][0] if CONTROLLER_EPOCH in found else None) or b""
    return ControllerRegistration(
        broker_id=_integer(fields.get("brokerid")),
        epoch=_integer(epoch_data.decode("ascii", "replace").strip()),
        timestamp_ms=_integer(fields.get("timestamp")),
    )


def read_cluster_id(connection: ZooKeeperConnection) -> str | None:
    """The id in `/cluster/id`, None when there is none or it may not be read.

    Raises:
        KafkatuiError: as `errors.translate` names it.
    """
    found = read_data(connection, [CLUSTER_ID])
    fields = json_object(found[CLUSTER_ID][0] if CLUSTER_ID in found else None) or {}
    identity = fields.get("id")
    return identity if isinstance(identity, str) else None


def parse_broker(broker_id: int, data: bytes | None, stat: ZnodeStat) -> BrokerRegistration:
    """A registration from its JSON; what cannot be understood is said in `error`, never raised."""
    fields = json_object(data) or {}
    jmx_port = _integer(fields.get("jmx_port"))
    features = fields.get("features")
    rack = fields.get("rack")
    return BrokerRegistration(
        id=broker_id,
        endpoints=_endpoints(fields),
        rack=rack if isinstance(rack, str) else None,
        timestamp_ms=_integer(fields.get("timestamp")),
        version=_integer(fields.get("version")) or 0,
        stat=stat,
        jmx_port=jmx_port if jmx_port is not None and jmx_port > 0 else None,
        features={str(name): str(value) for name, value in features.items()} if isinstance(features, dict) else {},
        error="" if fields else "The registration is not a JSON object.",
    )


def _endpoints(fields: dict[str, Any]) -> tuple[BrokerEndpoint, ...]:
    listed = fields.get("endpoints")
    protocols = fields.get("listener_security_protocol_map")
    by_listener = protocols if isinstance(protocols, dict) else {}
    endpoints = []
    for text in listed if isinstance(listed, list) else []:
        # Not urlsplit: a listener's name may hold "_", which no URL scheme may, and it folds the host's case.
        listener, _, address = str(text).partition("://")
        host, _, port_text = address.rpartition(":")
        if not port_text.isdecimal():
            continue
        host, port = host.strip("[]"), int(port_text)
        endpoints.append(BrokerEndpoint(listener, host, port, str(by_listener.get(listener, listener))))
    first_host, first_port = fields.get("host"), _integer(fields.get("port"))
    if not endpoints and isinstance(first_host, str) and first_port is not None:
        # Version 1, before listeners had names: one plaintext endpoint.
        endpoints.append(BrokerEndpoint("PLAINTEXT", first_host, first_port, "PLAINTEXT"))
    return tuple(endpoints)


def _integer(value: Any) -> int | None:
    """A number Kafka writes as a number or, for time stamps, as a string."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, str) and value.removeprefix("-").isdecimal():
        return int(value)
    return None
