"""What becomes of Kafka when somebody else than Kafka changes or deletes its znodes."""

from __future__ import annotations

from collections.abc import Iterable

from kafkatui.insight.znode_meaning import meaning

_LEADERS = "the controller forgets who leads, and may elect a replica that lacks records"

_WHEN_DELETED = {
    "broker": "the controller takes the broker for dead and moves its leaders; the broker does not notice and keeps "
    "running outside the cluster until it is restarted",
    "broker-ids": "the controller takes every broker for dead",
    "broker-seqid": "generated broker ids begin anew, and may be given twice",
    "topic": "the controller forgets the topic, whose records stay on the brokers' disks as strays",
    "topics": "the controller forgets every topic",
    "partitions": _LEADERS,
    "partition": _LEADERS,
    "partition-state": _LEADERS,
    "cluster": "brokers that restart take this for another cluster and do not start",
    "cluster-id": "brokers that restart take this for another cluster and do not start",
    "controller": "the controller resigns and another one is elected",
    "controller-epoch": "controllers are fenced wrongly, and the cluster may be left without one",
    "config": "topics, users, clients and brokers fall back to the defaults, and users of SCRAM cannot log in",
    "topic-configs": "topics fall back to the brokers' settings, also for retention",
    "topic-config": "the topic falls back to the brokers' settings, also for its retention",
    "broker-configs": "brokers fall back to what their files say",
    "broker-config": "the broker falls back to what its file says",
    "broker-default-config": "brokers fall back to what their files say",
    "config-changes": "brokers do not learn of changed settings any more",
    "users": "users of SCRAM cannot log in any more, and their quotas are gone",
    "user": "the user cannot log in with SCRAM any more, and its quotas are gone",
    "acls": "what ACLs denied is allowed, or what they allowed is denied",
    "extended-acls": "what ACLs denied is allowed, or what they allowed is denied",
    "acl-type": "what ACLs denied is allowed, or what they allowed is denied",
    "topic-acls": "what its ACLs denied is allowed, or what they allowed is denied",
    "group-acls": "what its ACLs denied is allowed, or what they allowed is denied",
    "acl": "what its ACLs denied is allowed, or what they allowed is denied",
    "producer-ids": "producer ids are given again that producers have, which mixes up their sequences",
    "feature": "brokers fall back to the oldest features when they restart",
    "migration": "a migration to KRaft cannot go on",
    "brokers": "the controller forgets every broker and topic",
    "admin": "what tools have asked of the controller is lost",
    "delete-topics": "no topic can be deleted before a broker makes it again",
    "delete-topic": "the topic's deletion stops half way",
    "reassignment": "moves of replicas stop half way",
    "tokens": "delegation tokens are not valid any more",
    "token": "the token is not valid any more",
    "consumer-offset": "consumers that keep their offsets in ZooKeeper begin anew",
    "zookeeper": "ZooKeeper itself keeps its quotas and its members there",
    "zookeeper-config": "ZooKeeper itself keeps its members there",
}
"""By `ZnodeRule.id`; what is not here Kafka does without, or makes again."""

_WORDS_AT_MOST = 4


def deletion_warnings(paths: Iterable[str]) -> tuple[str, ...]:
    """What Kafka does when these are deleted, the worst first: each consequence once, with the first path it is of.

    Args:
        paths: below the chroot, a subtree's root before what is below.
    """
    found: dict[str, str] = {}
    for path in paths:
        title = meaning(path, None)
        if (words := _WHEN_DELETED.get(title.kind)) is not None and words not in found:
            found[words] = f"{path} is Kafka's ({title.title.rstrip('.').lower()}): without it {words}."
    order = list(dict.fromkeys(_WHEN_DELETED.values()))
    texts = [found[words] for words in sorted(found, key=order.index)]
    if len(texts) > _WORDS_AT_MOST:
        return (*texts[:_WORDS_AT_MOST], f"And {len(texts) - _WORDS_AT_MOST} more kinds of Kafka's znodes.")
    return tuple(texts)


def change_warnings(path: str) -> tuple[str, ...]:
    """That Kafka itself keeps what it wants to be true there; none for what is not Kafka's."""
    kind = meaning(path, None)
    if kind.kind not in _WHEN_DELETED:
        return ()
    return (
        f"{path} is Kafka's ({kind.title.rstrip('.').lower()}): Kafka does not expect that somebody else writes it.",
    )
