"""Opening, closing and reconnecting clusters, from the main screen of one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.screen import Screen

from kafkatui.codec.sanitise import sanitise
from kafkatui.session.action_base import Action
from kafkatui.tui.messages import CloseCluster, OpenCluster, ReconnectCluster
from kafkatui.tui.open_clusters import OpenClusters
from kafkatui.view.shell import loss_question


class ClusterCommands:
    """What `C` leads to.

    Args:
        screen: of the cluster that is shown.
        name: of that cluster.
        clusters: those that there are.
        do_or_ask: given a question (None: nothing would be lost), the word for yes and what to do then.
    """

    def __init__(
        self,
        screen: Screen[Any],
        name: str,
        clusters: OpenClusters,
        do_or_ask: Callable[[str | None, str, Callable[[], object]], None],
    ) -> None:
        self._screen = screen
        self._name = name
        self._clusters = clusters
        self._do_or_ask = do_or_ask

    def show(self) -> None:
        """Show every cluster, to open, switch or close; to edit the profiles."""
        from kafkatui.tui.screens.clusters import ClusterChoice, ClustersScreen

        def chosen(choice: ClusterChoice | None) -> None:
            if choice is None:
                return
            if choice.is_to_close:
                self.close_or_ask(choice.name)
            elif choice.is_to_reconnect:
                self.reconnect_or_ask(choice.name)
            else:
                self._screen.post_message(OpenCluster(choice.name))

        self._screen.app.push_screen(ClustersScreen(self._clusters), chosen)

    def edit_profile(self) -> None:
        """Edit the profile of the cluster that is shown, then connect to it anew."""
        from kafkatui.tui.actions.profile_commands import ProfileCommands

        def changed(_: Action[Any], names: tuple[str, ...]) -> None:
            if names == (self._name,):  # else it has another name by now, and this one stays open as it was
                self.reconnect_or_ask(self._name)

        ProfileCommands(self._screen, self._clusters.application, changed).start("cluster.edit", self._name)

    def close_or_ask(self, name: str) -> None:
        """Close a cluster, asking first when something would be lost."""
        question = loss_question([self._clusters.loss_of_closing(name)], f"Closing {sanitise(name)}")
        self._do_or_ask(question, "Close", lambda: self._screen.post_message(CloseCluster(name)))

    def reconnect_or_ask(self, name: str) -> None:
        """Connect to a cluster anew, asking first when something would be lost."""
        question = loss_question([self._clusters.loss_of_closing(name)], f"Connecting to {sanitise(name)} anew")
        self._do_or_ask(question, "Reconnect", lambda: self._screen.post_message(ReconnectCluster(name)))
