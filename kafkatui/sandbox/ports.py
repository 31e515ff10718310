"""Chooses TCP ports on 127.0.0.1 for a sandbox's servers."""

from __future__ import annotations

import random
import socket
from collections.abc import Collection
from dataclasses import dataclass

from kafkatui.model.errors import SandboxError

HOST = "127.0.0.1"
KAFKA_PORT = 9092
ZOOKEEPER_PORT = 2181
REGISTRY_PORT = 8081
CONNECT_PORT = 8083

_BLOCK_START, _BLOCK_STOP = 20_000, 32_000
"""Below Linux' ephemeral range (32768–60999), so that no outgoing connection takes a chosen port meanwhile."""

_RANDOM = random.SystemRandom()
"""Whoever seeds `random` in several processes alike would have all of them choose the same."""


@dataclass(frozen=True, slots=True)
class Ports:
    """What the servers of one sandbox listen on.

    Attributes:
        brokers: one per broker, consecutive.
        zookeeper: of the ZooKeeper server; unused on KRaft.
        controllers: one per broker for KRaft's controller listener.
    """

    brokers: tuple[int, ...]
    zookeeper: int
    controllers: tuple[int, ...]

    @property
    def all(self) -> tuple[int, ...]:
        return (*self.brokers, self.zookeeper, *self.controllers)


def default_ports(brokers: int) -> Ports:
    """Kafka's and ZooKeeper's own: 9092… and 2181, where a plain `kafkatui` looks."""
    controllers = tuple(range(KAFKA_PORT + 100, KAFKA_PORT + 100 + brokers))
    return Ports(tuple(range(KAFKA_PORT, KAFKA_PORT + brokers)), ZOOKEEPER_PORT, controllers)


def ports_from(base_port: int, brokers: int) -> Ports:
    """One block: ZooKeeper at `base_port`, brokers above it, then the controllers."""
    first_broker, first_controller = base_port + 1, base_port + 1 + brokers
    return Ports(
        tuple(range(first_broker, first_broker + brokers)),
        base_port,
        tuple(range(first_controller, first_controller + brokers)),
    )


def choose_ports(brokers: int, taken: Collection[int] = (), *, prefer_default: bool = False) -> Ports:
    """Free ports for `brokers` brokers and a ZooKeeper.

    Args:
        taken: ports to avoid although nobody listens on them yet (other demos that are starting).
        prefer_default: 9092… and 2181 when all of those are free.
    """
    if prefer_default and _are_free(default_ports(brokers), taken):
        return default_ports(brokers)
    for _ in range(200):
        ports = ports_from(_RANDOM.randrange(_BLOCK_START, _BLOCK_STOP, 10), brokers)
        if _are_free(ports, taken):
            return ports
    raise SandboxError(f"No free block of TCP ports between {_BLOCK_START} and {_BLOCK_STOP}.")


def check_free(ports: Ports, taken: Collection[int] = ()) -> None:
    """SandboxError that names the first port of `ports` which somebody else has."""
    for port in ports.all:
        check_free_port(port, taken)


def check_free_port(port: int, taken: Collection[int] = ()) -> None:
    """SandboxError when somebody else has the port."""
    if port in taken or not is_free(port):
        raise SandboxError(f"Port {port} is in use.", "Choose another with --base-port, or leave it out.")


def choose_port(usual: int, taken: Collection[int] = ()) -> int:
    """The usual port when it is free, else one that is."""
    if usual not in taken and is_free(usual):
        return usual
    for _ in range(200):
        port = _RANDOM.randrange(_BLOCK_START, _BLOCK_STOP)
        if port not in taken and is_free(port):
            return port
    raise SandboxError(f"No free TCP port between {_BLOCK_START} and {_BLOCK_STOP}.")


def is_free(port: int) -> bool:
    """Whether a server could listen on 127.0.0.1:`port` now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
            probe.listen()
        except OSError:
            return False
    return True


def _are_free(ports: Ports, taken: Collection[int]) -> bool:
    return all(port not in taken and is_free(port) for port in ports.all)
