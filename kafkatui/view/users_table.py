"""The table of SCRAM users."""

from __future__ import annotations

from kafkatui.model.scram import ScramCredential
from kafkatui.view.column import Column
from kafkatui.view.column_kinds import number_column, text_column
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition

_COLUMNS: list[Column[ScramCredential]] = [
    text_column(
        "user", "User", "Who can log in; to ACLs User: and this name.", lambda each: each.user,
        tone=lambda _: Tone.BRIGHT, min_width=12, max_width=80,
    ),
    text_column(
        "mechanism", "Mechanism", "How the password is hashed; what the user's clients have as sasl.mechanism.",
        lambda each: each.mechanism, tone=lambda _: Tone.KAFKA, min_width=13,
    ),
    number_column("iterations", "Iterations", "How often it is hashed.", lambda each: each.iterations),
]  # fmt: skip

USERS_TABLE: TableDefinition[ScramCredential] = TableDefinition(
    id="users",
    noun="credential",
    noun_plural="credentials",
    columns=_COLUMNS,
    key=lambda each: each.text,
    filter_text=lambda each: each.text,
)
"""Rows are `ScramCredential`s."""
