"""What is in a topic, in figures: the newest analysis, or how far one is that is under way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kafkatui.codec.decoded import PENDING
from kafkatui.codec.sanitise import sanitise
from kafkatui.model.observed import Observed, ObservedState
from kafkatui.model.place import Place
from kafkatui.model.topic_analysis import TopicAnalysis
from kafkatui.report.topic_analysis import AnalysisRow, analysis_rows
from kafkatui.session.analyses import Analyses
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import METADATA, Feed
from kafkatui.tui.pages.base.table_pane import TableContent, TablePane
from kafkatui.view import numbers
from kafkatui.view.analysis_table import ANALYSIS_TABLE
from kafkatui.view.span import Span, Tone
from kafkatui.view.task_lines import progress_text

SHOW_SECONDS = 0.2
EMPTY = "Not analysed yet. A reads all records once: sizes, keys, skew, times, batches, codecs, producers."
GONE = "There is no such topic, or not any more. Looking for it does not create it."


class TopicAnalysisPane(TablePane[AnalysisRow]):
    """Figures in sections; A reads the topic again. A reading goes on when the page is left."""

    holds_records = True

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place, ANALYSIS_TABLE.without("topic"))
        self._analysis: TopicAnalysis | None = None
        self._arrivals = -1
        self._rows: Sequence[AnalysisRow] = ()
        self._shown: tuple[object, ...] = ()

    def feeds(self) -> tuple[Feed[Any], ...]:
        return (METADATA,)

    def on_mount(self) -> None:
        self.set_interval(SHOW_SECONDS, self._follow)

    @property
    def _kept(self) -> Analyses:
        return self.session.actions.context.analyses

    def _follow(self) -> None:
        """Show what has changed since: how far it is, what was found, what a decoder has fetched."""
        name = self.place.name
        shown = (self._kept.results.get(name), self._kept.under_way.get(name), self.session.decoding.arrivals)
        if shown != self._shown:
            self._shown = shown
            self.show()

    def content(self) -> TableContent[AnalysisRow]:
        analysis, known = self._kept.results.get(self.place.name), self.session.metadata
        is_gone = known.value is not None and self.place.name not in known.value.topics
        if analysis is None:
            return TableContent((), known, GONE if is_gone else self._progress() or EMPTY)
        if is_gone:
            reason = "the topic is gone"
            stale = Observed(ObservedState.STALE, analysis, analysis.at_seconds, reason)
            return TableContent(self._rows_of(analysis), stale)
        return TableContent(self._rows_of(analysis), Observed.ok(analysis, analysis.at_seconds))

    def _rows_of(self, analysis: TopicAnalysis) -> Sequence[AnalysisRow]:
        """Made once for each analysis, and again when a decoder has fetched what it needed."""
        arrivals = self.session.decoding.arrivals
        if analysis is not self._analysis or arrivals != self._arrivals:
            self._analysis, self._arrivals = analysis, arrivals
            self._rows = analysis_rows(analysis, self._key_text)
        return self._rows

    def _key_text(self, key: bytes) -> str:
        decoded = self.session.decoding.record_reader(self.place.name).key.decode(key)
        return "…" if decoded.type == PENDING else sanitise(decoded.line)

    def _progress(self) -> str:
        """How far it is; empty when nothing is under way."""
        progress = self._kept.under_way.get(self.place.name)
        return "" if progress is None else f"Reading: {progress_text(progress) or 'begins'} (7 shows and stops it)"

    def foot(self, rows: Sequence[AnalysisRow]) -> Sequence[Span]:
        analysis = self._kept.results.get(self.place.name)
        spans: list[Span] = []
        if analysis is not None:
            took = numbers.duration(analysis.took_seconds)
            spans.append((f"read at {numbers.clock(analysis.at_seconds)} in {took}", Tone.DIM))
            if analysis.unread:
                spans.append((f"not read: {len(analysis.unread)} of the partitions", Tone.WARNING))
        if (progress := self._progress()) and rows:
            spans.append((progress, Tone.KAFKA))
        return spans

    def topic_name(self) -> str | None:
        return self.place.name

    def command(self) -> str | None:
        return f"kafkatui analyse -b {self.session.profile.bootstrap_servers} {self.place.name}"
