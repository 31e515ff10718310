"""The table of a topic's or broker's configuration."""

from __future__ import annotations

from kafkatui.model.config_entry import ConfigEntry
from kafkatui.model.secrets import MASK, is_secret
from kafkatui.view.cell import EMPTY_CELL, Cell, cell
from kafkatui.view.cells import UNKNOWN_CELL, text_cell
from kafkatui.view.column import Column
from kafkatui.view.column_kinds import text_column
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition


def is_hidden(entry: ConfigEntry) -> bool:
    """Whether the value must not be shown: the broker says so, or its name does."""
    return entry.is_sensitive or is_secret(entry.name)


def shown_value(entry: ConfigEntry) -> str | None:
    """The value as it may be shown: a mask for a secret, None when the broker tells none."""
    if is_hidden(entry):
        return MASK
    return entry.value


def shown_default(entry: ConfigEntry) -> str | None:
    """The default as it may be shown."""
    return MASK if entry.default and is_hidden(entry) else entry.default


def marks_text(entry: ConfigEntry) -> str:
    """ "read-only", "sensitive", both or nothing."""
    marks = (("read-only", entry.is_read_only), ("sensitive", entry.is_sensitive))
    return ", ".join(mark for mark, is_set in marks if is_set)


def _tone(entry: ConfigEntry) -> Tone:
    return Tone.BRIGHT if entry.is_own else Tone.DIM


def _value_cell(entry: ConfigEntry) -> Cell:
    value = shown_value(entry)
    if value is None:
        return UNKNOWN_CELL if entry.source == "unknown" else cell("–", Tone.DIM)
    return text_cell(value, _tone(entry)) if value else cell('""', Tone.DIM)


def _default_cell(entry: ConfigEntry) -> Cell:
    default = shown_default(entry)
    return text_cell(default, Tone.DIM) if default and entry.is_own else EMPTY_CELL


_COLUMNS: list[Column[ConfigEntry]] = [
    text_column(
        "name",
        "Name",
        "The property's name; bright when it is set for this very topic, or by anybody for this broker.",
        lambda entry: entry.name,
        tone=_tone,
        min_width=20,
        max_width=60,
    ),
    Column(
        "value",
        "Value",
        "The value in effect; secrets are masked and never leave the broker.",
        cell=_value_cell,
        sort_key=lambda entry: (shown_value(entry) or "").lower() or None,
        json_name="value",
        json_value=shown_value,
        min_width=10,
        max_width=200,
        grow=1,
    ),
    text_column(
        "source",
        "Source",
        "Where it comes from: the topic, the broker or cluster at run time (dynamic), server.properties (static), "
        "or Kafka's default.",
        lambda entry: entry.source,
        tone=_tone,
    ),
    Column(
        "default",
        "Default",
        "What would be in effect if it were not set here.",
        cell=_default_cell,
        sort_key=lambda entry: (shown_default(entry) or "").lower() or None,
        json_name="default",
        json_value=shown_default,
        min_width=7,
        max_width=40,
    ),
    text_column(
        "marks",
        "Marks",
        "read-only: needs a restart to change; sensitive: the broker hides it.",
        marks_text,
        tone=lambda entry: Tone.WARNING if entry.is_sensitive else Tone.DIM,
    ),
]

CONFIGS_TABLE: TableDefinition[ConfigEntry] = TableDefinition(
    id="configs",
    noun="property",
    noun_plural="properties",
    columns=_COLUMNS,
    key=lambda entry: entry.name,
    filter_text=lambda entry: f"{entry.name} {shown_value(entry) or ''} {entry.source}",
    is_wrong=lambda entry: entry.is_own,
)
"""`!` keeps what is set for this very resource."""
