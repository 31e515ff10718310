"""Everything that can be read from a cluster, as values the session polls while somebody holds them."""

from kafkatui.session.feeds.base import Feed
from kafkatui.session.feeds.groups import GroupFeed, GroupSample, GroupsFeed, GroupsSample
from kafkatui.session.feeds.kafka import (
    BrokerConfigFeed,
    CapabilitiesFeed,
    ClientTrafficFeed,
    LogDirsFeed,
    MetadataFeed,
    OffsetSample,
    OffsetsFeed,
    TopicConfigsFeed,
    TopicIdFeed,
    TransactionsFeed,
)
from kafkatui.session.feeds.zookeeper import (
    RegistrationsFeed,
    ZnodeChildrenFeed,
    ZnodeFeed,
    ZnodeStatsFeed,
    ZooKeeperFeed,
)

__all__ = [
    "BrokerConfigFeed",
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
    "TopicConfigsFeed",
    "TopicIdFeed",
    "TransactionsFeed",
    "ZnodeChildrenFeed",
    "ZnodeFeed",
    "ZnodeStatsFeed",
    "ZooKeeperFeed",
]
