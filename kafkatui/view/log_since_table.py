"""From when on a log is read: the choices."""

from __future__ import annotations

from msgspec import Struct

from kafkatui.view.column_kinds import text_column
from kafkatui.view.table import TableDefinition


class LogSince(Struct, frozen=True):
    """A choice.

    Attributes:
        lines: the newest so many; None for all.
        ago_seconds: nothing older than that.
    """

    title: str
    lines: int | None = None
    ago_seconds: float | None = None


LOG_SINCES = (
    LogSince("the newest 2,000 lines", lines=2_000),
    LogSince("the newest 100 lines", lines=100),
    LogSince("5 minutes ago", ago_seconds=300),
    LogSince("15 minutes ago", ago_seconds=900),
    LogSince("1 hour ago", ago_seconds=3_600),
    LogSince("1 day ago", ago_seconds=86_400),
    LogSince("the beginning; the newest 50,000 lines are kept"),
)

LOG_SINCE_TABLE: TableDefinition[LogSince] = TableDefinition(
    id="log-since",
    noun="choice",
    noun_plural="choices",
    columns=[text_column("title", "From", "Where to begin.", lambda choice: choice.title, max_width=70)],
    key=lambda choice: choice.title,
    filter_text=lambda choice: choice.title,
)
