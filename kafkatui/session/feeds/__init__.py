"""Everything that can be read from a cluster, as values the session polls while somebody holds them."""

from kafkatui.session.feeds.base import Feed
from kafkatui.session.feeds.groups import GroupFeed, GroupSample, GroupsFeed, GroupsSample
from kafkatui.session.feeds.kafka import (
    BrokerConfigFeed,
    BrokerDetailsFeed,
    CapabilitiesFeed,
    ClientTrafficFeed,
    LogDirsFeed,
    MetadataFeed,
    OffsetSample,
    OffsetsFeed,
    ReplicaSetsFeed,
    TopicConfigsFeed,
    TopicIdFeed,
    TransactionsFeed,
)
from kafkatui.session.feeds.zookeeper import (
    RegistrationsFeed,
    ZnodeChildrenFeed,
    ZnodeFeed,
    ZnodeStatsFeed,
    ZooKeeperClientsFeed,
    ZooKeeperFeed,
)

__all__ = [
    "BrokerConfigFeed",
    "BrokerDetailsFeed",
    "CapabilitiesFeed",
    "ClientTrafficFeed",
    "Feed",
    "GroupFeed",
    "GroupSample",
    "GroupsFeed",
    "GroupsSample",
    "LogDirsFeed",
    "MetadataFeed",
    "OffsetSample",
    "OffsetsFeed",
    "RegistrationsFeed",
    "ReplicaSetsFeed",
    "TopicConfigsFeed",
    "TopicIdFeed",
    "TransactionsFeed",
    "ZnodeChildrenFeed",
    "ZnodeFeed",
    "ZnodeStatsFeed",
    "ZooKeeperClientsFeed",
    "ZooKeeperFeed",
]
