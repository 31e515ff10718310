"""What the doctor found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from kafkatui.insight.counterparts import counterpart_of
from kafkatui.model.finding import Finding
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.target import Target
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import EXAMINATION, METADATA, Feed
from kafkatui.session.finding_steps import Step, step_of
from kafkatui.tui.content import to_content
from kafkatui.tui.pages.base.table_pane import TableContent, TablePane
from kafkatui.view.findings_table import FINDINGS_TABLE, finding_lines, none_wrong
from kafkatui.view.span import Span, Tone


class FindingDetail(Static):
    """One finding in full."""

    DEFAULT_CSS = """
    FindingDetail { height: 1fr; width: 1fr; border: round $border; border-title-color: $dim;
                    border-subtitle-color: $dim; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__(markup=False)

    def show(self, finding: Finding | None) -> None:
        """Show `finding`; nothing without one."""
        self.border_title = finding.rule if finding is not None else ""
        lines = finding_lines(finding) if finding is not None else []
        self.update(Content("\n").join(to_content(line) for line in lines))


class DoctorPane(TablePane[Finding]):
    """Findings, the worst first; the one under the cursor in full below."""

    has_row_detail = True

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place, FINDINGS_TABLE)
        self._detail = FindingDetail()

    def feeds(self) -> tuple[Feed[Any], ...]:
        return (METADATA, EXAMINATION)

    def details(self) -> Sequence[Widget]:
        return (self._detail,)

    def content(self) -> TableContent[Finding]:
        observed = self.session.observed(EXAMINATION)
        examination = observed.value
        findings = examination.findings if examination is not None else ()
        return TableContent(findings, observed, none_wrong(examination, self.session.profile.zookeeper is not None))

    def show_details(self) -> None:
        if self._detail.is_mounted:
            self._detail.show(self.cursor_row)

    def foot(self, rows: Sequence[Finding]) -> Sequence[Span]:
        parts: list[Span] = []
        if muted := sum(bool(row.mute_reason) for row in rows):
            parts.append((f"{muted} muted", Tone.DIM))
        if self.session.profile.zookeeper is None:
            parts.append(("no ZooKeeper: only Kafka's side", Tone.DIM))
        examination = self.session.observed(EXAMINATION).value
        if examination is not None and examination.unread:
            parts.append((f"not looked at: {examination.unread[0]}", Tone.WARNING))
        return parts

    def place_of(self, row: Finding) -> Place | None:
        return row.subject.place(self.session.profile.name)

    def counterpart(self) -> Place | None:
        row = self.cursor_row
        if not self.is_linked or row is None:
            return None
        return counterpart_of(row.subject.place(self.session.profile.name))

    def target_of(self, row: Finding) -> Target:
        return Target(PlaceKind.CLUSTER, row.key, part="finding")

    def what_next(self, row: Finding) -> str:
        return row.next_step

    def next_step(self) -> Step | None:
        row = self.cursor_row
        return step_of(row, self.session.profile.name) if row is not None else None

    def next_place(self) -> Place | None:
        """Where Enter leads, too: all of them say what to do."""
        row = self.cursor_row
        return self.place_of(row) if row is not None else None

    def topic_name(self) -> str | None:
        row = self.cursor_row
        return row.subject.name if row is not None and row.subject.kind is PlaceKind.TOPIC else None

    def command(self) -> str | None:
        return "kafkatui doctor"
