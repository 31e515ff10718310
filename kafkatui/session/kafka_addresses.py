"""Where Kafka is, of a profile that names its ensemble only: the brokers register there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kafkatui.model.errors import NotFound
from kafkatui.model.profile import Profile
from kafkatui.model.registration import BrokerRegistration
from kafkatui.model.replacing import replace

SERVERS = "bootstrap.servers"

CONNECT_SECONDS = 3.0
"""So long the ensemble may take: a cluster is open within 5 s, or said not to be."""

NOTE = "brokers as registered in ZooKeeper"
NO_KAFKA_NOTE = "no broker is registered in ZooKeeper"


def with_kafka_addresses(profile: Profile) -> Profile:
    """The profile with the addresses of the brokers that are registered now; itself where it names them, and without
    any where none is registered: an ensemble may serve others than Kafka, or its brokers are all down.

    Waits for ZooKeeper.

    Raises:
        ConnectError: the ensemble does not answer.
        NotFound: none of the brokers registered there has a listener of the profile's protocol.
    """
    if profile.kafka.get(SERVERS) or profile.zookeeper is None:
        return profile
    from kafkatui.zookeeper.connection import ZooKeeperConnection
    from kafkatui.zookeeper.registrations import read_broker_registrations

    connection = ZooKeeperConnection(profile.zookeeper, lambda state: None, profile.zookeeper.timeout_seconds)
    try:
        connection.start(min(CONNECT_SECONDS, profile.zookeeper.timeout_seconds))
        registered = read_broker_registrations(connection)
    finally:
        connection.close(1.0)
    if not registered:
        return replace(profile, note=profile.note or NO_KAFKA_NOTE)
    protocol = profile.kafka.get("security.protocol", "PLAINTEXT").upper()
    addresses = addresses_of(registered.values(), protocol)
    if not addresses:
        raise NotFound(_why_none(registered, protocol, profile.zookeeper.connect), "Give bootstrap_servers.")
    note = profile.note or NOTE
    return replace(profile, kafka={**profile.kafka, SERVERS: ",".join(addresses)}, note=note)


def addresses_of(registrations: Iterable[BrokerRegistration], protocol: str) -> list[str]:
    """`host:port` of each broker's listener of that protocol, in the order of the brokers."""
    found = []
    for each in registrations:
        endpoint = next((one for one in each.endpoints if one.protocol.upper() == protocol), None)
        if endpoint is not None:
            host = f"[{endpoint.host}]" if ":" in endpoint.host else endpoint.host
            found.append(f"{host}:{endpoint.port}")
    return found


def _why_none(registered: Mapping[int, BrokerRegistration], protocol: str, where: str) -> str:
    spoken = sorted({one.protocol for each in registered.values() for one in each.endpoints})
    return f"No broker registered in ZooKeeper at {where} has a {protocol} listener, only {', '.join(spoken)}."
