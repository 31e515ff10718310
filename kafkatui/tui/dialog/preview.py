"""What an action would do, or what became of it: a table, and sentences below it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Static

from kafkatui.model.outcome import Outcome
from kafkatui.model.plan import Plan
from kafkatui.tui.content import to_content
from kafkatui.tui.widgets.virtual_table import VirtualTable
from kafkatui.view.plan_lines import conflict_spans, note_spans
from kafkatui.view.plan_table import PlannedLine, plan_table, planned_rows
from kafkatui.view.span import Span, Tone

ROWS_AT_MOST = 14
"""The table is as high as its rows up to here, then it scrolls."""


class Preview(Vertical):
    """Shows a plan, a line while there is none, or a plan with its outcome."""

    DEFAULT_CSS = """
    Preview { height: auto; width: 1fr; margin-top: 1; }
    Preview > .preview--line { height: auto; color: $foreground; }
    Preview > #plan-slot { height: auto; margin-top: 1; display: none; }
    Preview > #plan-slot.-some { display: block; }
    Preview VirtualTable { width: 1fr; }
    Preview > VerticalScroll { height: auto; max-height: 14; scrollbar-size-vertical: 1; margin-top: 1;
        display: none; }
    Preview > VerticalScroll.-some { display: block; }
    """

    def compose(self) -> ComposeResult:
        yield Static("", classes="preview--line", markup=False)
        yield Vertical(id="plan-slot")
        yield VerticalScroll(id="notes", can_focus=False)

    def say(self, *spans: Span) -> None:
        """The line above: what is being done, or what is wrong."""
        self.query_one(".preview--line", Static).update(to_content(spans))

    async def clear(self) -> None:
        """Show no plan."""
        slot = self.query_one("#plan-slot")
        slot.remove_class("-some")
        await slot.remove_children()
        await self._note([])

    async def show(self, plan: Plan[Any], outcome: Outcome | None = None) -> None:
        """Show `plan`, with what became of it once it has run."""
        slot = self.query_one("#plan-slot")
        await slot.remove_children()
        slot.set_class(bool(plan.columns and plan.rows), "-some")
        if plan.columns and plan.rows:
            table: VirtualTable[PlannedLine] = VirtualTable(plan_table(plan, has_outcome=outcome is not None))
            table.styles.height = min(len(plan.rows), ROWS_AT_MOST) + 1
            await slot.mount(table)
            table.set_rows(planned_rows(plan, outcome))
        lines: list[tuple[Span, ...]] = []
        if outcome is not None:
            for failed in outcome.failures:
                lines += conflict_spans(failed)
        else:
            lines = note_spans(plan)
        await self._note(lines)
        tone = Tone.DIM if plan.nothing_to_do else Tone.BRIGHT
        if outcome is None:
            self.say((plan.nothing_to_do or plan.summary, tone))

    async def _note(self, lines: Sequence[tuple[Span, ...]]) -> None:
        """Say `lines` below the table."""
        notes = self.query_one("#notes")
        notes.set_class(bool(lines), "-some")
        await notes.remove_children()
        await notes.mount_all([NoteLine(line) for line in lines])


class NoteLine(Horizontal):
    """A sentence: what is wrapped of it stands below its beginning, not below the word before it.

    Args:
        spans: the sentence, with a word or a mark before it where there are two.
    """

    DEFAULT_CSS = """
    NoteLine { height: auto; }
    NoteLine > .note--head { width: auto; }
    NoteLine > .note--text { width: 1fr; }
    """

    def __init__(self, spans: tuple[Span, ...]) -> None:
        super().__init__()
        *self._head, self._text = spans

    def compose(self) -> ComposeResult:
        if self._head:
            yield Static(to_content(self._head), classes="note--head")
        yield Static(to_content([self._text]), classes="note--text")
