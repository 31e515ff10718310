"""What ZooKeeper's servers and KRaft's quorum must have for a rule to find it, and what only looks like it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kafkatui.insight.doctor.course import Course
from kafkatui.insight.doctor.known import Known
from kafkatui.model.ensemble import NOT_ALLOWED, Ensemble, EnsembleServer
from kafkatui.model.replacing import replace
from tests.unit.insight.doctor.states import NOW, ORDERS, SERVERS, STATUS, broken, metadata, ok, part, quorum


def servers(*changed: EnsembleServer) -> Known:
    """The ensemble with its last servers changed."""
    return broken(ensemble=ok(Ensemble((*SERVERS[: len(SERVERS) - len(changed)], *changed))))


def third(**parts: Any) -> Known:
    return servers(replace(SERVERS[2], **parts))


def leader(**parts: Any) -> Known:
    return broken(ensemble=ok(Ensemble((replace(SERVERS[0], **parts), *SERVERS[1:]))))


def epochs(*pairs: tuple[float, int]) -> Known:
    return broken(
        course=Course(epochs=tuple((NOW - ago, epoch) for ago, epoch in pairs)),
        quorum=quorum(leader_epoch=pairs[-1][1]),
    )


DOWN = EnsembleServer("zk-3:2181", "connection refused")
MANY = tuple(part(number, 1, (1, 2, 3)) for number in range(1_200))

TRIGGERS: Mapping[str, Known] = {
    "zookeeper-slow": third(latency_ms=(0.0, 150.0, 900.0)),
    "ensemble-even": leader(voters=("1", "2", "3", "4"), synced=3),
    "ensemble-not-whole": servers(DOWN),
    "ensemble-outstanding": third(outstanding=11),
    "ensemble-watches": third(watches=10_001),
    "ensemble-large": third(data_bytes=1_000_000_001),
    "ensemble-versions": third(version="3.9.2"),
    "quorum-restless": epochs((700, 2), (500, 3), (60, 8)),
}

NEAR_MISSES: tuple[tuple[str, str, Known], ...] = (
    ("zookeeper-slow", "the mean counts, not the most", third(latency_ms=(0.0, 10.0, 9_000.0))),
    ("ensemble-even", "observers do not vote", servers(SERVERS[2], replace(SERVERS[2], mode="observer"))),
    (
        "ensemble-even",
        "of an ensemble that is not all in the connect string nobody knows the number",
        broken(ensemble=ok(Ensemble((replace(SERVERS[0], voters=None, followers=2), SERVERS[1])))),
    ),
    (
        "ensemble-even",
        "one alone is not even",
        broken(ensemble=ok(Ensemble((replace(SERVERS[0], mode="standalone"),)))),
    ),
    ("ensemble-not-whole", "a server that may not be asked", servers(replace(DOWN, problem=NOT_ALLOWED))),
    ("ensemble-not-whole", "observers follow, too", leader(followers=3, synced=3)),
    ("ensemble-outstanding", "what waits for a moment", third(outstanding=10)),
    ("ensemble-watches", "many, but not too many", third(watches=10_000)),
    (
        "ensemble-watches",
        "as many as so many partitions are good for",
        replace(third(watches=10_800), metadata=metadata(replace(ORDERS, partitions=MANY))),
    ),
    ("ensemble-large", "a gigabyte", third(data_bytes=1_000_000_000)),
    ("ensemble-versions", "a server that does not tell its version", third(version="")),
    ("quorum-restless", "each of three voters was restarted", epochs((700, 2), (500, 3), (300, 5), (60, 7))),
    ("quorum-restless", "elections of long ago", epochs((900, 2), (800, 9))),
)

NOT_IN_THE_CONNECT_STRING = broken(
    ensemble=ok(Ensemble(SERVERS)), zookeeper=ok(replace(STATUS, server="zk-9:2181", latency_ms=(0.0, 11.0, 12.0)))
)
"""The server in use is asked apart from the others."""
