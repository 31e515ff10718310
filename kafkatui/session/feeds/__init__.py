"""Everything that can be read from a cluster, as values the session polls while somebody holds them."""

from kafkatui.session.feeds.base import Feed
from kafkatui.session.feeds.changes import ChangesFeed
from kafkatui.session.feeds.connectors import ConnectorsFeed
from kafkatui.session.feeds.doctor import ExaminationFeed, RegistryFeed
from kafkatui.session.feeds.doctor_readings import (
    BatchSizesFeed,
    BrokerVersionsFeed,
    CertificatesFeed,
    EligibleReplicasFeed,
    LeaderEpochsFeed,
    RegisteredSecurityFeed,
    UnreadAgesFeed,
)
from kafkatui.session.feeds.ensemble import EnsembleConfigFeed, EnsembleFeed, EnsembleSessionsFeed
from kafkatui.session.feeds.figures import BrokerFiguresFeed
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
from kafkatui.session.feeds.newest import NewestRecordsFeed
from kafkatui.session.feeds.old_groups import OldGroupsFeed
from kafkatui.session.feeds.quorum import QuorumFeed
from kafkatui.session.feeds.schemas import SubjectsFeed
from kafkatui.session.feeds.security import AclsFeed, DelegationTokensFeed, QuotasFeed, RightsFeed, ScramCredentialsFeed
from kafkatui.session.feeds.shared import (
    ALL_OFFSETS,
    BROKER_DETAILS,
    CHANGES,
    EXAMINATION,
    IDENTITIES,
    METADATA,
    ZOOKEEPER,
)
from kafkatui.session.feeds.transactions import OpenTransactionsFeed
from kafkatui.session.feeds.unread import UnreadRecordsFeed
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
    "CHANGES",
    "EXAMINATION",
    "IDENTITIES",
    "METADATA",
    "ZOOKEEPER",
    "AclsFeed",
    "BatchSizesFeed",
    "BrokerConfigFeed",
    "BrokerDetailsFeed",
    "BrokerFiguresFeed",
    "BrokerVersionsFeed",
    "CapabilitiesFeed",
    "CertificatesFeed",
    "ChangesFeed",
    "ClientTrafficFeed",
    "ConnectorsFeed",
    "DelegationTokensFeed",
    "EligibleReplicasFeed",
    "EnsembleConfigFeed",
    "EnsembleFeed",
    "EnsembleSessionsFeed",
    "ExaminationFeed",
    "Feed",
    "GroupFeed",
    "GroupsFeed",
    "LeaderEpochsFeed",
    "LogBoundsFeed",
    "LogDirsFeed",
    "MetadataFeed",
    "NewestRecordsFeed",
    "OffsetsFeed",
    "OldGroupsFeed",
    "OpenTransactionsFeed",
    "QuorumFeed",
    "QuotasFeed",
    "ReassignmentsFeed",
    "RegisteredSecurityFeed",
    "RegistrationsFeed",
    "RegistryFeed",
    "ReplicaSetsFeed",
    "RightsFeed",
    "ScramCredentialsFeed",
    "SubjectsFeed",
    "TopicConfigsFeed",
    "TopicIdentitiesFeed",
    "TopicIdsFeed",
    "TopicPropertiesFeed",
    "TransactionsFeed",
    "UnreadAgesFeed",
    "UnreadRecordsFeed",
    "ZnodeChildrenFeed",
    "ZnodeFeed",
    "ZnodeStatsFeed",
    "ZooKeeperClientsFeed",
    "ZooKeeperFeed",
]
