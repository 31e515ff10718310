"""What a broker generation can do, and which version can do what it cannot."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct


class Capability(Enum):
    """Something brokers learnt over time.

    Each value is (what it is called, the Kafka version that brought it, the protocol's API key, the lowest version of
    that API that has it), after Kafka's protocol guide.
    """

    RECORDS_DELETION = ("deleting records", "0.11", 21, 0)
    ACLS = ("access control lists", "0.11", 29, 0)
    LOG_DIRS = ("sizes on disk", "1.0", 35, 0)
    PARTITIONS_CREATION = ("adding partitions", "1.0", 37, 0)
    GROUP_DELETION = ("deleting groups", "1.1", 42, 0)
    LEADER_ELECTION = ("electing leaders", "2.2", 43, 0)
    INCREMENTAL_CONFIGS = ("changing single properties", "2.3", 44, 0)
    UNCLEAN_ELECTION = ("unclean leader election", "2.4", 43, 1)
    REASSIGNMENTS = ("moving replicas", "2.4", 45, 0)
    LOG_LEVELS = ("log levels", "2.4", 45, 0)
    GROUP_OFFSETS_DELETION = ("deleting a group's offsets", "2.4", 47, 0)
    MEMBER_REMOVAL = ("removing members from a group", "2.4", 13, 3)
    CLIENT_QUOTAS = ("client quotas", "2.6", 48, 0)
    GROUP_STATES = ("group states in listings", "2.6", 16, 4)
    SCRAM = ("SCRAM credentials", "2.7", 50, 0)
    TOPIC_IDS = ("topic ids", "2.8", 3, 10)
    PRODUCERS = ("active producers", "2.8", 61, 0)
    NEWEST_TIMES = ("the time of the newest record", "3.0", 2, 7)
    TRANSACTIONS = ("transactions", "3.0", 66, 0)
    METADATA_QUORUM = ("the KRaft quorum", "3.0 with KRaft", 55, 0)
    VOLUME_SIZES = ("disk capacity", "3.3", 35, 4)
    GROUP_TYPES = ("group types", "3.8", 16, 5)
    CONSUMER_PROTOCOL = ("the new consumer group protocol", "4.0", 69, 0)
    SHARE_OFFSETS = ("setting a share group's offsets", "4.1", 91, 0)

    @property
    def title(self) -> str:
        """As it stands in a sentence: "sizes on disk"."""
        return self.value[0]

    @property
    def since(self) -> str:
        """The Kafka version that brought it."""
        return self.value[1]

    @property
    def api(self) -> tuple[int, int]:
        """API key and lowest version that tell whether a broker has it."""
        return self.value[2:]


class Capabilities(Struct, frozen=True):
    """What the cluster can do, as one broker told it.

    Attributes:
        broker_generation: "3.9": the newest Kafka whose protocol the broker speaks in full.
        is_kraft: it runs without ZooKeeper.
        available: what it can do.
    """

    broker_generation: str
    is_kraft: bool
    available: frozenset[Capability]

    def has(self, capability: Capability) -> bool:
        """True when the broker can do it."""
        return capability in self.available

    def why_not(self, capability: Capability) -> str:
        """Which version could: "Needs Kafka 2.4; this cluster speaks 2.3."; empty when it can."""
        if self.has(capability):
            return ""
        return f"Needs Kafka {capability.since}; this cluster speaks {self.broker_generation}."

    @property
    def has_topic_ids(self) -> bool:
        return self.has(Capability.TOPIC_IDS)
