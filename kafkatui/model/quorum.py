"""KRaft's quorum: who votes, who follows, how far each is; and the features that the cluster has agreed on."""

from __future__ import annotations

from msgspec import Struct


class QuorumReplica(Struct, frozen=True):
    """A node that keeps the metadata's log.

    Attributes:
        is_voter: whether it votes; else it is an observer, as brokers are.
        log_end: the offset after the last record it has; None when not told.
        last_fetch_ms, last_caught_up_ms: Unix milliseconds by the leader's clock; None when not told.
        address: host:port; empty when not told (below Kafka 3.9).
    """

    node_id: int
    is_voter: bool
    log_end: int | None
    last_fetch_ms: int | None = None
    last_caught_up_ms: int | None = None
    address: str = ""


class Feature(Struct, frozen=True):
    """A feature that brokers have in versions.

    Attributes:
        finalized: the version in force; None when it is not in use.
        supported: the lowest and highest that the broker asked could have.
    """

    name: str
    finalized: int | None
    supported: tuple[int, int] | None = None


class Quorum(Struct, frozen=True):
    """The quorum at one moment.

    Attributes:
        leader_id: the active controller; None while there is none.
        high_watermark: what a majority of the voters has.
        replicas: voters first, by id.
    """

    leader_id: int | None
    leader_epoch: int
    high_watermark: int
    replicas: tuple[QuorumReplica, ...]
    features: tuple[Feature, ...] = ()

    @property
    def leader_end(self) -> int | None:
        """Where the leader's log ends; None when not known."""
        return next((each.log_end for each in self.replicas if each.node_id == self.leader_id), None)
