"""What a broker's Java machine tells of itself, through Jolokia or a Prometheus agent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kafkatui.model.observed import Observed, ObservedState
from kafkatui.model.place import Place
from kafkatui.report.broker_figures import FigureRow, figure_rows
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import METADATA, BrokerFiguresFeed, Feed
from kafkatui.tui.pages.base.table_pane import TableContent, TablePane
from kafkatui.view import numbers
from kafkatui.view.broker_absence import gone_sentence
from kafkatui.view.figures_table import FIGURES_TABLE
from kafkatui.view.span import Span, Tone


class BrokerFiguresPane(TablePane[FigureRow]):
    """Asks the broker's agent and nobody else, and only where the profile says where that is."""

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place, FIGURES_TABLE)
        self._broker_id = int(place.name)

    def feeds(self) -> tuple[Feed[Any], ...]:
        return (METADATA, BrokerFiguresFeed(self._broker_id))

    def content(self) -> TableContent[FigureRow]:
        observed = self.session.observed(BrokerFiguresFeed(self._broker_id))
        gone = gone_sentence(self._broker_id, self.session.brokers())
        if observed.value is None and gone and observed.state is not ObservedState.NOT_SUPPORTED:
            return TableContent((), Observed(ObservedState.FAILED, None, observed.as_of_seconds, gone))
        return TableContent([] if observed.value is None else figure_rows(observed.value), observed)

    def foot(self, rows: Sequence[FigureRow]) -> Sequence[Span]:
        observed = self.session.observed(BrokerFiguresFeed(self._broker_id))
        told = observed.value
        if told is None:
            return []
        at = "" if observed.as_of_seconds is None else f" · {numbers.clock(observed.as_of_seconds)}"
        return [(f"{told.source} at {told.address}{at}", Tone.DIM)]

    def command(self) -> str | None:
        told = self.session.observed(BrokerFiguresFeed(self._broker_id)).value
        return None if told is None else f"curl {told.address}"
