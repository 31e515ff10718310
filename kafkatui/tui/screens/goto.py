"""`:` — go to a page, topic, broker, group or znode by name, or to what a word of your own stands for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.widgets import Input

from kafkatui.model.place import Place
from kafkatui.model.replacing import replace
from kafkatui.report.cluster_list import ClusterRow
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import GroupsFeed, ZnodeChildrenFeed
from kafkatui.tui.keys import bindings
from kafkatui.tui.known_names import known_names
from kafkatui.tui.screens.choice import ChoiceScreen
from kafkatui.view.cell import cell
from kafkatui.view.clusters_table import cluster_remark
from kafkatui.view.goto import Alias, Completion, Names, complete
from kafkatui.view.goto_table import GOTO_TABLE
from kafkatui.view.span import Tone

LOOK_SECONDS = 0.1
"""How often it is asked whether children that are not known yet have come."""


class GotoScreen(ChoiceScreen[Completion, Completion]):
    """An input with completions below; Tab takes the one under the cursor, Enter goes there.

    Args:
        clusters: those that can be shown.
        visited: where the user was, newest first: offered while nothing is typed.
        aliases: words of the user's own.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("dialog.complete")

    def __init__(
        self,
        session: ClusterView,
        clusters: Sequence[ClusterRow] = (),
        visited: Sequence[Place] = (),
        aliases: Mapping[str, Alias] | None = None,
    ) -> None:
        forms = "topics · topic NAME TAB · broker 2 · group NAME · /brokers/ids · recent"
        super().__init__(GOTO_TABLE, "Go to", forms)
        self._session = session
        self._clusters = [(row.name, cluster_remark(row)) for row in clusters]
        self._visited = visited
        self._aliases = aliases or {}
        self._asked: set[ZnodeChildrenFeed] = set()
        self._awaited: set[ZnodeChildrenFeed] = set()
        self.table.set_placeholder([cell("Nothing of that name.", Tone.DIM)])

    def on_mount(self) -> None:
        self._session.refresh(GroupsFeed())
        self.set_interval(LOOK_SECONDS, self._look_for_answers)

    def show_choices(self, typed: str) -> None:
        self.table.set_rows(complete(typed, self._names()))
        self.table.action_first()

    def result_of(self, row: Completion) -> Completion:
        return row

    def _names(self) -> Names:
        znodes, aliases = self._known_znodes(), self._aliases
        known = known_names(self._session)
        return replace(known, znodes=znodes, visited=self._visited, clusters=self._clusters, aliases=aliases)

    def _known_znodes(self) -> dict[str, Sequence[str]]:
        """Names of the children of the znode being typed, and of its parent, as far as they were read."""
        typed = self.query_one(Input).value.strip().removeprefix("zk").strip()
        known: dict[str, Sequence[str]] = {}
        for parent in {"/", typed.rstrip("/") or "/", typed.rpartition("/")[0] or "/"}:
            if not parent.startswith("/"):
                continue
            feed = ZnodeChildrenFeed(parent)
            listing = self._session.observed(feed).value
            if listing is not None:
                known[parent] = listing.children.names
            elif self.is_linked and feed not in self._asked:
                self._asked.add(feed)
                self._awaited.add(feed)
                self._session.refresh(feed)
        return known

    def _look_for_answers(self) -> None:
        """Complete again when children that were asked for have come."""
        answered = {feed for feed in self._awaited if self._session.observed(feed).has_value}
        if answered:
            self._awaited -= answered
            self.show_choices(self.query_one(Input).value)

    @property
    def is_linked(self) -> bool:
        """Whether there is a ZooKeeper to ask."""
        return self._session.zookeeper.has_value

    def action_take(self) -> None:
        """Complete what is typed to the line under the cursor; what is typed already, to the line below it."""
        line = self.query_one(Input)
        if self.table.cursor_row is not None and self.table.cursor_row.text == line.value.strip():
            self.action_down()
        row = self.table.cursor_row
        if row is not None:
            line.value = row.text
            line.cursor_position = len(row.text)
