"""The option that tells what became of transactions, too: `has_fates`, a bool."""

from __future__ import annotations

import click

from kafkatui.model.errors import UsageError

fates_option = click.option(
    "--transactions", "has_fates", is_flag=True, help="Also what became of each record's transaction."
)


def refuse_fates_of_values(kind: str, *, has_fates: bool) -> None:
    """There is no room for it in a line that is the value and nothing else.

    Args:
        kind: of line, as `record_writer` has them.

    Raises:
        UsageError: it was asked for there.
    """
    if has_fates and kind == "value":
        raise UsageError("--transactions has no place among bare values.", "Choose -o line, json or csv.")
