"""What all servers of an ensemble say; asked without a session, so that a lost quorum is told, too."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from kafkatui.model.ensemble import Ensemble, EnsembleSessions
from kafkatui.model.errors import NotSupported
from kafkatui.model.membership_config import DynamicConfig
from kafkatui.model.observed import Observed
from kafkatui.model.profile import ZooKeeperSettings
from kafkatui.session.feeds.base import Feed

if TYPE_CHECKING:
    from kafkatui.session.clients import Clients


class EnsembleFeed(Feed[Ensemble], frozen=True):
    """Every server's mode, version, figures."""

    interval_seconds: ClassVar[float] = 5.0
    lane: ClassVar[str] = "zookeeper"

    def read(self, clients: Clients, previous: Observed[Ensemble], publish: Callable[[Ensemble], None]) -> Ensemble:
        from kafkatui.zookeeper.ensemble import read_ensemble

        return read_ensemble(settings_of(clients))


class EnsembleSessionsFeed(Feed[EnsembleSessions], frozen=True):
    """Every session with its client, its ephemeral znodes and its watches, where servers tell."""

    interval_seconds: ClassVar[float] = 10.0
    lane: ClassVar[str] = "zookeeper"

    def read(
        self, clients: Clients, previous: Observed[EnsembleSessions], publish: Callable[[EnsembleSessions], None]
    ) -> EnsembleSessions:
        from kafkatui.zookeeper.ensemble_sessions import read_sessions

        return read_sessions(settings_of(clients))


class EnsembleConfigFeed(Feed[DynamicConfig], frozen=True):
    """The members, as the ensemble keeps them itself (3.5+)."""

    interval_seconds: ClassVar[float] = 10.0
    lane: ClassVar[str] = "zookeeper"

    def read(
        self, clients: Clients, previous: Observed[DynamicConfig], publish: Callable[[DynamicConfig], None]
    ) -> DynamicConfig:
        from kafkatui.zookeeper.dynamic_config import read_dynamic_config

        return read_dynamic_config(clients.zookeeper())


def settings_of(clients: Clients) -> ZooKeeperSettings:
    """Where the ensemble is.

    Raises:
        NotSupported: the profile names none.
    """
    settings = clients.profile.zookeeper
    if settings is None:
        raise NotSupported("No ZooKeeper is configured for this cluster.")
    return settings
