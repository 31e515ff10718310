"""The table of where logs are."""

from __future__ import annotations

from kafkatui.view.column_kinds import text_column
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition

LogPlace = tuple[str, str]
"""A server's name and where its log is."""

LOG_PLACES_TABLE: TableDefinition[LogPlace] = TableDefinition(
    id="log-places",
    noun="log",
    noun_plural="logs",
    columns=[
        text_column(
            "server", "Server", "A broker's id, or what the profile calls it.", lambda place: place[0],
            tone=lambda place: Tone.KAFKA if place[0].isdecimal() else Tone.ZOOKEEPER,
        ),
        text_column(
            "log", "Log", "A file, or the name of a container.", lambda place: place[1], min_width=10, max_width=200,
        ),
    ],
    key=lambda place: place[0],
    filter_text=lambda place: " ".join(place),
)  # fmt: skip
