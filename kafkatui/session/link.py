"""Whether the Kafka cluster and the ZooKeeper ensemble we look at are the same cluster's."""

from __future__ import annotations

from kafkatui.model.cluster import ClusterMetadata
from kafkatui.model.observed import Observed
from kafkatui.model.presence import Link, LinkState
from kafkatui.model.profile import Profile
from kafkatui.model.side import is_by_you
from kafkatui.model.znode import ZooKeeperStatus
from kafkatui.session.clients import NO_ZOOKEEPER_ADVICE


def compare(profile: Profile, metadata: Observed[ClusterMetadata], zookeeper: Observed[ZooKeeperStatus]) -> Link:
    """The link, judged from the cluster id on either side: nothing is linked on the strength of an address.

    That they are different clusters is told only while both sides answer: either may have been made anew since.
    """
    if profile.zookeeper is None:
        return Link(LinkState.NONE, f"No ZooKeeper is configured. {NO_ZOOKEEPER_ADVICE}")
    where = profile.zookeeper.connect
    if is_by_you(zookeeper.reason):
        return Link(LinkState.FAILED, zookeeper.reason)
    if zookeeper.value is None:
        if zookeeper.reason:
            return Link(LinkState.FAILED, zookeeper.reason)
        return Link(LinkState.CONNECTING, f"Connecting to ZooKeeper at {where} …")
    if not profile.bootstrap_servers:
        return Link(LinkState.UNKNOWN, "No Kafka is known that it could be linked with.")
    if metadata.value is None or metadata.value.cluster_id is None:
        return Link(LinkState.UNKNOWN, "Kafka has not told its cluster id yet, so the two sides are not linked.")
    theirs, ours = zookeeper.value.cluster_id, metadata.value.cluster_id
    if theirs is None:
        return Link(
            LinkState.UNKNOWN,
            f"ZooKeeper at {where} has no /cluster/id, so it is not known to be this cluster's. "
            "Is the chroot missing (HOST:PORT/chroot)?",
        )
    if theirs != ours and zookeeper.current is None:
        return Link(LinkState.FAILED, zookeeper.reason or f"ZooKeeper at {where} has not answered lately.")
    if theirs != ours and metadata.current is None:
        return Link(LinkState.UNKNOWN, "Kafka does not answer, so it is not known whether ZooKeeper is its.")
    if theirs != ours:
        return Link(
            LinkState.MISMATCH, f"ZooKeeper at {where} belongs to another cluster: {theirs}, and Kafka's is {ours}."
        )
    return Link(LinkState.LINKED, f"ZooKeeper at {where} is this cluster's.")
