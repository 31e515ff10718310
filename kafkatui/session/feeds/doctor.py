"""What the doctor reads beside what everybody does, and what it finds."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from kafkatui.model.finding import Examination
from kafkatui.model.observed import Observed
from kafkatui.model.replacing import replace
from kafkatui.model.zookeeper_registry import ZooKeeperRegistry
from kafkatui.session.feeds.base import Feed

if TYPE_CHECKING:
    from kafkatui.session.clients import Clients


WHOLE_AGAIN_SECONDS = 300.0
"""A watch that is lost without a word makes nothing look right, or wrong, for longer."""


class RegistryFeed(Feed[ZooKeeperRegistry], frozen=True):
    """All that Kafka keeps of topics, partitions and the controller in ZooKeeper: a request for each.

    Where the servers tell of every change, only what changed is read again, and all of it now and then.
    """

    interval_seconds: ClassVar[float] = 15.0
    lane: ClassVar[str] = "zookeeper"

    def read(
        self, clients: Clients, previous: Observed[ZooKeeperRegistry], publish: Callable[[ZooKeeperRegistry], None]
    ) -> ZooKeeperRegistry:
        from kafkatui.zookeeper.registry import read_registry

        connection = clients.zookeeper()
        before, now = previous.value, time.time()
        count = clients.registry_changes.number
        is_recent = before is not None and now < before.whole_seconds + WHOLE_AGAIN_SECONDS
        changed = clients.registry_changes.since(before.change_count) if before is not None and is_recent else None
        registry = read_registry(connection, before, changed)
        whole_seconds = now if changed is None or before is None else before.whole_seconds
        return replace(registry, change_count=count, whole_seconds=whole_seconds)


class ExaminationFeed(Feed[Examination], frozen=True):
    """What is wrong, judged by what the session knows; what nobody keeps fresh is read for it now and then."""

    interval_seconds: ClassVar[float] = 3.0

    def read(
        self, clients: Clients, previous: Observed[Examination], publish: Callable[[Examination], None]
    ) -> Examination:
        return clients.examine()
