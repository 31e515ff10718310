"""KRaft's quorum."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from kafkatui.model.observed import Observed
from kafkatui.model.quorum import Quorum
from kafkatui.session.feeds.base import Feed

if TYPE_CHECKING:
    from kafkatui.session.clients import Clients


class QuorumFeed(Feed[Quorum], frozen=True):
    """Voters, observers and features; not supported with ZooKeeper."""

    interval_seconds: ClassVar[float] = 3.0
    lane: ClassVar[str] = "log dirs"

    def read(self, clients: Clients, previous: Observed[Quorum], publish: Callable[[Quorum], None]) -> Quorum:
        from kafkatui.kafka.read.quorum import read_quorum

        return read_quorum(clients.kafka)
