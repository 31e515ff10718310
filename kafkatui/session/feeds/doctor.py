"""What the doctor reads beside what everybody does, and what it finds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from kafkatui.model.finding import Examination
from kafkatui.model.observed import Observed
from kafkatui.model.zookeeper_registry import ZooKeeperRegistry
from kafkatui.session.feeds.base import Feed

if TYPE_CHECKING:
    from kafkatui.session.clients import Clients


@dataclass(frozen=True)
class RegistryFeed(Feed[ZooKeeperRegistry]):
    """All that Kafka keeps of topics, partitions and the controller in ZooKeeper: a request for each."""

    interval_seconds: ClassVar[float] = 15.0
    lane: ClassVar[str] = "zookeeper"

    def read(
        self, clients: Clients, previous: Observed[ZooKeeperRegistry], publish: Callable[[ZooKeeperRegistry], None]
    ) -> ZooKeeperRegistry:
        from kafkatui.zookeeper.registry import read_registry

        return read_registry(clients.zookeeper())


@dataclass(frozen=True)
class ExaminationFeed(Feed[Examination]):
    """What is wrong, judged by what the session knows; what nobody keeps fresh is read for it now and then."""

    interval_seconds: ClassVar[float] = 3.0

    def read(
        self, clients: Clients, previous: Observed[Examination], publish: Callable[[Examination], None]
    ) -> Examination:
        return clients.examine()
