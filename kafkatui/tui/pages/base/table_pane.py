"""A tab that is a table: filter, states, marks and places, once for all lists."""

from __future__ import annotations

import time
from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from msgspec import Struct
from textual import on
from textual.app import ComposeResult

from kafkatui.model.key import offered_if
from kafkatui.model.observed import Observed, ObservedState
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.target import Target
from kafkatui.report.lazy_rows import LazyRows
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.finding_steps import Step, named_step
from kafkatui.tui.chrome.filter_bar import FilterBar
from kafkatui.tui.key_command import KeyCommand, KeyCommands
from kafkatui.tui.messages import PlaceChanged
from kafkatui.tui.pages.base.columned_pane import ColumnedPane
from kafkatui.tui.pages.base.next_line import NextLine
from kafkatui.tui.when_drawn import when_drawn
from kafkatui.tui.widgets.messages import MarksChanged, OrderChanged, RowHighlighted, RowOpened
from kafkatui.tui.widgets.virtual_table import VirtualTable
from kafkatui.view.cell import Cell, cell
from kafkatui.view.next_steps import NextStep
from kafkatui.view.span import Span, Tone
from kafkatui.view.table import TableDefinition

R = TypeVar("R")


class TableContent(Struct, Generic[R], frozen=True):
    """What a table pane shows: rows, how well they are known, and what to say when there are none.

    Attributes:
        rows: known rows; empty while loading or after a failure.
        source: where the rows came from, for loading, stale, failed and not supported.
        empty: why there is nothing.
        next_step: what to do first where there is nothing; empty where nothing is to be done.
    """

    rows: Sequence[R]
    source: Observed[Any]
    empty: str = ""
    next_step: str = ""


class TablePane(ColumnedPane, Generic[R]):
    """A pane around one VirtualTable."""

    DEFAULT_CSS = """
    TablePane { layout: vertical; }
    """

    table: VirtualTable[R]

    def __init__(self, session: ClusterView, place: Place, definition: TableDefinition[R]) -> None:
        super().__init__(session, place)
        self.definition = definition
        self.table = self.make_table()
        self.table.opens = type(self).place_of is not TablePane.place_of
        self._foot: tuple[Span, ...] = ()
        self._is_restored = False
        self._next_line = NextLine()
        self._offered_step = ""

    def make_table(self) -> VirtualTable[R]:
        """The table; called once."""
        return VirtualTable(self.columned())

    def compose(self) -> ComposeResult:
        yield self.table
        yield self._next_line
        yield FilterBar()

    @abstractmethod
    def content(self) -> TableContent[R]:
        """The rows as the session knows them now."""

    def place_of(self, row: R) -> Place | None:
        """Where Enter on `row` leads."""
        return None

    def foot(self, rows: Sequence[R]) -> Sequence[Span]:
        """What the border's foot says beside the number of rows.

        Args:
            rows: those that are shown. Where rows are made one by one, all of them: `table.shown_keys` tells which.
        """
        return ()

    def show(self) -> None:
        content = self.content()
        self.table.set_rows(content.rows)
        self.table.is_stale = content.source.state is ObservedState.STALE
        if not self._is_restored and content.rows:
            self._restore()
        self._say_counts(content)
        self._say_next()
        if self.has_row_detail and self.is_attached:
            self._judge_panel(content)
        self.show_details()

    def _judge_panel(self, content: TableContent[R]) -> None:
        """The panel about the cursor's row is there where rows are, or may be: a list that has none has the room."""
        is_blank = not content.rows and content.source.state is not ObservedState.UNKNOWN
        for panel in self.screen.query("#details"):
            if panel.has_class("-blank") != is_blank:
                panel.set_class(is_blank, "-blank")
                when_drawn(self, self.show)

    said_above = ""
    """What to do that stands above the list already."""

    def what_next(self, row: R) -> str:
        """What to do about `row`, in a sentence; empty where nobody has to do anything."""
        return self.definition.next_step(row)

    def said_step(self) -> str:
        """What is said about the row under the cursor, else about all of them."""
        row = self.cursor_row
        return (self.what_next(row) if row is not None else "") or self.said_above

    def next_step(self) -> Step | None:
        row, step = self.cursor_row, self.said_step()
        if row is None or not isinstance(step, NextStep) or not step.action:
            return None
        return named_step(step.action, self.target_of(row) or self.own_target())

    def next_place(self) -> Place | None:
        row, step = self.cursor_row, self.said_step()
        if row is None or not step:
            return None
        own, topic = self.place_of(row), self.topic_name()
        if not isinstance(step, NextStep):
            return own
        cluster = self.session.profile.name
        records = Place(cluster, PlaceKind.TOPIC, topic) if topic is not None else None
        found = step.place(cluster, [each for each in (own, self.place, records) if each is not None]) or own
        is_of_records = found is not None and found.tab == "messages"
        return found.at(cursor=self.records_cursor()) if found is not None and is_of_records else found

    def _say_next(self) -> None:
        """Below the list, where no panel does."""
        row = None if self.has_row_detail and self.shows_details else self.cursor_row
        step = "" if row is None else self.what_next(row)
        self._next_line.show("" if step == self.said_above else step)
        self.offer_step()

    def offer_step(self) -> None:
        """Have the last line offer what is said now, or no longer what was."""
        if (step := self.said_step()) != self._offered_step:
            self._offered_step = step
            self.refresh_bindings()

    def on_mount(self) -> None:
        when_drawn(self, self._say_next)

    def on_resize(self) -> None:
        when_drawn(self, self._say_next)

    def _restore(self) -> None:
        self._is_restored = True
        column_id, is_reversed = self.surroundings.sort_orders.get(self.definition.id, (None, False))
        is_shown = column_id is None or any(each.id == column_id for each in self.table.definition.columns)
        if is_shown and (column_id, is_reversed) != (None, False):
            self.table.sort_by(column_id, is_reversed)
        if self.place.only_wrong:
            self.table.set_only_wrong(True)
        if self.place.filter:
            self.query_one(FilterBar).put(self.place.filter)
        if self.place.cursor:
            self.table.move_cursor_to(self.place.cursor)

    def _say_counts(self, content: TableContent[R]) -> None:
        """The foot, and what stands where no row does."""
        noun_plural = self.definition.noun_plural
        hidden = hidden_lines(content, noun_plural, self.table.filter_text) if content.rows else None
        self.table.set_placeholder(hidden or placeholder_lines(content, noun_plural))
        self._say_foot(content)

    def _say_foot(self, content: TableContent[R]) -> None:
        if (
            not content.rows and not content.source.has_value
        ):  # how many there are is not known: not that there are none
            self.set_foot((f"? {self.definition.noun_plural}", Tone.DIM))
            return
        spans: list[Span] = [(self.count_words(self.table.visible_count, len(content.rows)), Tone.DIM)]
        if self.table.only_wrong:
            spans.append((" · only what is wrong", Tone.WARNING))
        spans += self.marked_spans()
        spans += [span for part in self.foot(self._counted(content)) for span in ((" · ", Tone.DIM), part)]
        if content.source.state is ObservedState.STALE and content.source.as_of_seconds:
            clock = time.strftime("%H:%M:%S", time.localtime(content.source.as_of_seconds))
            spans.append((f" · as of {clock}: {content.source.reason}", Tone.WARNING))
        self.set_foot(*spans)

    def count_words(self, shown: int, total: int) -> str:
        """How many rows are shown, of how many."""
        noun = self.definition.noun if total == 1 else self.definition.noun_plural
        return f"{total:,} {noun}" if shown == total else f"{shown:,} of {total:,} {noun}"

    def _counted(self, content: TableContent[R]) -> Sequence[R]:
        is_all = not self.table.is_filtered or isinstance(content.rows, LazyRows)
        return content.rows if is_all else self.table.shown_rows

    @property
    def cursor_row(self) -> R | None:
        """The row under the cursor."""
        return self.table.cursor_row

    def copied(self) -> tuple[str, str] | None:
        row = self.cursor_row
        return (self.definition.key(row), self.definition.noun) if row is not None else None

    def target_of(self, row: R) -> Target | None:
        """What an action on `row` acts on; None when the row is no object of its own."""
        return None

    def targets(self) -> tuple[Target, ...]:
        rows = self.table.marked_rows or [row for row in (self.cursor_row,) if row is not None]
        if not rows or type(self).target_of is TablePane.target_of:
            return super().targets()
        return tuple(target for row in rows if (target := self.target_of(row)) is not None)

    # Filter and cursor

    def on_filter(self, text: str) -> None:
        self._remember()

    def commands(self) -> KeyCommands:
        has_wrong = offered_if(self.definition.is_wrong is not None)
        return {**super().commands(), "wrong": KeyCommand(self.toggle_only_wrong, lambda: has_wrong)}

    def toggle_only_wrong(self) -> None:
        """Show only the rows that need a person, or all again."""
        self.table.set_only_wrong(not self.table.only_wrong)
        self._remember()
        self._say_counts(self.content())

    @on(RowOpened)
    def _open(self, event: RowOpened) -> None:
        event.stop()
        self.open_row(event.row)

    def open_row(self, row: R) -> None:
        """Enter was pressed on `row`."""
        place = self.place_of(row)
        if place is not None:
            self._remember()
            self.go_to(place)

    @on(RowHighlighted)
    def _highlight(self, event: RowHighlighted) -> None:
        event.stop()
        self._remember()
        self.refresh_bindings()
        self._say_next()
        self.show_details()

    @on(OrderChanged)
    @on(MarksChanged)
    def _count_again(self, event: OrderChanged | MarksChanged) -> None:
        event.stop()
        if self._is_restored and isinstance(event, OrderChanged):
            self.surroundings.sort_orders[self.definition.id] = (self.table.sort_column_id, self.table.is_reversed)
        self._say_counts(self.content())

    def _remember(self) -> None:
        self.place = self.place.at(
            filter=self.query_one(FilterBar).in_force,
            cursor=self.table.cursor_key or "",
            only_wrong=self.table.only_wrong,
        )
        self.post_message(PlaceChanged(self.place))


def hidden_lines(content: TableContent[Any], noun_plural: str, filter_text: str) -> list[Cell]:
    """What a table says that has rows and shows none of them."""
    total = f"{len(content.rows):,} {noun_plural}"
    if filter_text:
        return [cell(f"None of {total} matches the filter; Esc clears it.", Tone.DIM)]
    return [cell(f"! keeps none of {total}; again: all.", Tone.DIM)]


def placeholder_lines(content: TableContent[Any], noun_plural: str) -> list[Cell]:
    """What a table without rows says, in the state it is in."""
    source = content.source
    match source.state:
        case ObservedState.UNKNOWN:
            return [cell("Loading …", Tone.DIM)]
        case ObservedState.FAILED:
            return [
                Cell((("✗ ", Tone.BAD), (source.reason, Tone.PLAIN))),
                cell("It is tried again by itself; r tries now.", Tone.DIM),
            ]
        case ObservedState.NOT_SUPPORTED:
            return [Cell((("Not supported: ", Tone.WARNING), (source.reason, Tone.PLAIN)))]
        case _:
            lines = [cell(content.empty or f"No {noun_plural}.", Tone.DIM)]
            return [*lines, cell(content.next_step, Tone.KAFKA)] if content.next_step else lines
