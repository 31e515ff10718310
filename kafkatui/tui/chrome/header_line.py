"""The first line: where we are, and how the cluster is."""

from __future__ import annotations

import time

from textual import events
from textual.content import Content
from textual.widget import Widget

from kafkatui.model.place import Place, PlaceKind
from kafkatui.report.cluster_health import ClusterHealth, Health
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import EXAMINATION
from kafkatui.tui.breadcrumbs import LEAST_NAME, SEPARATOR, fitted_crumbs
from kafkatui.tui.content import two_sided
from kafkatui.tui.messages import GoTo
from kafkatui.tui.open_clusters import OpenClusters
from kafkatui.view.span import Span, Tone, name_span
from kafkatui.view.status_line import GAP, StatusPart, fitted_parts, least_width, status_parts, status_spans
from kafkatui.view.text_width import text_width

GAP_CELLS = 2
"""Between the breadcrumbs and the health."""


class HeaderLine(Widget):
    """Breadcrumbs on the left, health and clock on the right; a click on a crumb or on a word of the health goes
    there."""

    DEFAULT_CSS = """
    HeaderLine { height: 1; width: 1fr; background: $bar; padding: 0 1; dock: top; }
    """

    def __init__(self, session: ClusterView, place: Place, clusters: OpenClusters) -> None:
        super().__init__()
        self._session = session
        self._clusters = clusters
        self._place = place
        self._counts = ClusterHealth()
        self._crumbs: list[tuple[str, Place]] = []
        self._parts: list[StatusPart] = []

    def on_mount(self) -> None:
        self.set_interval(1.0, self.refresh)

    def show_place(self, place: Place) -> None:
        """Show `place` as the end of the breadcrumbs."""
        self._place = place
        self.refresh()

    def health(self) -> Health | None:
        """The cluster's health, judged once for every metadata read: it costs 36 ms at 10,000 topics."""
        metadata = self._session.metadata.value
        return None if metadata is None else self._counts.health(metadata)

    def render(self) -> Content:
        session, width = self._session, self.content_size.width
        examination = session.observed(EXAMINATION).value
        parts = status_parts(
            profile=session.profile,
            metadata=session.metadata,
            health=self.health(),
            brokers=session.brokers(),
            link=session.link,
            zookeeper=session.zookeeper,
            now_seconds=time.time(),
            tasks=[task.state for task in session.tasks.running()],
            open_count=self._clusters.open_count,
            findings=examination.wrong if examination is not None else (),
        )
        self._crumbs = fitted_crumbs(self._place, max(LEAST_NAME, width - least_width(parts) - GAP_CELLS))
        left: list[Span] = []
        for index, (title, place) in enumerate(self._crumbs):
            if index:
                left.append((SEPARATOR, Tone.DIM))
            colour = session.profile.colour if place.kind is PlaceKind.CLUSTER else ""
            left.append(name_span(title, colour, Tone.KAFKA if index == 0 else Tone.PLAIN))
        room = width - sum(text_width(text) for text, _ in left) - GAP_CELLS
        self._parts = fitted_parts(parts, room)
        return two_sided(left, status_spans(self._parts), width)

    def on_click(self, event: events.Click) -> None:
        start = 1
        for title, place in self._crumbs:
            is_set_off = bool(self._session.profile.colour) and place.kind is PlaceKind.CLUSTER
            end = start + text_width(title) + (2 if is_set_off else 0)
            if start <= event.x < end:
                self.post_message(GoTo(place))
                return
            start = end + len(SEPARATOR)
        self._open_part(event.x - 1)

    def _open_part(self, x: int) -> None:
        """Go where the words of the health lead that stand `x` cells from the left."""
        end = self.content_size.width
        for part in reversed(self._parts):
            start = end - text_width(part.text)
            if start <= x < end and part.place is not None:
                self.post_message(GoTo(part.place))
                return
            end = start - len(GAP)
