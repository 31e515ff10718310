"""The table of a group's progress, partition by partition."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from kafkatui.insight.lag import NO_COMMIT, TOPIC_GONE
from kafkatui.model.lag import NEVER, PartitionProgress
from kafkatui.view import numbers
from kafkatui.view.cell import Cell, cell
from kafkatui.view.cells import UNKNOWN_CELL, optional_cell, optional_rate, text_cell
from kafkatui.view.column import Align, Column
from kafkatui.view.column_kinds import number_column, text_column
from kafkatui.view.consumption_cells import lost_column, share_column, time_lag_column, verdict_column
from kafkatui.view.group_columns import BEYOND_END_FIELD, lag_text
from kafkatui.view.next_steps import UNKNOWN_STEP, NextStep, verdict_step
from kafkatui.view.replica_columns import partition_number_column
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition

R = TypeVar("R")


def eta_text(seconds: float) -> str:
    """ "now", "12s", "never"."""
    if seconds == NEVER:
        return "never"
    return numbers.duration(seconds) if seconds else "now"


def committed_cell(row: PartitionProgress) -> Cell:
    """The commit, or why there is none."""
    if row.reason == TOPIC_GONE:
        known = "" if row.committed is None else f"{numbers.count(row.committed)}, "
        return cell(f"{known}{TOPIC_GONE}", Tone.WARNING)
    if row.committed is None:
        return text_cell(row.reason, Tone.DIM if row.reason == NO_COMMIT else Tone.WARNING)
    if row.is_out_of_range:
        return cell(f"{numbers.count(row.committed)} outside log", Tone.BAD)
    return cell(numbers.count(row.committed))


def lag_cell(row: PartitionProgress) -> Cell:
    """The lag; where nothing is committed what the partition holds."""
    if row.lag is not None:
        is_bad = row.eta_seconds == NEVER or row.beyond_end
        return cell(lag_text(row.lag), Tone.BAD if is_bad else Tone.PLAIN if row.lag else Tone.DIM)
    if row.backlog is None:
        return UNKNOWN_CELL
    return Cell((("? ", Tone.WARNING), (f"({numbers.count(row.backlog)} unread)", Tone.DIM)))


def eta_column(eta: Callable[[R], float | None]) -> Column[R]:
    """When the lag will be gone. JSON has no infinity: "never" is said in words."""
    return Column(
        "eta",
        "ETA",
        "When the lag will be gone at the present rates; never: it does not shrink.",
        cell=lambda row: optional_cell(eta(row), eta_text, Tone.BAD if eta(row) == NEVER else Tone.PLAIN),
        align=Align.RIGHT,
        sort_key=eta,
        json_name="eta_seconds",
        json_value=lambda row: "never" if eta(row) == NEVER else eta(row),
        min_width=4,
        max_width=12,
    )


def member_text(row: PartitionProgress) -> str:
    """ "billing-2 @10.0.3.7"; empty when nobody reads the partition."""
    if row.member is None:
        return ""
    return f"{row.member.client_id or row.member.member_id} @{row.member.host.lstrip('/')}"


def _is_wrong(row: PartitionProgress) -> bool:
    return (
        row.lag is None
        or row.is_out_of_range
        or row.eta_seconds == NEVER
        or (row.member is None and row.lag > 0)
        or (row.verdict is not None and row.verdict.is_wrong)
    )


GONE_STEP = NextStep(
    "Its topic is gone: a deletes these commits, before a new topic of that name is read from there.",
    "group.delete_offsets",
)


def _next_step(row: PartitionProgress) -> str:
    if row.reason == TOPIC_GONE:
        return GONE_STEP
    return verdict_step(row.verdict) or (UNKNOWN_STEP if row.lag is None else "")


_COLUMNS: list[Column[PartitionProgress]] = [
    text_column(
        "topic",
        "Topic",
        "A topic the group commits offsets for or reads.",
        lambda row: row.topic,
        min_width=12,
        max_width=80,
        grow=1,
    ),
    partition_number_column("The partition; within a group one member at a time reads it.", lambda row: row.partition),
    number_column(
        "committed",
        "Committed",
        "The next offset the group will read after a restart; no commit: it has saved none here, or it expired.",
        lambda row: row.committed,
        cell=committed_cell,
        json_name="committed_offset",
        min_width=6,
        max_width=36,
    ),
    number_column(
        "end",
        "End",
        "High watermark: the offset the next fully replicated record will get.",
        lambda row: row.end,
        cell=lambda row: optional_cell(row.end, numbers.count),
        json_name="end_offset",
    ),
    number_column(
        "lag",
        "Lag",
        "End minus committed. Without a commit it is unknown (?), and what the partition holds is in brackets; 0 where "
        "it holds nothing. In JSON it is negative for a commit beyond the end, as Kafka's own tools have it.",
        lambda row: row.lag,
        cell=lag_cell,
        json_marks=((BEYOND_END_FIELD, lambda row: None if row.lag is None else row.beyond_end),),
        min_width=5,
        max_width=36,
    ),
    number_column(
        "produce_rate",
        "in msg/s",
        "Messages written to the partition per second.",
        lambda row: row.produce_rate,
        cell=lambda row: optional_rate(row.produce_rate),
        json_name="produced_per_second",
    ),
    number_column(
        "rate",
        "msg/s",
        "Messages the group commits per second in this partition.",
        lambda row: row.consume_rate,
        cell=lambda row: optional_rate(row.consume_rate),
        json_name="consumed_per_second",
    ),
    eta_column(lambda row: row.eta_seconds),
    time_lag_column(lambda row: row.time_lag),
    verdict_column(lambda row: row.verdict, "How the group does in this partition."),
    share_column(lambda row: row.retained_share, "How much of what the partition holds is still to be read."),
    lost_column(lambda row: row.lost if row.committed is not None and row.begin is not None else None),
    text_column(
        "member",
        "Member",
        "Who reads the partition now: client id and address.",
        member_text,
        cell=lambda row: text_cell(member_text(row)) if row.member else cell("nobody", Tone.DIM),
        max_width=50,
    ),
    text_column(
        "metadata",
        "Metadata",
        "The text that whoever committed left with the offset.",
        lambda row: row.metadata,
        max_width=40,
    ),
    number_column(
        "backlog",
        "Unread",
        "Messages in a partition without a commit, which the lag leaves out.",
        lambda row: row.backlog,
    ),
    text_column("reason", "Why", "Why the commit or the lag is not known.", lambda row: row.reason),
]

PROGRESS_EXPORT: TableDefinition[PartitionProgress] = TableDefinition(
    id="progress",
    noun="partition",
    noun_plural="partitions",
    columns=_COLUMNS,
    key=lambda row: f"{row.topic}-{row.partition}",
    filter_text=lambda row: f"{row.topic}-{row.partition} {member_text(row)}",
    is_wrong=_is_wrong,
    next_step=_next_step,
    naming=("topic", "partition"),
)
"""Every column, with backlog and reason on their own."""

PROGRESS_TABLE = PROGRESS_EXPORT.without("backlog", "reason")
"""What the screen shows; rows are `insight.lag.group_progress`'s."""
