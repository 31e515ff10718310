"""Who may do what, and how much of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from kafkatui.model.acl import Acl
from kafkatui.model.delegation_token import DelegationToken
from kafkatui.model.errors import NotSupported
from kafkatui.model.observed import Observed
from kafkatui.model.quota import Quota
from kafkatui.model.rights import Rights
from kafkatui.model.scram import ScramCredential
from kafkatui.session.clients import NO_ZOOKEEPER_ADVICE
from kafkatui.session.feeds.base import Feed

if TYPE_CHECKING:
    from kafkatui.session.clients import Clients
    from kafkatui.zookeeper.connection import ZooKeeperConnection


class AclsFeed(Feed[tuple[Acl, ...]], frozen=True):
    """Every access control list entry, by resource; not supported where brokers have no authorizer."""

    interval_seconds: ClassVar[float] = 10.0
    lane: ClassVar[str] = "log dirs"

    def read(
        self, clients: Clients, previous: Observed[tuple[Acl, ...]], publish: Callable[[tuple[Acl, ...]], None]
    ) -> tuple[Acl, ...]:
        from kafkatui.kafka.read.acls import read_acls

        return read_acls(clients.kafka)


class ScramCredentialsFeed(Feed[tuple[ScramCredential, ...]], frozen=True):
    """Who can log in with SCRAM; below Kafka 2.7 as the cluster's ZooKeeper keeps them."""

    interval_seconds: ClassVar[float] = 15.0
    lane: ClassVar[str] = "log dirs"

    def read(
        self,
        clients: Clients,
        previous: Observed[tuple[ScramCredential, ...]],
        publish: Callable[[tuple[ScramCredential, ...]], None],
    ) -> tuple[ScramCredential, ...]:
        from kafkatui.kafka.read.scram import read_scram_credentials

        try:
            return read_scram_credentials(clients.kafka)
        except NotSupported as error:
            zookeeper = _own_zookeeper(clients, error, "SCRAM users are in ZooKeeper below Kafka 2.7")
        from kafkatui.zookeeper.scram import read_zookeeper_scram_credentials

        return read_zookeeper_scram_credentials(zookeeper)


class DelegationTokensFeed(Feed[tuple[DelegationToken, ...]], frozen=True):
    """Every delegation token that this login may see, secrets included."""

    interval_seconds: ClassVar[float] = 15.0
    lane: ClassVar[str] = "log dirs"

    def read(
        self,
        clients: Clients,
        previous: Observed[tuple[DelegationToken, ...]],
        publish: Callable[[tuple[DelegationToken, ...]], None],
    ) -> tuple[DelegationToken, ...]:
        from kafkatui.kafka.read.delegation_tokens import read_delegation_tokens

        return read_delegation_tokens(clients.kafka)


class QuotasFeed(Feed[tuple[Quota, ...]], frozen=True):
    """Every client quota that is set; below Kafka 2.6 as the cluster's ZooKeeper keeps them."""

    interval_seconds: ClassVar[float] = 15.0
    lane: ClassVar[str] = "log dirs"

    def read(
        self, clients: Clients, previous: Observed[tuple[Quota, ...]], publish: Callable[[tuple[Quota, ...]], None]
    ) -> tuple[Quota, ...]:
        from kafkatui.kafka.read.quotas import read_quotas

        try:
            return read_quotas(clients.kafka)
        except NotSupported as error:
            zookeeper = _own_zookeeper(clients, error, "Quotas are in ZooKeeper below Kafka 2.6")
        from kafkatui.zookeeper.quotas import read_zookeeper_quotas

        return read_zookeeper_quotas(zookeeper)


def _own_zookeeper(clients: Clients, refusal: NotSupported, where: str) -> ZooKeeperConnection:
    """The cluster's ZooKeeper, once it is sure that the ensemble is the cluster's.

    Args:
        refusal: what the brokers said.
        where: "Quotas are in ZooKeeper below Kafka 2.6".

    Raises:
        NotSupported: there is none, or it is another cluster's.
        KafkatuiError: it does not answer.
    """
    from kafkatui.zookeeper.registrations import read_cluster_id

    if clients.profile.zookeeper is None:
        raise NotSupported(refusal.what, NO_ZOOKEEPER_ADVICE) from None
    zookeeper = clients.zookeeper()
    theirs, ours = read_cluster_id(zookeeper), clients.metadata().cluster_id
    if theirs is None or theirs != ours:
        raise NotSupported(f"{where}, and this one is another cluster's: {theirs}.")
    return zookeeper


MOST_TOPICS = 500
"""Of more it is not asked what may be done with each: their metadata would be read once more."""


class RightsFeed(Feed[Rights], frozen=True):
    """What the brokers let us do."""

    interval_seconds: ClassVar[float] = 60.0
    lane: ClassVar[str] = "log dirs"

    def read(self, clients: Clients, previous: Observed[Rights], publish: Callable[[Rights], None]) -> Rights:
        from kafkatui.kafka.read.rights import read_rights

        return read_rights(clients.kafka, asks_for_topics=len(clients.metadata().topics) <= MOST_TOPICS)
