"""A broker's loggers as rows."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

ROOT = "root"


class LogLevelRow(Struct, frozen=True):
    """A logger with the level in effect.

    Attributes:
        is_inherited: whether its level is the root's: brokers do not tell whether it was set to the same.
    """

    logger: str
    level: str
    is_inherited: bool


def log_level_rows(levels: Mapping[str, str]) -> list[LogLevelRow]:
    """The root first, then by name."""
    root = levels.get(ROOT)
    rows = [LogLevelRow(name, level, name != ROOT and level == root) for name, level in levels.items()]
    return sorted(rows, key=lambda row: (row.logger != ROOT, row.logger))
