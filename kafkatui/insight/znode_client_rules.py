"""The znodes Kafka 2.3–3.9 keeps about people and clients: ACLs, credentials, quotas, tokens, old consumers.

Paths and formats: kafka.zk.ZkData; the old consumer's: kafka.utils.ZkUtils (Kafka ≤ 1.1).
"""

from __future__ import annotations

from kafkatui.insight.znode_rule import ZnodeRule
from kafkatui.model.place import PlaceKind

# fmt: off
CLIENT_RULES = (
    ZnodeRule(
        "/config/clients", "client-quotas", "Quotas by client id.",
        "One child per client id, <default> for all others.",
    ),
    ZnodeRule(
        "/config/clients/{client}", "client-quota", "Quota of a client id.",
        "Written by kafka-configs; bytes per second, and per cent of a request thread's time (KIP-124).",
    ),
    ZnodeRule(
        "/config/users", "users", "Users: SCRAM credentials and quotas.",
        "One child per user, <default> for all others.",
    ),
    ZnodeRule(
        "/config/users/{user}", "user", "A user's SCRAM credentials and quotas.",
        "Written by kafka-configs (KIP-84, KIP-55). Salt and keys are secrets and are hidden here.",
    ),
    ZnodeRule(
        "/config/users/{user}/clients", "user-clients", "A user's quotas by client id.",
        "One child per client id.",
    ),
    ZnodeRule(
        "/config/users/{user}/clients/{client}", "user-client", "Quota of a user with a client id.",
        "The most specific quota; it wins over the user's and the client id's.",
    ),
    ZnodeRule("/config/ips", "ips", "Connection quotas by address.", "One child per address (KIP-612, Kafka 2.7)."),
    ZnodeRule(
        "/config/ips/{ip}", "ip", "Connection quota of an address.",
        "Written by kafka-configs (KIP-612, Kafka 2.7).",
    ),
    ZnodeRule(
        "/consumers", "consumers", "Groups of the old, ZooKeeper-based consumer.",
        "Today's groups live in __consumer_offsets, not here; the znode is still created by every broker.",
        PlaceKind.GROUPS,
    ),
    ZnodeRule(
        "/consumers/{group}", "consumer-group", "A group of the old consumer.",
        "Written by the group's consumers (removed in Kafka 2.0); nothing removes it.", PlaceKind.GROUP,
    ),
    ZnodeRule(
        "/consumers/{group}/ids", "consumer-ids", "Members of an old group.",
        "One ephemeral child per consumer.", PlaceKind.GROUP,
    ),
    ZnodeRule(
        "/consumers/{group}/ids/{consumer}", "consumer-id", "A member of an old group.",
        "Written by the consumer: which topics with how many threads. Ephemeral.", PlaceKind.GROUP,
    ),
    ZnodeRule(
        "/consumers/{group}/offsets", "consumer-offsets", "Offsets of an old group.",
        "By topic and partition.", PlaceKind.GROUP,
    ),
    ZnodeRule(
        "/consumers/{group}/offsets/{topic}", "consumer-topic-offsets", "Offsets of an old group in a topic.",
        "One child per partition.", PlaceKind.GROUP,
    ),
    ZnodeRule(
        "/consumers/{group}/offsets/{topic}/{partition}", "consumer-offset", "Committed offset of an old group.",
        "The next offset to read, as text, written by the partition's owner.", PlaceKind.GROUP,
    ),
    ZnodeRule(
        "/consumers/{group}/owners", "consumer-owners", "Who reads what in an old group.",
        "By topic and partition.", PlaceKind.GROUP,
    ),
    ZnodeRule(
        "/consumers/{group}/owners/{topic}", "consumer-topic-owners", "Who reads a topic in an old group.",
        "One ephemeral child per partition.", PlaceKind.GROUP,
    ),
    ZnodeRule(
        "/consumers/{group}/owners/{topic}/{partition}", "consumer-owner", "Owner of a partition in an old group.",
        "The consumer's thread, written when it claims the partition. Ephemeral.", PlaceKind.GROUP,
    ),
    ZnodeRule(
        "/kafka-acl", "acls", "ACLs of literal names.",
        "By resource type; written by kafka-acls or the API.", PlaceKind.CLUSTER, "acls",
    ),
    ZnodeRule(
        "/kafka-acl/Topic/{topic}", "topic-acls", "ACLs of a topic.",
        "Who may do what; * is every topic.", PlaceKind.TOPIC, "acls",
    ),
    ZnodeRule(
        "/kafka-acl/Group/{group}", "group-acls", "ACLs of a group.",
        "Who may do what; * is every group.", PlaceKind.GROUP,
    ),
    ZnodeRule(
        "/kafka-acl/{type}", "acl-type", "ACLs of one type of resource.",
        "One child per resource.", PlaceKind.CLUSTER, "acls",
    ),
    ZnodeRule(
        "/kafka-acl/{type}/{resource*}", "acl", "ACLs of a resource.",
        "Who may do what to it.", PlaceKind.CLUSTER, "acls",
    ),
    ZnodeRule(
        "/kafka-acl-changes", "acl-changes", "Notices of changed ACLs.",
        "Authorizers watch it and re-read what it names.",
    ),
    ZnodeRule(
        "/kafka-acl-changes/{change}", "acl-change", "Notice of changed ACLs.",
        "Type:name of the resource; removed after 15 minutes when the next change comes.", PlaceKind.CLUSTER, "acls",
    ),
    ZnodeRule(
        "/kafka-acl-extended", "extended-acls", "ACLs of name patterns.",
        "By kind of pattern: prefixed (KIP-290).", PlaceKind.CLUSTER, "acls",
    ),
    ZnodeRule(
        "/kafka-acl-extended/{acl*}", "extended-acl", "ACLs of a name pattern.",
        "Of all resources whose name begins with this (KIP-290).", PlaceKind.CLUSTER, "acls",
    ),
    ZnodeRule(
        "/kafka-acl-extended-changes", "extended-acl-changes", "Notices of changed ACLs of name patterns.",
        "Authorizers watch it and re-read what it names.",
    ),
    ZnodeRule(
        "/kafka-acl-extended-changes/{change}", "extended-acl-change", "Notice of changed ACLs of a name pattern.",
        "Removed after 15 minutes when the next change comes.", PlaceKind.CLUSTER, "acls",
    ),
    ZnodeRule(
        "/delegation_token", "delegation", "Delegation tokens.",
        "Used when delegation.token.secret.key is set (KIP-48).",
    ),
    ZnodeRule("/delegation_token/tokens", "tokens", "Delegation tokens.", "One child per token that is still valid."),
    ZnodeRule(
        "/delegation_token/tokens/{token}", "token", "A delegation token.",
        "Owner, renewers and times; written by the controller, removed when the token expires. Its secret is "
        "not kept here.",
    ),
    ZnodeRule(
        "/delegation_token/token_changes", "token-changes", "Notices of changed delegation tokens.",
        "Brokers watch it.",
    ),
    ZnodeRule(
        "/delegation_token/token_changes/{change}", "token-change", "Notice of a changed delegation token.",
        "Holds its id.",
    ),
)
# fmt: on
