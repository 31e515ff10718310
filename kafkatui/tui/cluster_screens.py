"""The main screens of the clusters that are open, one of which is shown; each stays as it was left."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Sequence
from typing import Any

from textual.app import App

from kafkatui.config.profiles import known_by
from kafkatui.model.errors import ConnectError, KafkatuiError
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.task import TaskState
from kafkatui.report.cluster_health import ClusterHealth
from kafkatui.report.cluster_list import ClusterRow, OpenCluster, cluster_row
from kafkatui.session.application import Application
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.notice import Notice
from kafkatui.session.sessions import Sessions
from kafkatui.tui.messages import GoTo, SessionNotice
from kafkatui.tui.screens.main import MainScreen
from kafkatui.view.shell import Loss

OPEN_SECONDS = 5.0
"""Opening reads files with secrets and makes a client, and waits for no cluster: it takes milliseconds."""


class ClusterScreens:
    """Opens clusters, shows one of them, and closes them.

    Args:
        app: shows the screens, each in a mode of its own.
        sessions: the clusters; whoever made them closes them.
        make: a cluster's main screen, started at a place.
        on_show: told which cluster is shown.
    """

    def __init__(
        self,
        app: App[Any],
        sessions: Sessions,
        make: Callable[[ClusterView, Place], MainScreen],
        on_show: Callable[[str], None],
    ) -> None:
        self._app = app
        self._sessions = sessions
        self._make = make
        self._on_show = on_show
        self._screens: dict[str, MainScreen] = {}
        self._here = ""
        self._healths: dict[str, ClusterHealth] = {}
        self._modes: dict[str, str] = {}
        self._numbers = itertools.count(1)

    @property
    def screens(self) -> tuple[MainScreen, ...]:
        """Those of the clusters that are open."""
        return tuple(self._screens.values())

    # What the screens ask

    @property
    def open_count(self) -> int:
        return len(self._screens)

    @property
    def application(self) -> Application | None:
        return self._sessions.application

    def rows(self) -> list[ClusterRow]:
        known = list(self._sessions.profiles.known())
        names = {each.name for each in known}
        gone = [known_by(each.profile) for each in self._sessions.opened() if each.profile.name not in names]
        return [
            cluster_row(
                known,
                self._opened(known.name),
                is_here=known.name == self._here,
                problem=self._sessions.problem(known.name),
            )
            for known in [*gone, *known]
        ]

    def _opened(self, name: str) -> OpenCluster | None:
        session = self._sessions.get(name)
        if session is None:
            return None
        metadata = session.metadata
        health = self._healths.setdefault(name, ClusterHealth())
        return OpenCluster(
            metadata,
            None if metadata.value is None else health.health(metadata.value),
            session.brokers(),
            session.link,
            session.zookeeper,
            len(session.tasks.running()),
        )

    def losses(self) -> list[Loss]:
        return [self._loss(name, [task.state for task in screen.session.tasks.running()])
                for name, screen in self._screens.items()]  # fmt: skip

    def loss_of_closing(self, name: str) -> Loss:
        return self._loss(name, self._sessions.tasks_using(name))

    def _loss(self, name: str, tasks: Sequence[TaskState]) -> Loss:
        screen = self._screens[name]
        return Loss(name, screen.unsent_draft(), screen.session.unsent_count, tuple(tasks))

    def running_elsewhere(self, name: str) -> Sequence[TaskState]:
        others = (screen for each, screen in self._screens.items() if each != name)
        return [task.state for screen in others for task in screen.session.tasks.running()]

    # Opening, switching, closing

    async def begin(self, start: Place) -> MainScreen:
        """Show the cluster of `start`, which is open, and give its screen."""
        session = self._sessions.get(start.cluster)
        if session is None:
            raise LookupError(f"{start.cluster} is not open")
        self._add(session, start)
        await self._show(start.cluster)
        return self._screens[start.cluster]

    async def open(self, name: str, place: Place | None) -> None:
        """Show a cluster, opening it if need be; keys wait meanwhile, so that none reaches the one that is left.

        Args:
            place: where to; as it was left, or its topics, when not given.
        """
        try:
            session = await asyncio.wait_for(asyncio.to_thread(self._sessions.open, name), OPEN_SECONDS)
        except TimeoutError:
            self._say(ConnectError(f"{name} is not open after {OPEN_SECONDS:.0f} s.", "C shows when it is."))
            return
        except KafkatuiError as error:
            self._say(error)
            return
        if name not in self._screens:
            self._add(session, place or Place(name, PlaceKind.TOPICS))
        elif place is not None:
            self._screens[name].post_message(GoTo(place))
        await self._show(name)

    def _say(self, error: KafkatuiError) -> None:
        self._app.notify(str(error), title=error.title, severity="error", markup=False, timeout=8)

    def _add(self, session: ClusterView, start: Place) -> None:
        name = session.profile.name
        screen = self._screens[name] = self._make(session, start)
        self._modes[name] = f"cluster {name} {next(self._numbers)}"
        self._app.add_mode(self._modes[name], lambda: screen)
        session.listen(lambda notice: self._hear(name, notice))

    def _hear(self, name: str, notice: Notice) -> None:
        """Called from the session's threads."""
        self._app.post_message(SessionNotice(name, notice))

    async def _show(self, name: str) -> None:
        """Returns when it is there to be looked at: what was typed meanwhile is for it."""
        if name == self._here:
            return
        if self._here in self._screens:
            self._screens[self._here].rest()
        self._here = name
        self._on_show(name)
        await self._app.switch_mode(self._modes[name])
        self._screens[name].wake()

    async def close(self, name: str) -> None:
        """Close a cluster; when it is the one shown, the one opened before it is shown. The last one stays open."""
        if name not in self._screens or self.open_count == 1:
            return
        if name == self._here:
            await self._show([each for each in self._screens if each != name][-1])
        del self._screens[name]
        self._healths.pop(name, None)
        await self._app.remove_mode(self._modes.pop(name))
        await asyncio.to_thread(self._sessions.close, name)

    async def reconnect(self, name: str) -> None:
        """Close an open cluster and open it anew, as its profile is now, at the place where it was."""
        old = self._screens.get(name)
        if old is None:
            return
        place, old_mode = old.navigator.here, self._modes[name]
        try:
            session = await asyncio.wait_for(asyncio.to_thread(self._sessions.reopen, name), OPEN_SECONDS)
        except TimeoutError:
            self._say(ConnectError(f"{name} is not open after {OPEN_SECONDS:.0f} s.", "C shows when it is."))
            return
        except KafkatuiError as error:
            self._say(error)
            return
        old.rest()
        self._healths.pop(name, None)
        self._add(session, place)
        if name == self._here:
            self._here = ""
            await self._show(name)
        await self._app.remove_mode(old_mode)

    def take(self, name: str, notice: Notice) -> None:
        """Hand a notice to its cluster's screen, whatever lies on top of it."""
        screen = self._screens.get(name)
        if screen is not None and screen.is_mounted:
            screen.take(notice)

    def fall_silent(self) -> None:
        """Listen to no session any more."""
        for screen in self._screens.values():
            screen.session.listen(lambda _: None)
