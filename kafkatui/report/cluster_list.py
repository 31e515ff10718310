"""The list of clusters: what each profile says, and how those are that are open."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from kafkatui.insight.health import Health
from kafkatui.model.cluster import ClusterMetadata
from kafkatui.model.known_cluster import KnownCluster
from kafkatui.model.observed import Observed
from kafkatui.model.presence import BrokerPresence, Link
from kafkatui.model.znode import ZooKeeperStatus


class Openness(Enum):
    """Whether a cluster is open."""

    HERE = "here"
    OPEN = "open"
    CLOSED = "closed"
    BROKEN = "broken"


class OpenCluster(Struct, frozen=True):
    """What an open cluster's session knows.

    Attributes:
        health: of the metadata's value; None while there is none.
        task_count: tasks under way.
    """

    metadata: Observed[ClusterMetadata]
    health: Health | None
    brokers: tuple[BrokerPresence, ...]
    link: Link
    zookeeper: Observed[ZooKeeperStatus]
    task_count: int = 0


class ClusterRow(Struct, frozen=True):
    """One cluster of the list.

    Attributes:
        problem: why it cannot be opened; empty when nothing is known to be wrong with its profile.
        opened: None where it is not open.
    """

    known: KnownCluster
    openness: Openness
    problem: str = ""
    opened: OpenCluster | None = None

    @property
    def name(self) -> str:
        return self.known.name


def cluster_row(known: KnownCluster, opened: OpenCluster | None, *, is_here: bool, problem: str = "") -> ClusterRow:
    """The row of a cluster.

    Args:
        is_here: whether it is the one on screen.
        problem: why it could not be opened when that was tried.
    """
    if opened is not None:
        return ClusterRow(known, Openness.HERE if is_here else Openness.OPEN, opened=opened)
    problem = known.problem or problem
    return ClusterRow(known, Openness.BROKEN if problem else Openness.CLOSED, problem)
