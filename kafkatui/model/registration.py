"""How a broker and the controller are registered in ZooKeeper."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from kafkatui.model.znode import ZnodeStat


class BrokerEndpoint(Struct, frozen=True):
    """One listener a broker advertises.

    Attributes:
        listener: its name, the part before `://`.
        protocol: PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL; the listener's name where there is no map of protocols.
    """

    listener: str
    host: str
    port: int
    protocol: str


class BrokerRegistration(Struct, frozen=True):
    """A broker's `/brokers/ids/N`.

    Attributes:
        timestamp_ms: when it registered, Unix milliseconds; None when it does not tell.
        version: of the registration's format, 1–5 (kafka.zk.BrokerIdZNode); 0 when unreadable.
        stat: of the znode; its ephemeral owner is the broker's ZooKeeper session.
        jmx_port: None for none (-1).
        error: why the data could not be understood, empty otherwise.
    """

    id: int
    endpoints: tuple[BrokerEndpoint, ...]
    rack: str | None
    timestamp_ms: int | None
    version: int
    stat: ZnodeStat
    jmx_port: int | None = None
    features: Mapping[str, str] = field(default_factory=dict)
    error: str = ""


class ControllerRegistration(Struct, frozen=True):
    """`/controller` and `/controller_epoch`.

    Attributes:
        broker_id: None while no broker is the controller.
        epoch: grows with every election; None when there never was one.
        timestamp_ms: when it was elected, Unix milliseconds.
    """

    broker_id: int | None
    epoch: int | None
    timestamp_ms: int | None = None
