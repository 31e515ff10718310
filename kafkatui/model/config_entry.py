"""Configuration of topics and brokers as DescribeConfigs tells it."""

from __future__ import annotations

from msgspec import Struct


class ConfigEntry(Struct, frozen=True):
    """One configuration property in effect.

    Attributes:
        value: None when the broker hides it (sensitive) or has none.
        source: "topic", "broker (dynamic)", "cluster (dynamic)", "broker (static)", "default", "unknown"
            (KIP-226's config sources in words).
        default: what would be in effect without the topic's or broker's own value, from the synonyms; None if unknown.
        is_own: set for this very topic; or, for a broker, by anybody: in its file, or at run time.
    """

    name: str
    value: str | None
    source: str
    is_read_only: bool = False
    is_sensitive: bool = False
    default: str | None = None
    is_own: bool = False


class ReplicaSize(Struct, frozen=True):
    """One replica on one broker's disk: bytes of its log, and how far a follower is behind."""

    topic: str
    partition: int
    broker_id: int
    log_dir: str
    size_bytes: int
    offset_lag: int
    is_future: bool = False


class LogDir(Struct, frozen=True):
    """A log directory of a broker.

    Attributes:
        total_bytes, usable_bytes: of its volume (KIP-827, Kafka 3.3); None when the broker does not tell.
        error: why it could not be read (an offline disk), empty otherwise.
    """

    broker_id: int
    path: str
    replicas: tuple[ReplicaSize, ...]
    total_bytes: int | None = None
    usable_bytes: int | None = None
    error: str = ""

    @property
    def size_bytes(self) -> int:
        """All replicas together."""
        return sum(replica.size_bytes for replica in self.replicas)
