"""Kafka and ZooKeeper are told to belong together, or apart, from what both have just said."""

from __future__ import annotations

import pytest

from kafkatui.model.cluster import ClusterMetadata
from kafkatui.model.observed import Observed
from kafkatui.model.presence import LinkState
from kafkatui.model.profile import Profile, ZooKeeperSettings
from kafkatui.model.znode import ZooKeeperStatus
from kafkatui.session.link import compare

PROFILE = Profile("it", {"bootstrap.servers": "kafka:9092"}, ZooKeeperSettings("zoo:2181"))


def kafka(cluster_id: str | None) -> Observed[ClusterMetadata]:
    return Observed.ok(ClusterMetadata(cluster_id=cluster_id, controller_id=1, brokers={}, topics={}), 1.0)


def zookeeper(cluster_id: str | None) -> Observed[ZooKeeperStatus]:
    return Observed.ok(ZooKeeperStatus("connected", cluster_id=cluster_id), 1.0)


def test_an_ensemble_without_kafka_belongs_to_no_cluster() -> None:
    alone = Profile("it", {"bootstrap.servers": ""}, ZooKeeperSettings("zoo:2181"))
    link = compare(alone, Observed.not_supported("No broker."), zookeeper("a"))
    assert (link.state, link.text) == (LinkState.UNKNOWN, "No Kafka is known that it could be linked with.")


@pytest.mark.parametrize(("ours", "theirs", "state"), [
    ("a", "a", LinkState.LINKED),
    ("a", "b", LinkState.MISMATCH),
    ("a", None, LinkState.UNKNOWN),
    (None, "a", LinkState.UNKNOWN),
])  # fmt: skip
def test_both_ids_decide(ours: str | None, theirs: str | None, state: LinkState) -> None:
    assert compare(PROFILE, kafka(ours), zookeeper(theirs)).state is state


def test_a_stale_id_is_no_sign_of_another_cluster() -> None:
    """Either side may have been made anew since."""
    away = zookeeper("b").failing("ZooKeeper hangs up.", 2.0)
    link = compare(PROFILE, kafka("a"), away)
    assert (link.state, link.text) == (LinkState.FAILED, "ZooKeeper hangs up.")
    assert compare(PROFILE, kafka("a").failing("No answer.", 2.0), zookeeper("b")).state is LinkState.UNKNOWN


def test_what_belonged_together_does_so_while_one_side_is_away() -> None:
    assert compare(PROFILE, kafka("a"), zookeeper("a").failing("Away.", 2.0)).state is LinkState.LINKED
    assert compare(PROFILE, kafka("a").failing("Away.", 2.0), zookeeper("a")).state is LinkState.LINKED
