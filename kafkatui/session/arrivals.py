"""What has just been read, and what else is to be read, forgotten or told because of it."""

from __future__ import annotations

from typing import Any

from kafkatui.model.cluster import ClusterMetadata
from kafkatui.model.observed import Observed
from kafkatui.session.change_looks import ChangeLooks
from kafkatui.session.clients import Clients
from kafkatui.session.feeds import (
    ALL_OFFSETS,
    BROKER_DETAILS,
    CHANGES,
    EXAMINATION,
    IDENTITIES,
    METADATA,
    ZOOKEEPER,
    BrokerDetailsFeed,
    Feed,
    MetadataFeed,
    TopicIdentitiesFeed,
    ZooKeeperFeed,
)
from kafkatui.session.learned import Learned, is_of_any
from kafkatui.session.poller import Poller
from kafkatui.session.presence import Presences
from kafkatui.session.reachability import BROKER_LANES
from kafkatui.session.timeline import Timeline
from kafkatui.session.transaction_fates import TransactionFates
from kafkatui.session.watching import ZnodeWatching


class Arrivals:
    """Takes each reading of one session, in the thread that read it."""

    def __init__(
        self,
        clients: Clients,
        poller: Poller,
        timeline: Timeline,
        watching: ZnodeWatching,
        learned: Learned,
        fates: TransactionFates,
        presences: Presences,
        looks: ChangeLooks,
    ) -> None:
        self._clients, self._poller, self._timeline, self._watching = clients, poller, timeline, watching
        self._learned, self._fates, self._presences = learned, fates, presences
        self._looks = looks
        self._holds_details = False

    def take(self, feed: Feed[Any], before: Observed[Any], after: Observed[Any]) -> None:
        """A feed that was read, or could not be."""
        if isinstance(feed, MetadataFeed):
            self._on_metadata(before, after)
        elif (isinstance(feed, BrokerDetailsFeed) and after.value != before.value) or (
            isinstance(feed, TopicIdentitiesFeed) and after.value
        ):
            self._poller.refresh(METADATA)
        elif isinstance(feed, ZooKeeperFeed) and after.current is not None:
            self._watching.begin()
            if self._timeline.see_zookeeper(before.value, after.current):
                self._learned.znodes.forget_all()
                self._learned.znode_news.forget_all()
                self._poller.forget(["zookeeper"], but=[ZOOKEEPER])
                self._poller.refresh(METADATA)  # Kafka may be another now, too
        self._looks.see(feed, after)
        self._learned.see(feed, after, before)

    def _on_metadata(self, before: Observed[ClusterMetadata], after: Observed[ClusterMetadata]) -> None:
        if after.value is None or after.value is before.value:
            return
        self._clients.remember_metadata(after.value)
        self._clients.kafka.watch_brokers(after.value.brokers.values())
        turn = self._timeline.see_metadata(after.value)
        if turn.is_other_cluster:
            self._presences.forget()
            self._learned.forget_all()
            self._looks.forget()
            self._fates.forget_all()
            self._poller.forget(BROKER_LANES)
            if self._clients.profile.zookeeper is not None:
                self._poller.refresh(ZOOKEEPER)  # what it said of the cluster's id may be older
        elif turn.made_anew or turn.gone:
            self._learned.forget(turn.made_anew | turn.gone)
            self._fates.forget(turn.made_anew | turn.gone)
            self._poller.forget_where(lambda feed: is_of_any(feed, turn.made_anew))
        self._presences.learn(after.value)
        if turn.is_first:
            self._poller.refresh(ALL_OFFSETS)
            return
        if not self._holds_details:  # not with the first answer: it takes another client, which delays the frame
            self._holds_details = True
            for feed in (BROKER_DETAILS, IDENTITIES, EXAMINATION, CHANGES):
                self._poller.hold(feed)
        elif turn.have_brokers_changed:
            self._poller.refresh(BROKER_DETAILS)
        if turn.have_leaders_moved:
            self._poller.restart(BROKER_LANES)
