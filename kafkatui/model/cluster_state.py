"""What a cluster is set up as, at one moment: what two clusters are compared by, and what a snapshot keeps."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from msgspec import Struct, field


class StatePart(Enum):
    """A part that is compared, or left out."""

    TOPICS = "topics"
    PARTITIONS = "partitions"
    REPLICATION = "replication"
    CONFIGS = "configs"
    GROUPS = "groups"
    ACLS = "acls"


class TopicState(Struct, frozen=True):
    """How a topic was made.

    Attributes:
        configs: its own properties, those that differ from the brokers' defaults by intent; None: not read.
    """

    partitions: int
    replication_factor: int
    configs: Mapping[str, str] | None = None


class GroupState(Struct, frozen=True):
    """A consumer group, without what changes by the second.

    Attributes:
        type: "classic" or "consumer"; empty when the brokers do not tell.
        topics: those it has committed offsets of, by name.
    """

    type: str
    topics: tuple[str, ...]


class ClusterState(Struct, frozen=True):
    """A cluster's set-up.

    Attributes:
        name: what it is called: a profile, or a snapshot's file.
        topics: by name, internal ones left out.
        groups: by id; None: not read.
        acls: each as a line; None: not read.
        has_authorizer: whether there can be ACLs at all; None: not read.
        not_read: why a part could not be read.
        taken_at: ISO 8601, in UTC.
    """

    name: str
    cluster_id: str
    taken_at: str
    topics: Mapping[str, TopicState]
    groups: Mapping[str, GroupState] | None = None
    acls: tuple[str, ...] | None = None
    has_authorizer: bool | None = None
    not_read: Mapping[StatePart, str] = field(default_factory=dict)
