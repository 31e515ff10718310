"""The table of a broker's loggers."""

from __future__ import annotations

from kafkatui.report.log_levels import LogLevelRow
from kafkatui.view.column import Column
from kafkatui.view.column_kinds import text_column
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition

_TONES = {"TRACE": Tone.WARNING, "DEBUG": Tone.WARNING, "INFO": Tone.PLAIN}


def _tone(row: LogLevelRow) -> Tone:
    return Tone.DIM if row.is_inherited else Tone.BRIGHT


_COLUMNS: list[Column[LogLevelRow]] = [
    text_column(
        "logger",
        "Logger",
        "What writes to the broker's log: a class or a part of it; bright where its level is not the root's.",
        lambda row: row.logger,
        tone=_tone,
        min_width=20,
        max_width=90,
    ),
    text_column(
        "level",
        "Level",
        "What it writes at least: TRACE, DEBUG, INFO, WARN, ERROR, FATAL.",
        lambda row: row.level,
        tone=lambda row: Tone.DIM if row.is_inherited else _TONES.get(row.level, Tone.BRIGHT),
    ),
]

LOG_LEVELS_TABLE: TableDefinition[LogLevelRow] = TableDefinition(
    id="log-levels",
    noun="logger",
    noun_plural="loggers",
    columns=_COLUMNS,
    key=lambda row: row.logger,
    filter_text=lambda row: f"{row.logger} {row.level}",
    is_wrong=lambda row: row.level in ("TRACE", "DEBUG"),
)
"""`!` keeps what writes very much."""
