"""What the doctor asks for, and how seldom where nobody else keeps it fresh."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kafkatui.config.tls import uses_tls
from kafkatui.insight.doctor.configs import TOPIC_PROPERTIES
from kafkatui.insight.doctor.questions import busy_positions, leaderless_topics, unread_places
from kafkatui.model.cluster import ClusterMetadata
from kafkatui.model.observed import Observed
from kafkatui.model.offset_sample import OffsetSample
from kafkatui.model.presence import Link, LinkState
from kafkatui.model.profile import Profile
from kafkatui.session.feeds import (
    ALL_OFFSETS,
    ZOOKEEPER,
    AclsFeed,
    BatchSizesFeed,
    BrokerVersionsFeed,
    CertificatesFeed,
    EligibleReplicasFeed,
    EnsembleFeed,
    Feed,
    GroupsFeed,
    LeaderEpochsFeed,
    LogDirsFeed,
    OpenTransactionsFeed,
    QuorumFeed,
    QuotasFeed,
    ReassignmentsFeed,
    RegisteredSecurityFeed,
    RegistryFeed,
    ScramCredentialsFeed,
    TopicPropertiesFeed,
    UnreadAgesFeed,
)

SELDOM_SECONDS = 60.0
"""What nobody keeps fresh is read so often, and less often the longer it takes."""

RARELY_SECONDS = 300.0
"""What changes slowly, or costs the more the larger the cluster is."""

AGAIN_SECONDS = 30.0
"""What two readings of do not agree is read again so soon: whether it stays so is what matters."""

INTERVALS: Mapping[type[Feed[Any]], float] = {
    RegistryFeed: 15.0,
    EligibleReplicasFeed: 15.0,
    LeaderEpochsFeed: RARELY_SECONDS,
    AclsFeed: RARELY_SECONDS,
    ScramCredentialsFeed: RARELY_SECONDS,
    QuotasFeed: RARELY_SECONDS,
    RegisteredSecurityFeed: RARELY_SECONDS,
    BrokerVersionsFeed: RARELY_SECONDS,
    UnreadAgesFeed: RARELY_SECONDS,
    BatchSizesFeed: RARELY_SECONDS,
    CertificatesFeed: 3600.0,
}

SUSPECTING: Mapping[type[Feed[Any]], tuple[str, ...]] = {
    LeaderEpochsFeed: ("partition-epoch-differs",),
    AclsFeed: ("acl-differs",),
    ScramCredentialsFeed: ("user-differs",),
    QuotasFeed: ("quota-differs",),
    RegisteredSecurityFeed: ("acl-differs", "user-differs", "quota-differs"),
}
"""Rules that want what was read again soon, while they see something."""

ONE_READING = (TopicPropertiesFeed, EligibleReplicasFeed, UnreadAgesFeed, BatchSizesFeed, BrokerVersionsFeed)
"""Of these there is one reading, of whatever it is asked of."""


def first_feeds(profile: Profile) -> dict[str, Feed[Any]]:
    """What is asked for always, by its name in `Readings`."""
    # ZooKeeper's first: with a request for every partition the registry takes longest, and what asks Kafka through
    # kafka-python waits for each other.
    feeds: dict[str, Feed[Any]] = {}
    if profile.zookeeper is not None:
        feeds |= {"registry": RegistryFeed(), "zookeeper": ZOOKEEPER, "ensemble": EnsembleFeed()}
    feeds |= {
        "offsets": ALL_OFFSETS, "groups": GroupsFeed(), "log_dirs": LogDirsFeed(), "moves": ReassignmentsFeed(),
        "transactions": OpenTransactionsFeed(), "quorum": QuorumFeed(),
    }  # fmt: skip
    of_zookeeper = profile.zookeeper.properties if profile.zookeeper is not None else {}
    if uses_tls(profile.kafka) or any(name.partition(".")[0] == "tls" for name in of_zookeeper):
        feeds["certificates"] = CertificatesFeed()
    return feeds


def later_feeds(
    metadata: ClusterMetadata | None,
    brokers: Sequence[int],
    link: Link,
    found: Mapping[str, Observed[Any]],
    before: OffsetSample | None,
) -> dict[str, Feed[Any]]:
    """What is asked for because of what was found.

    Args:
        brokers: those that answer.
        link: whether the two sides can be compared.
        found: what `first_feeds` gave.
        before: an earlier sample of all partitions.
    """
    if metadata is None:
        return {}
    feeds: dict[str, Feed[Any]] = {"versions": BrokerVersionsFeed(tuple(brokers))} if brokers else {}
    if metadata.topics:
        feeds["configs"] = TopicPropertiesFeed(tuple(metadata.topics), tuple(sorted(TOPIC_PROPERTIES)))
    if link.state is LinkState.LINKED:
        feeds |= {
            "epochs": LeaderEpochsFeed(), "acls": AclsFeed(), "users": ScramCredentialsFeed(),
            "quotas": QuotasFeed(), "security": RegisteredSecurityFeed(),
        }  # fmt: skip
    if found["quorum"].value is not None and (leaderless := leaderless_topics(metadata)):
        feeds["eligible"] = EligibleReplicasFeed(leaderless)
    groups, offsets = found["groups"].current, found["offsets"].current
    if groups is not None and (places := unread_places(groups)):
        feeds["unread_ages"] = UnreadAgesFeed(places)
    if offsets is not None and (busy := busy_positions(offsets, before)):
        feeds["batches"] = BatchSizesFeed(busy)
    return feeds
