"""The table of log directories."""

from __future__ import annotations

from kafkatui.model.config_entry import LogDir
from kafkatui.model.place import PlaceKind
from kafkatui.view import numbers
from kafkatui.view.cell import Cell, cell
from kafkatui.view.cells import NOT_SUPPORTED_CELL, text_cell
from kafkatui.view.column import Column
from kafkatui.view.column_kinds import number_column, text_column
from kafkatui.view.next_steps import NextStep
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition

LITTLE_SPACE = 0.1
"""Below this share of a volume free, its figure is a warning."""


def _free_share(log_dir: LogDir) -> float | None:
    if not log_dir.total_bytes or log_dir.usable_bytes is None:
        return None
    return log_dir.usable_bytes / log_dir.total_bytes


def _is_short(log_dir: LogDir) -> bool:
    share = _free_share(log_dir)
    return share is not None and share < LITTLE_SPACE


def _free_cell(log_dir: LogDir) -> Cell:
    share = _free_share(log_dir)
    if share is None or log_dir.usable_bytes is None:
        return NOT_SUPPORTED_CELL
    text = f"{numbers.size(log_dir.usable_bytes)} ({numbers.percent(share)})"
    return cell(text, Tone.WARNING if _is_short(log_dir) else Tone.PLAIN)


def _size(log_dir: LogDir) -> int | None:
    return None if log_dir.error else log_dir.size_bytes


def _state_cell(log_dir: LogDir) -> Cell:
    return text_cell(log_dir.error, Tone.BAD) if log_dir.error else cell("ok", Tone.GOOD)


SHORT_STEP = NextStep(
    "Shorten topics' retention (e on a topic), move replicas to other brokers, or enlarge the volume.",
    page=PlaceKind.TOPICS,
)


def _next_step(log_dir: LogDir) -> str:
    if log_dir.error:
        return "Put its disk right, then start the broker again: until then it serves nothing that lies there."
    if _is_short(log_dir):
        return SHORT_STEP
    return ""


_COLUMNS: list[Column[LogDir]] = [
    number_column(
        "broker",
        "Broker",
        "The broker whose directory it is.",
        lambda log_dir: log_dir.broker_id,
        cell=lambda log_dir: cell(str(log_dir.broker_id)),
        json_name="broker_id",
        is_name=True,
    ),
    text_column(
        "path",
        "Path",
        "The directory on the broker's machine (log.dirs).",
        lambda log_dir: log_dir.path,
        min_width=16,
        max_width=120,
        grow=1,
    ),
    number_column(
        "replicas",
        "Replicas",
        "Partition copies kept in it.",
        lambda log_dir: None if log_dir.error else len(log_dir.replicas),
    ),
    number_column(
        "size",
        "Size",
        "Bytes of all copies in it (1 MB = 1,000,000 bytes).",
        _size,
        cell=lambda log_dir: cell("?", Tone.DIM) if log_dir.error else cell(numbers.size(log_dir.size_bytes)),
        json_name="size_bytes",
    ),
    number_column(
        "free",
        "Free",
        "Space left on its volume, told by brokers from Kafka 3.3 on (KIP-827).",
        lambda log_dir: log_dir.usable_bytes,
        cell=_free_cell,
        json_name="usable_bytes",
    ),
    number_column(
        "total",
        "Volume",
        "Size of its volume, told by brokers from Kafka 3.3 on (KIP-827).",
        lambda log_dir: log_dir.total_bytes,
        cell=lambda log_dir: (
            NOT_SUPPORTED_CELL if log_dir.total_bytes is None else cell(numbers.size(log_dir.total_bytes))
        ),
        json_name="total_bytes",
    ),
    text_column(
        "state",
        "State",
        "ok, or why the broker cannot use the directory.",
        lambda log_dir: log_dir.error or "ok",
        cell=_state_cell,
    ),
]

LOG_DIRS_TABLE: TableDefinition[LogDir] = TableDefinition(
    id="log-dirs",
    noun="log directory",
    noun_plural="log directories",
    columns=_COLUMNS,
    key=lambda log_dir: f"{log_dir.broker_id} {log_dir.path}",
    filter_text=lambda log_dir: f"{log_dir.broker_id} {log_dir.path} {log_dir.error}",
    is_wrong=lambda log_dir: bool(log_dir.error) or _is_short(log_dir),
    next_step=_next_step,
    naming=("broker", "path"),
)
"""Rows are `LogDir`s."""
