"""Feeds of the whole cluster, which many hold."""

from __future__ import annotations

from kafkatui.session.feeds.changes import ChangesFeed
from kafkatui.session.feeds.doctor import ExaminationFeed
from kafkatui.session.feeds.kafka import BrokerDetailsFeed, MetadataFeed, OffsetsFeed, TopicIdentitiesFeed
from kafkatui.session.feeds.zookeeper import ZooKeeperFeed

METADATA = MetadataFeed()
ALL_OFFSETS = OffsetsFeed()
BROKER_DETAILS = BrokerDetailsFeed()
CHANGES = ChangesFeed()
EXAMINATION = ExaminationFeed()
IDENTITIES = TopicIdentitiesFeed()
ZOOKEEPER = ZooKeeperFeed()
