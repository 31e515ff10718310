"""The option that names fields of records to be written beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from kafkatui.codec.decoder import RecordReader
    from kafkatui.model.record import Record

FieldValues = Callable[["Record", "RecordReader"], list[Any]]
"""What a record has in the fields, in their order; MISSING where it has none."""

field_option = click.option(
    "--column",
    "field_names",
    metavar="FIELD",
    multiple=True,
    help="Also write this field: value.user.id, key.id, header.trace-id; repeatable. JSON and CSV have it "
    "by its name, a line before the value; bare values are replaced by the fields, with tabs between.",
)


def field_values(names: Sequence[str]) -> FieldValues | None:
    """What reads those fields; None for none.

    Raises:
        SearchSyntaxError: a name is no field's.
    """
    if not names:
        return None
    from kafkatui.insight.search.field_path import field_value, parse_field
    from kafkatui.insight.search.subject import SearchedRecord

    fields = [parse_field(name) for name in names]

    def values(record: Record, reader: RecordReader) -> list[Any]:
        searched = SearchedRecord(record, reader)
        return [field_value(field, searched) for field in fields]

    return values
