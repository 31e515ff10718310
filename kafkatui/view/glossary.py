"""The words of Kafka and ZooKeeper, one sentence each, for `?`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

GLOSSARY: Mapping[str, str] = MappingProxyType(
    {
        "ACL": "A rule that allows or denies a principal an operation on a topic, group, cluster or znode.",
        "aborted": "✗ A record whose transaction was taken back: readers of committed records do not get it.",
        "acks": "How many in-sync replicas must have a record before its producer is told it is written: 0, 1 or all.",
        "begin": "See log start offset.",
        "broker": "One Kafka server: it keeps partitions on its disks and serves producers and consumers.",
        "cleanup policy": "What happens to old records: delete drops whole segments, compact keeps the newest per key.",
        "cluster id": "The name a cluster gave itself when it was made, in ZooKeeper under /cluster/id.",
        "commit": "A consumer group's note of the next offset to read, kept in __consumer_offsets.",
        "compaction": "Cleaning that keeps at least the newest record of every key; the others' offsets become gaps.",
        "connector": "What Kafka Connect runs to bring data into Kafka (source) or out of it (sink), in tasks.",
        "consumer": "A client that reads records from partitions, asking the leaders for what comes after an offset.",
        "consumer group": "Consumers that share a topic's partitions, each partition read by one member at a time.",
        "controller": "The broker (or KRaft node) that elects leaders and tells the others; one at a time.",
        "coordinator": "The broker that keeps a group's membership and offsets, or a producer's transactions.",
        "delegation token": "A login that a user hands to others for a time: an id and a password for SCRAM.",
        "end": "See high watermark.",
        "ensemble": "The ZooKeeper servers that together keep one tree of znodes; a majority must be up.",
        "ephemeral": "A znode that vanishes with the session that made it; brokers register themselves that way.",
        "follower": "A replica that copies the leader's log and stands by to take over.",
        "high watermark": "The offset up to which all in-sync replicas have the log; consumers read no further.",
        "internal topic": "A topic Kafka keeps for itself, such as __consumer_offsets and __transaction_state.",
        "ISR": "In-sync replicas: the leader and the followers that keep up with it; only they may become leader.",
        "JMX": "How a Java machine tells figures of itself; Jolokia's and Prometheus' agents pass them on over HTTP.",
        "KRaft": "Kafka's own quorum for its metadata, which replaces ZooKeeper (the only way since Kafka 4.0).",
        "lag": "How many messages a group has yet to read: the end of the log minus what it committed.",
        "last stable offset": "Where readers of committed records stop: the first record of an open transaction (○).",
        "leader": "The replica that takes a partition's writes and serves its reads; the others follow it.",
        "leader epoch": "A number that grows with every new leader of a partition and exposes writes of old ones.",
        "leaderless": "A partition without a leader, which can be neither read nor written.",
        "log start offset": "The oldest offset that can still be read; what lies before was deleted.",
        "min.insync.replicas": "How many replicas must be in sync for writes with acks=all to be taken.",
        "observer": "A node that follows KRaft's metadata without a vote, as every broker does.",
        "offset": "A record's place in its partition: a number that only grows and is never reused.",
        "partition": "One ordered log of a topic, with one leader; order is kept within it, not across partitions.",
        "preferred leader": "The first broker in a partition's replica list, marked ★ when it leads.",
        "principal": "Who a client is to the brokers: User:name, of its login or certificate, or User:ANONYMOUS.",
        "producer": "A client that appends records to topics, choosing each one's partition by its key or in turn.",
        "quota": "How much a user, client id or address may send, fetch or ask; who exceeds it is made to wait.",
        "rack": "A broker's location (broker.rack); replicas of new partitions are spread over racks.",
        "read-only": "kafkatui writes nothing to Kafka or ZooKeeper; or a property that needs a restart to change.",
        "rebalance": "The handing out anew of a group's partitions when a member comes, goes or changes its topics.",
        "record": "What a topic holds: key, value, timestamp and headers at an offset; also called a message.",
        "replica": "A broker's copy of a partition, as leader or follower.",
        "replication factor": "How many brokers keep a copy of each of a topic's partitions.",
        "retention": "How long (retention.ms) or how much (retention.bytes) a topic keeps before old segments go.",
        "SCRAM": "A way to log in by password of which brokers keep only a salted hash, SHA-256 or SHA-512.",
        "segment": "A file of a partition's log; deletion and compaction work on all but the one being written.",
        "sequential": "A znode to whose name ZooKeeper appends a growing number, for queues, locks and elections.",
        "session": "A client's life in ZooKeeper, kept up by heartbeats; its ephemeral znodes end with it.",
        "subject": "The versions of one schema in a registry; as a rule those of a topic's keys or of its values.",
        "subtopology": "A part of a Kafka Streams application that topics alone connect with its other parts.",
        "task": "Work that takes a while: a change, a file being written. It goes on when its page is left.",
        "tombstone": "A record with a key and a null value, by which compaction deletes that key.",
        "topic": "A named, append-only log of records, split into partitions.",
        "transaction": "Records over several partitions that become readable all or not at all; markers take offsets.",
        "under-replicated": "A partition with fewer in-sync replicas than replicas: some copy is behind or lost.",
        "watch": "A request that ZooKeeper tell once when a znode changes.",
        "znode": "A node of ZooKeeper's tree: a path with a little data, a version, an access list and children.",
        "zxid": "ZooKeeper's transaction number, which orders every change in the ensemble.",
    }
)
"""Sentences by term, in alphabetical order."""


def explain(term: str) -> str | None:
    """The sentence for `term`, whatever its case, in singular or plural; None when there is none."""
    folded = term.strip().lower()
    for candidate in (folded, folded.removesuffix("s")):
        if candidate in _FOLDED:
            return _FOLDED[candidate]
    return None


_FOLDED = {term.lower(): sentence for term, sentence in GLOSSARY.items()}
