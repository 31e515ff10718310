"""The table of open transactions."""

from __future__ import annotations

from kafkatui.report.transactions import TransactionRow
from kafkatui.view import numbers
from kafkatui.view.cell import Cell, cell
from kafkatui.view.cells import UNKNOWN_CELL, plain_count
from kafkatui.view.column import Align, Column
from kafkatui.view.column_kinds import number_column, text_column
from kafkatui.view.next_steps import NextStep
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition


def _state_cell(row: TransactionRow) -> Cell:
    if row.is_hanging:
        return cell("✗ hanging", Tone.BAD)
    return cell(row.verdict, Tone.PLAIN if row.transaction.is_coordinated else Tone.WARNING)


def _age_cell(row: TransactionRow) -> Cell:
    if row.age_seconds is None:
        return UNKNOWN_CELL
    mark = "≥" if row.is_age_least else ""
    return cell(mark + numbers.age(row.age_seconds), Tone.BAD if row.is_hanging else Tone.PLAIN)


def _held_cell(row: TransactionRow) -> Cell:
    held = row.transaction.held_back
    return UNKNOWN_CELL if held is None else plain_count(held)


def _key(row: TransactionRow) -> str:
    return row.transaction.text


HANGING_STEP = NextStep(
    "Abort it: d. Nobody else ends it, and readers of committed records get nothing behind it.", "transaction.abort"
)

_COLUMNS: list[Column[TransactionRow]] = [
    text_column(
        "topic", "Topic", "The topic of the partition.", lambda row: row.transaction.topic, min_width=12, max_width=80,
    ),
    number_column(
        "partition", "#", "The partition; a transaction of several has a line for each.",
        lambda row: row.transaction.partition, min_width=1, is_name=True,
    ),
    Column(
        "state",
        "State",
        "Hanging: its coordinator has not this partition in it, and its producer has not written for 15 minutes: "
        "nobody will end it. Else what the coordinator calls it.",
        cell=_state_cell,
        sort_key=lambda row: (not row.is_hanging, row.verdict),
        json_name="state",
        json_value=lambda row: row.verdict,
        json_marks=(("is_hanging", lambda row: row.is_hanging),),
        min_width=9,
        max_width=24,
    ),
    Column(
        "age",
        "Open for",
        "Since it began; ≥: since its producer last wrote, which is all that the leader knows.",
        cell=_age_cell,
        align=Align.RIGHT,
        sort_key=lambda row: row.age_seconds,
        json_name="age_seconds",
        json_value=lambda row: None if row.age_seconds is None else round(row.age_seconds, 3),
        json_marks=(("age_is_lower_bound", lambda row: row.is_age_least),),
        min_width=5,
        max_width=12,
    ),
    Column(
        "held_back",
        "Held back",
        "Offsets from the last stable one to the end: what readers of committed records do not get because of it.",
        cell=_held_cell,
        align=Align.RIGHT,
        sort_key=lambda row: row.transaction.held_back,
        json_name="held_back",
        json_value=lambda row: row.transaction.held_back,
        min_width=5,
        max_width=16,
    ),
    number_column(
        "start_offset", "From", "Offset of its first record on the partition.",
        lambda row: row.transaction.start_offset,
    ),
    text_column(
        "transactional_id", "Transactional id", "Whose it is; empty where no coordinator knows its producer.",
        lambda row: row.transaction.transactional_id or "", min_width=8, max_width=60,
    ),
    number_column(
        "producer_id", "Producer", "Kafka's number of the producer.", lambda row: row.transaction.producer_id,
    ),
    number_column(
        "producer_epoch", "Epoch", "Grows with each producer of the transactional id: older ones are fenced.",
        lambda row: row.transaction.producer_epoch, gives_way=8,
    ),
    number_column(
        "coordinator_epoch", "C.epoch", "Of the coordinator that wrote the last marker here; −1: none did.",
        lambda row: row.transaction.coordinator_epoch, gives_way=9,
    ),
    number_column(
        "coordinator", "Coord.", "The broker that coordinates it.", lambda row: row.transaction.coordinator_id,
        json_name="coordinator_id", gives_way=8,
    ),
    number_column(
        "timeout", "Time-out", "Seconds after which its coordinator aborts it.",
        lambda row: None if row.transaction.timeout_ms is None else row.transaction.timeout_ms / 1000,
        json_name="timeout_seconds", gives_way=9,
    ),
]  # fmt: skip

TRANSACTIONS_TABLE: TableDefinition[TransactionRow] = TableDefinition(
    id="transactions",
    noun="open transaction",
    noun_plural="open transactions",
    columns=_COLUMNS,
    key=_key,
    filter_text=lambda row: f"{row.transaction.text} {row.transaction.transactional_id or ''} {row.verdict}",
    is_wrong=lambda row: row.is_hanging is True,
    next_step=lambda row: HANGING_STEP if row.is_hanging else "",
    naming=("topic", "partition"),
)
