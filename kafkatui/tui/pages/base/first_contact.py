"""What stands on the pages of a cluster that has not answered yet: what was tried, and where to go instead."""

from __future__ import annotations

import time
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from kafkatui.model.observed import ObservedState
from kafkatui.model.side import is_by_you
from kafkatui.report.cluster_list import ClusterRow
from kafkatui.session.cluster_view import ClusterView
from kafkatui.tui.content import to_content
from kafkatui.tui.keys import bindings
from kafkatui.tui.messages import OpenCluster
from kafkatui.tui.pages.base.surroundings import Surroundings
from kafkatui.tui.widgets.messages import RowOpened
from kafkatui.tui.widgets.virtual_table import VirtualTable
from kafkatui.view.clusters_table import OTHERS_TABLE
from kafkatui.view.no_kafka import PATIENCE_SECONDS, no_kafka_lines

LOOK_SECONDS = 1.0
"""How often it tells for how long there was no answer."""

PROFILES_SHOWN = 8
"""Lines of the list; the rest by scrolling."""


class OtherClusters(VirtualTable[ClusterRow], inherit_bindings=False):
    """The other profiles. Nothing is marked or sorted here."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("open", "lines.up", "lines.down", "lines.first", "lines.last")


class FirstContact(VerticalScroll):
    """Takes the place of a page while nothing is known of the cluster, with the same words on every page.

    Args:
        session: the cluster that does not answer.
        surroundings: name the other clusters, to be opened instead.
    """

    DEFAULT_CSS = f"""
    FirstContact {{ height: 1fr; padding: 1 1 0 1; scrollbar-size: 1 1;
        & > Static {{ height: auto; width: 1fr; }}
        & > OtherClusters {{ height: auto; max-height: {PROFILES_SHOWN}; margin-top: 1; }}
        &.-alone > OtherClusters {{ display: none; }}
    }}
    """

    def __init__(self, session: ClusterView, surroundings: Surroundings) -> None:
        super().__init__(can_focus=True)
        self._session = session
        self._surroundings = surroundings
        self._words = Static(markup=False)
        self._others = OtherClusters(OTHERS_TABLE)
        self._others.header_height = 0

    def compose(self) -> ComposeResult:
        yield self._words
        yield self._others

    def on_mount(self) -> None:
        self.set_interval(LOOK_SECONDS, self._show_if_shown)

    def on_show(self, _: events.Show) -> None:
        self.show()

    def is_needed(self, *, at_once: bool) -> bool:
        """Whether nothing of the cluster can be shown, and why is known; with `at_once` also before that."""
        metadata = self._session.metadata
        if metadata.value is not None or is_by_you(metadata.reason):
            return False
        if at_once or metadata.state is not ObservedState.UNKNOWN:
            return True
        waited = time.time() - self._session.started_at_seconds
        return waited >= PATIENCE_SECONDS and bool(self._session.last_errors())

    def _show_if_shown(self) -> None:
        if self.display:
            self.show()

    def show(self) -> None:
        """Say what is known now."""
        metadata = self._session.metadata
        name = self._session.profile.name
        others = [row for row in self._surroundings.clusters.rows() if row.name != name]
        lines = no_kafka_lines(
            self._session.profile,
            metadata.state,
            metadata.reason,
            self._session.last_errors(),
            self._session.started_at_seconds,
            has_others=bool(others),
        )
        self._words.update(Content("\n").join(to_content(line) for line in lines))
        self._others.set_rows(others)
        self._others.styles.height = min(PROFILES_SHOWN, max(1, len(others)))
        self.set_class(not others, "-alone")

    def focus_main(self) -> None:
        """Focus the profiles to choose from; without any, what is to be read."""
        (self if self.has_class("-alone") else self._others).focus()

    @on(RowOpened)
    def _open(self, event: RowOpened) -> None:
        event.stop()
        self.post_message(OpenCluster(event.row.name))
