"""The table of a server's log."""

from __future__ import annotations

from datetime import datetime

from kafkatui.codec.log_lines import shown_level
from kafkatui.codec.sanitise import sanitise
from kafkatui.model.replacing import replace
from kafkatui.model.server_log import LogLevel, LogLine
from kafkatui.view import numbers
from kafkatui.view.cell import EMPTY_CELL, Cell, cell
from kafkatui.view.cells import text_cell
from kafkatui.view.column import Column
from kafkatui.view.column_kinds import text_column
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition

_TONES = {
    LogLevel.TRACE: Tone.DIM,
    LogLevel.DEBUG: Tone.DIM,
    LogLevel.INFO: Tone.PLAIN,
    LogLevel.WARN: Tone.WARNING,
    LogLevel.ERROR: Tone.BAD,
    LogLevel.FATAL: Tone.BAD,
}


def tone_of(line: LogLine) -> Tone:
    """How a line is coloured: by its level, dim where it goes on without mattering much."""
    tone = Tone.PLAIN if line.level is None else _TONES[line.level]
    return Tone.DIM if line.head and tone is Tone.PLAIN else tone


def clock_with_millis(at_seconds: float) -> str:
    """A local time of day with milliseconds."""
    return datetime.fromtimestamp(at_seconds).strftime("%H:%M:%S.%f")[:-3]


def _time_cell(line: LogLine) -> Cell:
    return EMPTY_CELL if line.at_seconds is None or line.head else cell(clock_with_millis(line.at_seconds), Tone.DIM)


def _json_time(line: LogLine) -> str | None:
    return None if line.at_seconds is None else numbers.iso_timestamp(int(line.at_seconds * 1000))


_COLUMNS: list[Column[LogLine]] = [
    replace(
        text_column(
            "server", "Server", "Whose log it is: a broker's id, or ZooKeeper.", lambda line: line.server,
            tone=lambda line: Tone.KAFKA if line.server.isdecimal() else Tone.ZOOKEEPER, max_width=24,
        ),
        gives_way=5,
        is_name=True,
    ),
    Column(
        "time", "Time", "When it was written, in local time; in JSON to the second's fraction.", cell=_time_cell,
        json_name="time", json_value=_json_time, min_width=12, max_width=12,
    ),
    Column(
        "level", "Level", "How much it matters: TRACE, DEBUG, INFO, WARN, ERROR, FATAL.",
        cell=lambda line: EMPTY_CELL if line.head else cell(shown_level(line.level), tone_of(line)),
        json_name="level", json_value=lambda line: shown_level(line.level) or None, min_width=5, max_width=5,
    ),
    Column(
        "message", "Message", "What was written; a stack trace goes on below it. Enter shows all of a long line.",
        cell=lambda line: text_cell(line.message.replace("\t", "    "), tone_of(line)),
        json_name="message", json_value=lambda line: line.message,
        line=lambda line: sanitise(line.text), text=lambda line: line.text,
        min_width=20, max_width=4_000, grow=1,
    ),
    replace(
        text_column(
            "logger", "Logger", "The class that wrote it.", lambda line: "" if line.head else line.logger,
            tone=lambda _: Tone.DIM, max_width=44,
        ),
        gives_way=9,
    ),
]  # fmt: skip

LOG_LINES_TABLE: TableDefinition[LogLine] = TableDefinition(
    id="log-lines",
    noun="line",
    noun_plural="lines",
    columns=_COLUMNS,
    key=lambda line: line.text,
    filter_text=lambda line: line.searched_text,
    is_wrong=lambda line: line.is_at_least(LogLevel.WARN),
    shown_text=lambda line: line.message,
    naming=("message",),
)
"""Of several servers."""

ONE_LOG_TABLE = replace(LOG_LINES_TABLE.without("server"), id="log-lines-of-one")
"""Of one."""
