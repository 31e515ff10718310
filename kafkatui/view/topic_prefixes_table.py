"""The table of topics where lines may stand for many of them: each column as it is of a prefix."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct

from kafkatui.model.replacing import replace
from kafkatui.report.topic_prefixes import PrefixRow
from kafkatui.report.topic_sums import Totals
from kafkatui.report.topics import TopicRow
from kafkatui.view import numbers
from kafkatui.view.cell import EMPTY_CELL, Cell, cell
from kafkatui.view.cells import LOADING_CELL, MISSING_MARK, observed_cell, plain_count, plain_rate, text_cell
from kafkatui.view.column import Column
from kafkatui.view.span import Span, Tone
from kafkatui.view.table import TableDefinition
from kafkatui.view.topics_table import TOPICS_PAGE, health_text, messages_cell, short_health_text

TopicLine = TopicRow | PrefixRow
"""What a line of the list of topics stands for."""


class _OfPrefix(Struct, frozen=True):
    """A column of a prefix: what it shows, is sorted by and exported as."""

    cell: Callable[[PrefixRow], Cell]
    value: Callable[[PrefixRow], Any]


def _name_cell(row: PrefixRow) -> Cell:
    prefix = row.prefix
    fold = "▾" if prefix.is_open else "▸"
    name: Span = (text_cell(prefix.text).text, Tone.BRIGHT)
    return Cell(
        ((f"{'  ' * prefix.depth}{fold} ", Tone.DIM), name, (f" {numbers.counted(prefix.count, 'topic')}", Tone.DIM))
    )


def _isr_text(totals: Totals) -> str:
    error = numbers.counted(int(totals.errors), "topic") + " with an error" if totals.errors else ""
    return health_text(error, int(totals.leaderless), int(totals.unreachable), int(totals.under_replicated))


def _isr_cell(row: PrefixRow) -> Cell:
    totals = row.totals
    if totals is None:
        return LOADING_CELL
    text = short_health_text(_isr_text(totals))
    if totals.errors or totals.leaderless or totals.unreachable:
        return cell(text, Tone.BAD)
    return cell(text, Tone.WARNING if totals.under_replicated else Tone.GOOD)


def _messages_cell(row: PrefixRow) -> Cell:
    """End minus begin is never less than there is: it is exact only where every topic's is known to be."""
    return messages_cell(row.messages, at_most=row.is_upper_bound is not False)


def _rate_cell(row: PrefixRow) -> Cell:
    shown = observed_cell(row.rate, plain_rate)
    return Cell((*shown.spans, (f" {MISSING_MARK}", Tone.WARNING))) if row.is_rate_partial else shown


def _count(name: str) -> _OfPrefix:
    def value(row: PrefixRow) -> int | None:
        return None if row.totals is None else int(getattr(row.totals, name))

    def draw(row: PrefixRow) -> Cell:
        number = value(row)
        return LOADING_CELL if number is None else plain_count(number)

    return _OfPrefix(draw, value)


_NOTHING = _OfPrefix(lambda _: EMPTY_CELL, lambda _: None)
"""What many topics do not have together."""

_OTHERS: dict[str, _OfPrefix] = {
    "name": _OfPrefix(_name_cell, lambda row: row.key),
    "partitions": _count("partitions"),
    "under_replicated": _count("under_replicated"),
    "leaderless": _count("leaderless"),
    "isr": _OfPrefix(_isr_cell, lambda row: None if row.totals is None else _isr_text(row.totals)),
    **dict.fromkeys(("replication_factor", "groups", "cleanup", "retention", "newest"), _NOTHING),
}
_CELLS: dict[str, Callable[[PrefixRow], Cell]] = {"messages": _messages_cell, "rate": _rate_cell}
_VALUES: dict[str, Callable[[PrefixRow], Any]] = {
    "rate": lambda row: None if row.is_rate_partial else row.rate.value,
}
_SORTED: dict[str, Callable[[PrefixRow], Any]] = {
    "name": lambda row: row.prefix.text.lower(),
    "isr": lambda row: None if row.totals is None else _trouble(row.totals),
}


def _trouble(totals: Totals) -> tuple[bool, float, float, float]:
    """The worst first, as topics are sorted."""
    return (not totals.errors, -totals.leaderless, -totals.unreachable, -totals.under_replicated)


def _of_both(column: Column[TopicRow]) -> Column[Any]:
    """The column for lines of either kind; what a prefix has as a topic has it is drawn the same."""
    other = _OTHERS.get(column.id)
    draw: Callable[[Any], Cell] = other.cell if other is not None else _CELLS.get(column.id, column.cell)
    value: Callable[[Any], Any] | None = other.value if other is not None else _VALUES.get(column.id, column.json_value)
    order: Callable[[Any], Any] | None = _SORTED.get(column.id, other.value if other is not None else column.sort_key)
    return replace(
        column,
        cell=_either(draw, column.cell),
        sort_key=column.sort_key and _either(order, column.sort_key),
        json_value=column.json_value and _either(value, column.json_value),
        line=column.line and _either(lambda row: draw(row).text, column.line),
    )


def _either(of_prefix: Callable[[Any], Any] | None, of_topic: Callable[[TopicRow], Any]) -> Callable[[TopicLine], Any]:
    """What a line's own function gives."""

    def of_line(row: TopicLine) -> Any:
        if not isinstance(row, PrefixRow):
            return of_topic(row)
        return None if of_prefix is None else of_prefix(row)

    return of_line


def _name_of(row: TopicLine) -> str:
    return row.key if isinstance(row, PrefixRow) else row.name


def _next_step(row: TopicLine) -> str:
    if isinstance(row, PrefixRow):
        return "! lists the topics that something is wrong with, each with what to do." if row.is_wrong else ""
    return TOPICS_PAGE.next_step(row)


TOPIC_LINES_TABLE: TableDefinition[TopicLine] = TableDefinition(
    id=TOPICS_PAGE.id,
    noun=TOPICS_PAGE.noun,
    noun_plural=TOPICS_PAGE.noun_plural,
    columns=[_of_both(column) for column in TOPICS_PAGE.columns],
    further=[_of_both(column) for column in TOPICS_PAGE.further],
    key=_name_of,
    filter_text=_name_of,
    is_wrong=lambda row: row.is_wrong,
    next_step=_next_step,
)
"""The page of topics, folded or not."""


def prefix_lines(row: PrefixRow) -> list[Sequence[Span]]:
    """What is said below the list of the prefix under the cursor."""
    by_id = {column.id: column for column in TOPIC_LINES_TABLE.columns}
    labels = (("isr", "In sync"), ("partitions", "Partitions"), ("messages", "Messages"), ("size", "On disk"),
              ("rate", "Written/s"), ("consumed", "Read/s"))  # fmt: skip
    lines: list[Sequence[Span]] = [
        ((label.ljust(12), Tone.DIM), *by_id[each].cell(row).spans) for each, label in labels
    ]
    marks = "≤ at most, as compaction and transactions leave gaps; +? some are not known"
    return [*lines, (), ((marks, Tone.DIM),)]
