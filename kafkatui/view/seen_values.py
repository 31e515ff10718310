"""The values that a znode held while it was open: as a list to choose from, and each compared with the one before."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from kafkatui.codec.decoder import Reader
from kafkatui.insight.znode_secrets import mask_znode_data
from kafkatui.model.seen_value import SeenValue
from kafkatui.view import numbers
from kafkatui.view.cell import cell
from kafkatui.view.cells import text_cell
from kafkatui.view.column import Align, Column
from kafkatui.view.data_text import EMPTY_TEXT
from kafkatui.view.record_diff import RecordDiff, text_diff
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition
from kafkatui.view.value_lines import plain_lines, value_text

PREVIEW_CHARACTERS = 90


class ValueChange(Struct, frozen=True):
    """A value and the one before it.

    Attributes:
        before: None of the first that was seen.
        preview: the beginning of the value, secrets masked.
    """

    path: str
    value: SeenValue
    before: SeenValue | None
    preview: str


def value_changes(path: str, values: Sequence[SeenValue], reader: Reader) -> list[ValueChange]:
    """A line for each value.

    Args:
        values: the newest first.
    """
    befores = [*values[1:], None]
    return [
        ValueChange(path, value, before, reader.preview(_masked(path, value), PREVIEW_CHARACTERS).text)
        for value, before in zip(values, befores, strict=True)
    ]


def _masked(path: str, value: SeenValue) -> bytes:
    return mask_znode_data(path, value.data or b"")


def change_diff(change: ValueChange, reader: Reader) -> RecordDiff:
    """What the value has other than the one before; of the first that was seen, than nothing."""
    before = change.before
    titles = ("nothing seen before" if before is None else _title(before), _title(change.value))
    return text_diff(titles, "data", "" if before is None else _text(change, before, reader),
                     _text(change, change.value, reader))  # fmt: skip


def _text(change: ValueChange, value: SeenValue, reader: Reader) -> str:
    if value.data is None:
        return "null"
    if not value.data:
        return EMPTY_TEXT
    return "\n".join(plain_lines(value_text(reader.decode_fetched(_masked(change.path, value))).decoded))


def _title(value: SeenValue) -> str:
    return f"version {value.version:,}, seen {numbers.clock(value.at_seconds)}, zxid {value.mzxid:#x}"


VALUES_TABLE: TableDefinition[ValueChange] = TableDefinition(
    id="seen_values",
    noun="value",
    noun_plural="values",
    columns=[
        Column(
            "seen", "Seen", "When it was first seen.",
            cell=lambda change: cell(numbers.clock(change.value.at_seconds), Tone.DIM), min_width=8,
        ),
        Column(
            "version", "Version", "Of the data: numbers that are left out were not seen.", align=Align.RIGHT,
            cell=lambda change: cell(f"{change.value.version:,}", Tone.BRIGHT), min_width=7,
        ),
        Column(
            "size", "Size", "Bytes.", align=Align.RIGHT,
            cell=lambda change: cell(numbers.size(len(change.value.data or b"")), Tone.DIM), min_width=6,
        ),
        Column(
            "value", "Value", "Its beginning, secrets masked.", grow=1, max_width=PREVIEW_CHARACTERS,
            cell=lambda change: text_cell("null" if change.value.data is None else change.preview),
        ),
    ],
    key=lambda change: f"{change.value.mzxid:#x}",
    filter_text=lambda change: f"{change.value.version} {change.preview}",
)  # fmt: skip
