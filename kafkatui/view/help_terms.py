"""Which words of the glossary matter on which page, for `?`."""

from __future__ import annotations

from collections.abc import Mapping

from kafkatui.model.place import PlaceKind

_PARTITIONS = ("partition", "leader", "replica", "ISR", "under-replicated", "leaderless", "preferred leader")
_OFFSETS = ("offset", "log start offset", "high watermark")
_GROUPS = ("consumer group", "coordinator", "commit", "lag", "rebalance")
_ZOOKEEPER = ("znode", "ephemeral", "sequential", "session", "watch", "zxid", "ensemble")

TERMS: Mapping[PlaceKind, tuple[str, ...]] = {
    PlaceKind.CLUSTER: ("broker", "controller", *_PARTITIONS, "lag", "ensemble", "KRaft", "read-only"),
    PlaceKind.BROKERS: ("broker", "controller", "rack", "leader", "replica", "under-replicated"),
    PlaceKind.BROKER: ("broker", "controller", "rack", *_PARTITIONS, "segment"),
    PlaceKind.TOPICS: (
        "topic", "partition", "replication factor", "ISR", "under-replicated", "cleanup policy", "retention",
        "internal topic",
    ),
    PlaceKind.TOPIC: (
        "topic", *_PARTITIONS, "leader epoch", "min.insync.replicas", *_OFFSETS, "record", "tombstone",
        "consumer group", "lag",
    ),
    PlaceKind.GROUPS: (*_GROUPS, "offset"),
    PlaceKind.GROUP: (*_GROUPS, *_OFFSETS),
    PlaceKind.ZOOKEEPER: _ZOOKEEPER,
    PlaceKind.ZNODE: (*_ZOOKEEPER, "ACL"),
}  # fmt: skip
"""Terms by the kind of page, the most basic first; each is in the glossary."""

MESSAGES_TERMS = (
    "record", "partition", *_OFFSETS, "tombstone", "transaction", "producer", "acks", "compaction", "consumer",
)  # fmt: skip
"""Terms of a topic's Messages, where records and not replicas are looked at."""


def terms_of(kind: PlaceKind, tab: str = "") -> tuple[str, ...]:
    """The terms that matter on a page, on one tab of it where that differs."""
    return MESSAGES_TERMS if tab == "messages" else TERMS[kind]
