"""The table of topics."""

from __future__ import annotations

import time

from kafkatui.insight.messages import MessageCount
from kafkatui.model.observed import Observed
from kafkatui.model.replacing import replace
from kafkatui.report.cluster_partitions import PartitionState
from kafkatui.report.topics import TopicRow
from kafkatui.view import numbers
from kafkatui.view.cell import Cell, cell
from kafkatui.view.cells import MISSING_MARK, observed_cell, plain_count, plain_rate, plain_size, text_cell
from kafkatui.view.column import RATE_CELLS, SIZE_CELLS, Align, Column
from kafkatui.view.column_kinds import number_column, observed_column, text_column
from kafkatui.view.next_steps import PARTITION_STEPS, UNKNOWN_STEP
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition

UPPER_BOUND_MARK = "≤"
UPPER_BOUND_FIELD = "messages_is_upper_bound"
"""In JSON and CSV: true, false, or null when the broker tells neither cleanup policy nor transactions."""


def isr_text(row: TopicRow) -> str:
    """ "ok", "2 under-replicated", "1 unreachable", "1 leaderless"; the topic's own error alone."""
    return row.topic.error or health_text("", row.leaderless, row.unreachable, row.under_replicated)


def health_text(error: str, leaderless: int, unreachable: int, under_replicated: int) -> str:
    """The same of numbers of partitions, an error before them."""
    counts = ((leaderless, "leaderless"), (unreachable, "unreachable"), (under_replicated, "under-replicated"))
    parts = [error, *(f"{numbers.count(number)} {word}" for number, word in counts if number)]
    return ", ".join(each for each in parts if each) or "ok"


def _next_step(row: TopicRow) -> str:
    if row.topic.error:
        return UNKNOWN_STEP
    if row.leaderless:
        return PARTITION_STEPS[PartitionState.LEADERLESS]
    if row.unreachable:
        return PARTITION_STEPS[PartitionState.SILENT]
    return PARTITION_STEPS[PartitionState.UNDER_REPLICATED] if row.under_replicated else ""


def retention_text(retention_ms: int) -> str:
    """604800000 → "7d00h", −1 → "for ever"."""
    return "for ever" if retention_ms < 0 else numbers.duration(retention_ms / 1000)


def messages_cell(observed: Observed[MessageCount], *, at_most: bool) -> Cell:
    """A count, "≤" before an upper bound, "+?" after one that misses partitions."""

    def show(messages: MessageCount) -> Cell:
        spans = [(numbers.count(messages.known), Tone.PLAIN)]
        if at_most and messages.known:
            spans.insert(0, (UPPER_BOUND_MARK, Tone.DIM))
        if messages.missing:
            spans.append((f" {MISSING_MARK}", Tone.WARNING))
        return Cell(tuple(spans))

    return observed_cell(observed, show)


def _size_cell(row: TopicRow) -> Cell:
    known = observed_cell(row.size, lambda size: plain_size(size.size_bytes))
    return _with_missing_mark(known) if row.is_size_partial else known


def _whole_size_bytes(row: TopicRow) -> int | None:
    return None if row.size.value is None or row.is_size_partial else row.size.value.size_bytes


def _with_missing_mark(known: Cell) -> Cell:
    return Cell((*known.spans, (f" {MISSING_MARK}", Tone.WARNING)))


def _groups_cell(row: TopicRow) -> Cell:
    known = observed_cell(row.groups, plain_count)
    if row.groups.value is None or not row.are_groups_missing:
        return known
    return _with_missing_mark(known)


def _groups_total(row: TopicRow) -> int | None:
    return None if row.are_groups_missing else row.groups.value


def _name_cell(row: TopicRow) -> Cell:
    name = text_cell(row.name, Tone.DIM if row.topic.is_internal else Tone.BRIGHT)
    return Cell((("  " * row.depth, Tone.DIM), *name.spans)) if row.depth else name


def _isr_cell(row: TopicRow) -> Cell:
    if row.topic.error or row.leaderless or row.unreachable:
        return text_cell(isr_text(row), Tone.BAD)
    return cell(isr_text(row), Tone.WARNING if row.under_replicated else Tone.GOOD)


ISR_WIDTH = 6
"""Of the page's column while all is well: of "12 URP", so that nothing moves when a broker goes."""


def short_health_text(text: str) -> str:
    """The same in few letters, as the line on top has it: "2 URP"."""
    return text.replace("under-replicated", "URP")


def _short_isr_cell(row: TopicRow) -> Cell:
    return Cell(tuple((short_health_text(text), tone) for text, tone in _isr_cell(row).spans))


def _total(row: TopicRow) -> int | None:
    return row.messages.value.total if row.messages.value is not None else None


_COLUMNS: list[Column[TopicRow]] = [
    text_column(
        "name",
        "Name",
        "A topic is a named, append-only log of records, split into partitions.",
        lambda row: row.name,
        cell=_name_cell,
        min_width=12,
        max_width=80,
        grow=1,
    ),
    number_column(
        "partitions",
        "Partitions",
        "Parts the topic is split into; each is one ordered log with one leader, read and written in parallel.",
        lambda row: len(row.topic.partitions),
    ),
    number_column(
        "replication_factor",
        "RF",
        "Replication factor: how many brokers keep a copy of each partition.",
        lambda row: row.topic.replication_factor,
        min_width=2,
    ),
    Column(
        "isr",
        "ISR",
        "Whether all replicas are in sync: ok, or how many partitions lack a replica (under-replicated, URP) or a "
        "leader (leaderless), or have one that does not answer kafkatui (unreachable).",
        cell=_isr_cell,
        sort_key=lambda row: (not row.topic.error, -row.leaderless, -row.unreachable, -row.under_replicated),
        json_name="isr",
        json_value=lambda row: isr_text(row),
        min_width=2,
        max_width=36,
    ),
    number_column(
        "under_replicated",
        "Under-repl",
        "Partitions with fewer in-sync replicas than replicas.",
        lambda row: row.under_replicated,
    ),
    number_column(
        "leaderless",
        "Leaderless",
        "Partitions without a leader, which can be neither read nor written.",
        lambda row: row.leaderless,
    ),
    Column(
        "messages",
        "Messages",
        "End minus begin offset over all partitions: exact for plain topics, an upper bound (≤) for compacted ones and "
        "those with transactions, which brokers from Kafka 2.8 on tell until the producer has been idle for "
        "producer.id.expiration.ms (1 day); +? when a partition's offsets are not known.",
        cell=lambda row: messages_cell(row.messages, at_most=bool(row.is_upper_bound)),
        align=Align.RIGHT,
        sort_key=_total,
        json_name="messages",
        json_value=_total,
        json_marks=((UPPER_BOUND_FIELD, lambda row: row.is_upper_bound),),
        min_width=6,
        max_width=28,
    ),
    observed_column(
        "rate",
        "msg/s",
        "Messages written per second, from the growth of the end offsets.",
        lambda row: row.rate,
        show=plain_rate,
        json_name="messages_per_second",
    ),
    Column(
        "size",
        "Size",
        "Bytes on disk of all replicas on all brokers (1 MB = 1,000,000 bytes); +? when some broker did not tell.",
        cell=_size_cell,
        align=Align.RIGHT,
        sort_key=lambda row: row.size.value.size_bytes if row.size.value is not None else None,
        json_name="size_bytes",
        json_value=_whole_size_bytes,
        json_marks=(("size_is_partial", lambda row: row.is_size_partial),),
        min_width=4,
        max_width=24,
        is_lazy=True,
    ),
    Column(
        "groups",
        "Groups",
        "Consumer groups that committed offsets for this topic or are reading it; +? when a broker did not list any.",
        cell=_groups_cell,
        align=Align.RIGHT,
        sort_key=_groups_total,
        json_name="groups",
        json_value=_groups_total,
        min_width=6,
        max_width=24,
        is_lazy=True,
    ),
    observed_column(
        "cleanup",
        "Cleanup",
        "cleanup.policy: delete drops old segments, compact keeps the newest record of every key.",
        lambda row: row.cleanup_policy,
        show=text_cell,
        json_name="cleanup_policy",
        align=Align.LEFT,
        is_lazy=True,
    ),
    observed_column(
        "retention",
        "Retention",
        "retention.ms: how long a record is kept at least under cleanup.policy delete.",
        lambda row: row.retention_ms,
        show=lambda ms: cell(retention_text(ms)),
        json_name="retention_ms",
        is_lazy=True,
    ),
]

TOPICS_EXPORT: TableDefinition[TopicRow] = TableDefinition(
    id="topics",
    noun="topic",
    noun_plural="topics",
    columns=_COLUMNS,
    key=lambda row: row.name,
    filter_text=lambda row: row.name,
    is_wrong=lambda row: row.is_wrong,
    next_step=_next_step,
)
"""Every column, with the parts of the ISR's state as numbers."""

TOPICS_TABLE = TOPICS_EXPORT.without("under_replicated", "leaderless")
"""What the screen and `--output table` show."""

_PAGE_COLUMNS: list[Column[TopicRow]] = [
    observed_column(
        "consumed",
        "read/s",
        "Messages per second that all its groups together commit.",
        lambda row: row.consumed,
        show=plain_rate,
        json_name="consumed_per_second",
    ),
    observed_column(
        "newest",
        "Newest",
        "How long ago its newest record was made, by the records' own times; brokers from Kafka 3.0 on tell it, and it "
        "is read for the rows in view.",
        lambda row: row.newest_ms,
        show=lambda time_ms: cell(numbers.age(time.time() - time_ms / 1000)),
        json_name="newest_record_ms",
        is_lazy=True,
    ),
]

_PAGE_ORDER = (
    "name", "partitions", "replication_factor", "isr", "messages", "rate", "consumed", "newest", "size", "groups",
    "cleanup", "retention",
)  # fmt: skip


def _on_page(column: Column[TopicRow]) -> Column[TopicRow]:
    """As the page has it: in few letters, all of them where it is copied or written, so that retention has its room."""
    if column.id == "partitions":
        return replace(column, title="Parts")
    if column.id != "isr":
        return column
    return replace(column, cell=_short_isr_cell, line=isr_text, min_width=ISR_WIDTH)


TOPICS_PAGE = (
    replace(
        TOPICS_TABLE,
        columns=[_on_page(each) for each in (*TOPICS_TABLE.columns, *_PAGE_COLUMNS)],
        further=[TOPICS_EXPORT.column(each) for each in ("under_replicated", "leaderless")],
    )
    .with_columns(_PAGE_ORDER)
    .reserving(messages=9, rate=RATE_CELLS, consumed=RATE_CELLS, size=SIZE_CELLS, cleanup=14)
)
"""What the page shows: also what only somebody who goes on looking can tell."""
