"""Opening, closing and reconnecting clusters, from the main screen of one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.screen import Screen

from kafkatui.codec.sanitise import sanitise
from kafkatui.tui.messages import CloseCluster, OpenCluster, ReconnectCluster
from kafkatui.tui.open_clusters import OpenClusters
from kafkatui.view.shell import loss_question


class ClusterCommands:
    """What `C` leads to.

    Args:
        screen: of the cluster that is shown.
        clusters: those that there are.
        do_or_ask: given a question (None: nothing would be lost), the word for yes and what to do then.
    """

    def __init__(
        self,
        screen: Screen[Any],
        clusters: OpenClusters,
        do_or_ask: Callable[[str | None, str, Callable[[], object]], None],
    ) -> None:
        self._screen = screen
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

    def close_or_ask(self, name: str) -> None:
        """Close a cluster, asking first when something would be lost."""
        question = loss_question([self._clusters.loss_of_closing(name)], f"Closing {sanitise(name)}")
        self._do_or_ask(question, "Close", lambda: self._screen.post_message(CloseCluster(name)))

    def reconnect_or_ask(self, name: str) -> None:
        """Connect to a cluster anew, asking first when something would be lost."""
        question = loss_question([self._clusters.loss_of_closing(name)], f"Connecting to {sanitise(name)} anew")
        self._do_or_ask(question, "Reconnect", lambda: self._screen.post_message(ReconnectCluster(name)))
