"""What `y` can copy of a row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from msgspec import Struct

from kafkatui.model.profile import Profile
from kafkatui.model.record import Record
from kafkatui.model.record_link import record_link
from kafkatui.view.output import json_line
from kafkatui.view.table import TableDefinition

R = TypeVar("R")


class CopyChoice(Struct, frozen=True):
    """A text for the clipboard and what it is."""

    what: str
    text: str


def marked_choices(definition: TableDefinition[R], rows: Sequence[R]) -> list[CopyChoice]:
    """Several rows at once, a line each: as JSON lines and as tab-separated text."""
    what = f"{len(rows):,} marked"
    texts = ("\t".join(column.whole_line(row) for column in definition.columns) for row in rows)
    choices = [CopyChoice(f"{what}, tab-separated", "\n".join(texts))]
    if any(column.json_name for column in definition.columns):
        choices.insert(0, CopyChoice(f"{what} as JSON lines", "\n".join(json_line(definition, row) for row in rows)))
    return choices


def link_choices(profile: Profile, record: Record) -> list[CopyChoice]:
    """Where a record is to be found in the web UI that the profile names; nothing without one."""
    if not profile.url_template:
        return []
    link = record_link(profile.url_template, profile.name, record.topic, record.partition, record.offset)
    return [CopyChoice("link", link)]


def row_choices(definition: TableDefinition[R], row: R) -> list[CopyChoice]:
    """The row as tab-separated text and as JSON, then of each cell that holds something the true text."""
    lines = [column.whole_line(row) for column in definition.columns]
    choices = [CopyChoice(f"{definition.noun}, tab-separated", "\t".join(lines))]
    if any(column.json_name for column in definition.columns):
        choices.append(CopyChoice(f"{definition.noun} as JSON", json_line(definition, row)))
    texts = [(column.title or "cell", column.whole_text(row)) for column in definition.columns]
    return choices + [CopyChoice(title, text) for title, text in texts if text]
