"""What can be read from ZooKeeper."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, ClassVar

from kafkatui.model.observed import Observed
from kafkatui.model.registration import BrokerRegistration
from kafkatui.model.znode import Znode, ZnodeChildren, ZnodeStat, ZooKeeperClients, ZooKeeperStatus
from kafkatui.session.feeds.base import Feed

if TYPE_CHECKING:
    from kafkatui.session.clients import Clients


class ZooKeeperFeed(Feed[ZooKeeperStatus], frozen=True):
    """The ensemble's server in use: version, mode, counts; and Kafka's cluster id there."""

    interval_seconds: ClassVar[float] = 5.0
    lane: ClassVar[str] = "zookeeper"

    def read(
        self, clients: Clients, previous: Observed[ZooKeeperStatus], publish: Callable[[ZooKeeperStatus], None]
    ) -> ZooKeeperStatus:
        from kafkatui.zookeeper.four_letter import read_status

        connection = clients.zookeeper()
        if not connection.is_usable:
            # Its failure says why; a status would only say that there is none.
            connection.request(lambda client: client.exists_async("/"), f"reach {connection.settings.connect}", 0.0)
        return read_status(connection)


class ZooKeeperClientsFeed(Feed[ZooKeeperClients], frozen=True):
    """Who is connected to the server in use."""

    interval_seconds: ClassVar[float] = 10.0
    lane: ClassVar[str] = "zookeeper"

    def read(
        self, clients: Clients, previous: Observed[ZooKeeperClients], publish: Callable[[ZooKeeperClients], None]
    ) -> ZooKeeperClients:
        from kafkatui.zookeeper.four_letter import read_clients

        return read_clients(clients.zookeeper())


class ZnodeFeed(Feed[Znode], frozen=True):
    """A znode's data, stat and ACL; a watch refreshes it at once."""

    path: str

    interval_seconds: ClassVar[float] = 10.0
    lane: ClassVar[str] = "zookeeper"

    def read(self, clients: Clients, previous: Observed[Znode], publish: Callable[[Znode], None]) -> Znode:
        from kafkatui.zookeeper.tree import read_znode

        return read_znode(clients.zookeeper(), self.path)


class ZnodeChildrenFeed(Feed[ZnodeChildren], frozen=True):
    """A znode's children, without their stats; a watch refreshes it at once."""

    path: str

    interval_seconds: ClassVar[float] = 10.0
    lane: ClassVar[str] = "zookeeper"

    def read(
        self, clients: Clients, previous: Observed[ZnodeChildren], publish: Callable[[ZnodeChildren], None]
    ) -> ZnodeChildren:
        from kafkatui.zookeeper.tree import read_children

        return read_children(clients.zookeeper(), self.path)


class ZnodeStatsFeed(Feed[Mapping[str, ZnodeStat]], frozen=True):
    """Stats of some znodes, by path: those of the children on screen."""

    paths: tuple[str, ...]

    interval_seconds: ClassVar[float] = 15.0
    lane: ClassVar[str] = "zookeeper"

    def read(
        self,
        clients: Clients,
        previous: Observed[Mapping[str, ZnodeStat]],
        publish: Callable[[Mapping[str, ZnodeStat]], None],
    ) -> Mapping[str, ZnodeStat]:
        from kafkatui.zookeeper.tree import read_stats

        return read_stats(clients.zookeeper(), self.paths)


class RegistrationsFeed(Feed[Mapping[int, BrokerRegistration]], frozen=True):
    """What every broker registered below `/brokers/ids`."""

    interval_seconds: ClassVar[float] = 5.0
    lane: ClassVar[str] = "zookeeper"

    def read(
        self,
        clients: Clients,
        previous: Observed[Mapping[int, BrokerRegistration]],
        publish: Callable[[Mapping[int, BrokerRegistration]], None],
    ) -> Mapping[int, BrokerRegistration]:
        from kafkatui.zookeeper.registrations import read_broker_registrations

        return read_broker_registrations(clients.zookeeper())
