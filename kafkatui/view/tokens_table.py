"""The table of delegation tokens."""

from __future__ import annotations

from kafkatui.model.delegation_token import DelegationToken
from kafkatui.model.secrets import MASK
from kafkatui.view.column import Column
from kafkatui.view.column_kinds import text_column
from kafkatui.view.numbers import iso_timestamp, timestamp
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition


def _time_column(column_id: str, title: str, sentence: str, attribute: str) -> Column[DelegationToken]:
    def milliseconds(token: DelegationToken) -> int:
        return int(getattr(token, attribute))

    column: Column[DelegationToken] = text_column(
        column_id, title, sentence, lambda token: timestamp(milliseconds(token)).partition(".")[0], min_width=19
    )
    return Column(
        id=column.id,
        title=column.title,
        help=column.help,
        cell=column.cell,
        sort_key=milliseconds,
        json_name=column_id,
        json_value=lambda token: iso_timestamp(milliseconds(token)),
        min_width=19,
        max_width=19,
    )


_COLUMNS: list[Column[DelegationToken]] = [
    text_column(
        "token", "Token", "Its id: the user name of who logs in with it.", lambda token: token.token_id,
        tone=lambda _: Tone.BRIGHT, min_width=22, max_width=40,
    ),
    text_column("owner", "Owner", "Whose rights it gives.", lambda token: token.owner, tone=lambda _: Tone.KAFKA),
    text_column("requester", "Made by", "Who has made it, where that is not its owner (Kafka 3.3).",
        lambda token: token.requester),
    text_column("renewers", "Renewers", "Who may renew it beside its owner.", lambda token: ", ".join(token.renewers)),
    _time_column("issued", "Issued", "When it was made.", "issued_ms"),
    _time_column("expires", "Expires", "When it ends, unless it is renewed.", "expires_ms"),
    _time_column("at_most", "At most", "When it ends, renewed or not.", "max_ms"),
    text_column("hmac", "HMAC", "The password of who logs in with it; masked: a and “Show passwords” tell it.",
        lambda _: MASK, min_width=6),
]  # fmt: skip

TOKENS_TABLE: TableDefinition[DelegationToken] = TableDefinition(
    id="tokens",
    noun="token",
    noun_plural="tokens",
    columns=_COLUMNS,
    key=lambda token: token.token_id,
    filter_text=lambda token: " ".join((token.token_id, token.owner, token.requester, *token.renewers)),
)
"""Rows are `DelegationToken`s."""
