"""The clusters that are open at once, by name: each a session of its own, so that none touches another."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from kafkatui.config.profiles import known_by
from kafkatui.model.errors import KafkatuiError, NotFound
from kafkatui.session.kafka_addresses import with_kafka_addresses

if TYPE_CHECKING:
    from kafkatui.model.known_cluster import KnownCluster
    from kafkatui.model.profile import Profile
    from kafkatui.model.task import TaskState
    from kafkatui.session.action_context import ActionContext
    from kafkatui.session.application import Application
    from kafkatui.session.cluster_view import ClusterView

CLOSE_SECONDS = 1.5
"""Whoever quits waits no longer for all of them together; what hangs by then is left to the end of the process."""


class KnownProfiles(Protocol):
    """Which clusters there are; see `config.profiles.Profiles`."""

    def known(self) -> tuple[KnownCluster, ...]: ...
    def profile(self, name: str) -> Profile: ...


class _Given:
    """Profiles that are open from the start."""

    def __init__(self, profiles: tuple[Profile, ...]) -> None:
        self._profiles = profiles

    def known(self) -> tuple[KnownCluster, ...]:
        return tuple(map(known_by, self._profiles))

    def profile(self, name: str) -> Profile:
        for profile in self._profiles:
            if profile.name == name:
                return profile
        raise NotFound(f"There is no cluster {name}.")


class Sessions:
    """Opens, keeps and closes sessions. Safe from any thread; `open` and the closing wait.

    Args:
        profiles: the clusters that can be opened.
        start: makes the session of a profile and starts it.
        application: changes the settings file; None where there is none to change.

    Attributes:
        profiles: the clusters that can be opened.
        on_profile: told of every profile before it is used, so that its secrets are masked by then.
    """

    def __init__(
        self,
        profiles: KnownProfiles,
        start: Callable[[Profile], ClusterView],
        application: Application | None = None,
    ) -> None:
        self.profiles = profiles
        self.application = application
        self.on_profile: Callable[[Profile], None] = lambda _: None
        self._start = start
        self._lock = threading.Lock()
        self._opening: dict[str, threading.Lock] = {}
        self._open: dict[str, ClusterView] = {}
        self._problems: dict[str, str] = {}
        self._is_closed = False

    @classmethod
    def of(cls, *sessions: ClusterView) -> Sessions:
        """Sessions that are started already; no other cluster can be opened."""
        profiles = _Given(tuple(session.profile for session in sessions))
        by_name = {session.profile.name: session for session in sessions}
        opened = cls(profiles, lambda profile: by_name[profile.name])
        for name in by_name:
            opened.open(name)
        return opened

    def opened(self) -> tuple[ClusterView, ...]:
        """Those that are open, in the order in which they were opened."""
        with self._lock:
            return tuple(self._open.values())

    def get(self, name: str) -> ClusterView | None:
        """The open session of that name; None when it is not open."""
        return self._open.get(name)

    def problem(self, name: str) -> str:
        """Why the cluster could not be opened when that was last tried; empty when it could, or nobody tried."""
        return self._problems.get(name, "")

    def open(self, name: str) -> ClusterView:
        """The session of a cluster, started if it is not open. Reads secrets' files, and does not wait for the cluster,
        but for the ensemble of a profile that names nothing else.

        Raises:
            ConfigError: there is no such cluster, or something in its profile is wrong.
            ConnectError: the ensemble that tells where Kafka is does not answer.
            NotFound: everything is being closed.
        """
        with self._lock:
            opening = self._opening.setdefault(name, threading.Lock())
        with opening:  # who asks twice gets the same
            if (session := self._open.get(name)) is not None:
                return session
            try:
                profile = self.profiles.profile(name)
                self.on_profile(profile)
                profile = with_kafka_addresses(profile)
                session = self._start(profile)
            except KafkatuiError as error:
                self._problems[name] = str(error)
                raise
            self._problems.pop(name, None)
            return self._keep(name, session)

    def reopen(self, name: str) -> ClusterView:
        """Close a cluster and open it anew, as its profile is now. Where that is wrong, the old session stays open.

        Raises:
            ConfigError, NotFound: as `open` has it.
        """
        try:
            profile = self.profiles.profile(name)
        except KafkatuiError as error:
            self._problems[name] = str(error)
            raise
        del profile  # its secrets can be read: `open` reads them again
        self.close(name)
        return self.open(name)

    def _keep(self, name: str, session: ClusterView) -> ClusterView:
        session.actions.context.know_others(self.context)
        with self._lock:
            is_late = self._is_closed
            if not is_late:
                self._open[name] = session
        if is_late:
            session.close(0)
            raise NotFound("kafkatui is being left.")
        return session

    def context(self, name: str) -> ActionContext:
        """An open cluster as an action sees it; KeyError when it is not open."""
        return self._open[name].actions.context

    def tasks_using(self, name: str) -> list[TaskState]:
        """What runs in that cluster, or in another and needs it."""
        running = [task.state for session in self.opened() for task in session.tasks.running()]
        return [state for state in running if name in state.clusters]

    def close(self, name: str, timeout_seconds: float = CLOSE_SECONDS) -> None:
        """Close one cluster within `timeout_seconds`; what runs in others and uses it is cancelled first."""
        with self._lock:
            session = self._open.pop(name, None)
        if session is None:
            return
        for other in self.opened():
            for task in other.tasks.running():
                if name in task.state.clusters:
                    task.cancel()
        session.close(timeout_seconds)

    def close_all(self, timeout_seconds: float = CLOSE_SECONDS) -> None:
        """Close every cluster, side by side, all together within `timeout_seconds`."""
        with self._lock:
            self._is_closed = True
            sessions = list(self._open.values())
            self._open.clear()
        if len(sessions) == 1:
            sessions[0].close(timeout_seconds)
            return
        deadline = time.monotonic() + timeout_seconds
        closing = [
            threading.Thread(target=session.close, args=(timeout_seconds,), daemon=True, name="close")
            for session in sessions
        ]
        for thread in closing:
            thread.start()
        for thread in closing:
            thread.join(max(0.0, deadline - time.monotonic()))
