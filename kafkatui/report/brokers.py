"""The list of brokers: metadata, reachability, disks and registrations joined into a row for each broker."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from kafkatui.insight.brokers import NO_LOAD, BrokerLoad, broker_loads, expected_brokers
from kafkatui.model.cluster import Broker, ClusterMetadata
from kafkatui.model.observed import Observed
from kafkatui.model.presence import BrokerPresence, Link, LinkState, PresenceState
from kafkatui.model.registration import BrokerRegistration
from kafkatui.report.disk_sizes import DiskSize, LogDirs, size_by_broker
from kafkatui.report.part import part

NOT_REGISTERED = "It is not registered."
UNKNOWN_HOST = "?"
"""Host of a broker that only replica lists name."""

Registrations = Observed[Mapping[int, BrokerRegistration]]


class BrokerRow(Struct, frozen=True):
    """One broker.

    Attributes:
        presence: the broker, whether it is there, and since when it is not.
        state_age_seconds: how long it has been unreachable or gone; None when up or not known.
        size: its log directories together.
        registered_at_seconds: Unix time of its registration (creation of `/brokers/ids/N`).
    """

    presence: BrokerPresence
    is_controller: bool
    load: BrokerLoad
    state_age_seconds: float | None
    size: Observed[DiskSize]
    registered_at_seconds: Observed[float]

    @property
    def id(self) -> int:
        return self.presence.broker.id

    @property
    def address(self) -> str:
        """`host:port`, empty for a broker that only replica lists name."""
        return self.presence.broker.address if self.presence.broker.port else ""

    @property
    def is_wrong(self) -> bool:
        """What `!` keeps."""
        return self.presence.state is not PresenceState.UP or bool(self.load.under_replicated or self.load.out_of_sync)


def broker_rows(
    metadata: ClusterMetadata,
    presences: Iterable[BrokerPresence],
    now_seconds: float,
    *,
    log_dirs: LogDirs,
    registrations: Registrations,
    link: Link,
    loads: Mapping[int, BrokerLoad] | None = None,
) -> list[BrokerRow]:
    """A row for every broker that is or should be there, in the order of `presences`.

    Args:
        link: what is registered is told only of a ZooKeeper that is known to be this cluster's.
        loads: as `insight.brokers.broker_loads` counts them, where that was done before.
    """
    known = list(presences)
    counted = broker_loads(metadata.topics.values()) if loads is None else loads
    sizes = size_by_broker(log_dirs, [presence.broker.id for presence in known])
    return [
        BrokerRow(
            presence=presence,
            is_controller=presence.broker.id == metadata.controller_id,
            load=counted.get(presence.broker.id, NO_LOAD),
            state_age_seconds=None if presence.since_seconds is None else now_seconds - presence.since_seconds,
            size=sizes[presence.broker.id],
            registered_at_seconds=_registered_at(presence.broker.id, registrations, link),
        )
        for presence in known
    ]


def _registered_at(broker_id: int, registrations: Registrations, link: Link) -> Observed[float]:
    if link.state is not LinkState.LINKED:
        return Observed.not_supported(link.text)

    def at(known: Mapping[int, BrokerRegistration]) -> float | None:
        return known[broker_id].stat.created_ms / 1000 if broker_id in known else None

    return part(registrations, at, NOT_REGISTERED)


def presences_at_once(metadata: ClusterMetadata, unreachable: Mapping[int, float]) -> Sequence[BrokerPresence]:
    """Every broker that is there or that a replica list names, for whoever looks once and has seen none go.

    Args:
        unreachable: brokers that do not answer, with since when (Unix seconds).
    """
    found = []
    for broker_id in expected_brokers(metadata):
        broker = metadata.brokers.get(broker_id)
        if broker is None:
            found.append(BrokerPresence(Broker(broker_id, UNKNOWN_HOST, 0), PresenceState.GONE))
        elif broker_id in unreachable:
            found.append(BrokerPresence(broker, PresenceState.UNREACHABLE, unreachable[broker_id]))
        else:
            found.append(BrokerPresence(broker, PresenceState.UP))
    return found
