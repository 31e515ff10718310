"""Everything that can be read from a cluster, as values the session polls while somebody holds them."""

from kafkatui.session.feeds.base import Feed
from kafkatui.session.feeds.groups import GroupFeed, GroupsFeed
from kafkatui.session.feeds.kafka import (
    BrokerConfigFeed,
    BrokerDetailsFeed,
    CapabilitiesFeed,
    ClientTrafficFeed,
    LogDirsFeed,
    MetadataFeed,
    OffsetsFeed,
    ReassignmentsFeed,
    ReplicaSetsFeed,
    TopicConfigsFeed,
    TopicIdentitiesFeed,
    TopicIdsFeed,
    TopicPropertiesFeed,
    TransactionsFeed,
)
from kafkatui.session.feeds.log_bounds import LogBoundsFeed
from kafkatui.session.feeds.shared import ALL_OFFSETS, BROKER_DETAILS, IDENTITIES, METADATA, ZOOKEEPER
from kafkatui.session.feeds.zookeeper import (
    RegistrationsFeed,
    ZnodeChildrenFeed,
    ZnodeFeed,
    ZnodeStatsFeed,
    ZooKeeperClientsFeed,
    ZooKeeperFeed,
)

__all__ = [
    "ALL_OFFSETS",
    "BROKER_DETAILS",
    "IDENTITIES",
    "METADATA",
    "ZOOKEEPER",
    "BrokerConfigFeed",
    "BrokerDetailsFeed",
    "CapabilitiesFeed",
    "ClientTrafficFeed",
    "Feed",
    "GroupFeed",
    "GroupsFeed",
    "LogBoundsFeed",
    "LogDirsFeed",
    "MetadataFeed",
    "OffsetsFeed",
    "ReassignmentsFeed",
    "RegistrationsFeed",
    "ReplicaSetsFeed",
    "TopicConfigsFeed",
    "TopicIdentitiesFeed",
    "TopicIdsFeed",
    "TopicPropertiesFeed",
    "TransactionsFeed",
    "ZnodeChildrenFeed",
    "ZnodeFeed",
    "ZnodeStatsFeed",
    "ZooKeeperClientsFeed",
    "ZooKeeperFeed",
]
