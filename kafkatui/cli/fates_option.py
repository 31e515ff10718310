"""The options that tell what became of transactions: `has_fates` and `has_markers`, bools."""

from __future__ import annotations

import click

from kafkatui.model.errors import UsageError

fates_option = click.option(
    "--transactions", "has_fates", is_flag=True, help="Also what became of each record's transaction."
)

markers_option = click.option(
    "--markers", "has_markers", is_flag=True, help="Also the markers that end transactions, as lines of their own."
)


def refuse_fates_of_values(kind: str, *, has_fates: bool, has_markers: bool = False) -> None:
    """There is no room for it in a line that is the value and nothing else.

    Args:
        kind: of line, as `record_writer` has them.

    Raises:
        UsageError: it was asked for there.
    """
    if kind == "value" and (has_fates or has_markers):
        name = "--transactions has" if has_fates else "--markers have"
        raise UsageError(f"{name} no place among bare values.", "Choose -o line, json or csv.")
