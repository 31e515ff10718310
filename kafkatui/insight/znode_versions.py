"""Which versions of Kafka keep a znode of each kind (`ZnodeRule.id`)."""

from __future__ import annotations

from collections.abc import Mapping

FIRST, LAST = "0.8", "3.9"
"""Of those that keep their state in ZooKeeper, as far as the rules go back."""

_SINCE: Mapping[str, str] = {
    "delete-topics": "0.8.1", "delete-topic": "0.8.1", "broker-seqid": "0.9", "cluster": "0.10.1",
    "cluster-id": "0.10.1", "config": "0.8.1",
    "config-changes": "0.8.1", "config-change": "0.8.1", "topic-configs": "0.8.1",
    "topic-config": "0.8.1", "broker-configs": "0.10.1", "broker-config": "0.10.1", "broker-default-config": "1.1",
    "client-quotas": "0.9", "client-quota": "0.9", "users": "0.10.1", "user": "0.10.1", "user-clients": "0.10.1",
    "user-client": "0.10.1", "ips": "2.7", "ip": "2.7", "feature": "2.7", "isr-changes": "0.9", "isr-change": "0.9",
    "producer-ids": "0.11", "log-dir-events": "1.0", "log-dir-event": "1.0", "migration": "3.4",
    "acls": "0.9", "topic-acls": "0.9", "group-acls": "0.9", "acl-type": "0.9", "acl": "0.9", "acl-changes": "0.9",
    "acl-change": "0.9", "extended-acls": "2.0", "extended-acl": "2.0", "extended-acl-changes": "2.0",
    "extended-acl-change": "2.0", "delegation": "1.1", "tokens": "1.1", "token": "1.1", "token-changes": "1.1",
    "token-change": "1.1",
}  # fmt: skip
"""Others are there from the first on."""

_UNTIL: Mapping[str, str] = dict.fromkeys(
    (
        "consumer-group", "consumer-ids", "consumer-id", "consumer-offsets", "consumer-topic-offsets",
        "consumer-offset", "consumer-owners", "consumer-topic-owners", "consumer-owner",
    ),
    "1.1",
)  # fmt: skip
"""Others are there to the last."""

_NOT_KAFKAS = frozenset({"root", "zookeeper", "zookeeper-config", "zookeeper-part"})


def versions_of(kind: str) -> str:
    """ "Kafka 0.11 to 3.9"; empty of what is not Kafka's."""
    return "" if kind in _NOT_KAFKAS else f"Kafka {_SINCE.get(kind, FIRST)} to {_UNTIL.get(kind, LAST)}"
