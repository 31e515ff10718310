"""Where the explorer opens, and a bare name that is looked for once the cluster has told what there is."""

from __future__ import annotations

from msgspec import Struct

from kafkatui.codec.sanitise import sanitise
from kafkatui.model.observed import ObservedState
from kafkatui.model.place import Place
from kafkatui.model.replacing import replace
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import GroupsFeed
from kafkatui.tui.known_names import known_names
from kafkatui.tui.messages import GoTo
from kafkatui.tui.screens.main import MainScreen
from kafkatui.view.goto import place_found

LOOK_SECONDS = 0.1
"""How often it is asked whether the cluster has answered."""


class Start(Struct, frozen=True):
    """What was asked for on the command line.

    Attributes:
        place: where to open; None: where one opens without being asked.
        sought: the name of a topic, group or broker that leads on from there.
    """

    place: Place | None = None
    sought: str = ""


HERE = Start()
"""Where one opens without being asked."""


class SoughtPlace:
    """Goes to what is called so, or says that nothing is. Whoever has gone elsewhere meanwhile stays there.

    Args:
        screen: the cluster's; it is asked from its own loop.
    """

    def __init__(self, screen: MainScreen, name: str) -> None:
        self._screen = screen
        self._session: ClusterView = screen.session
        self._name = name
        self._begun_at = screen.navigator.here.subject
        self._session.refresh(GroupsFeed())
        self._timer = screen.set_interval(LOOK_SECONDS, self._look)

    def _look(self) -> None:
        metadata, groups = self._session.metadata, self._session.observed(GroupsFeed())
        if self._screen.navigator.here.subject != self._begun_at:
            self._timer.stop()
            return
        if metadata.value is None:
            return
        if groups.state is ObservedState.UNKNOWN and self._name not in metadata.value.topics:
            return
        self._timer.stop()
        names = replace(known_names(self._session), aliases=self._screen.own.aliases)
        place = place_found(self._name, names)
        if place is not None:
            self._screen.post_message(GoTo(place))
        else:
            said = f"No page, topic, broker or group is called {sanitise(self._name)}. : shows what there is."
            self._screen.notify(said, title="Go to", severity="warning", markup=False, timeout=8)
