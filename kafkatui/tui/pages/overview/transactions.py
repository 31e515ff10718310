"""Transactions that are neither committed nor aborted."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.target import Target
from kafkatui.report.transactions import TransactionRow, hanging, transaction_rows
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import METADATA, Feed, OpenTransactionsFeed
from kafkatui.tui.pages.base.table_pane import TableContent, TablePane
from kafkatui.view.span import Span, Tone
from kafkatui.view.transactions_table import TRANSACTIONS_TABLE

EMPTY = "No transaction is open: nothing is held back from readers of committed records."


class TransactionsPane(TablePane[TransactionRow]):
    """Open transactions, those that hang first."""

    ages = True

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place, TRANSACTIONS_TABLE)

    def feeds(self) -> tuple[Feed[Any], ...]:
        return (METADATA, OpenTransactionsFeed())

    def content(self) -> TableContent[TransactionRow]:
        observed = self.session.observed(OpenTransactionsFeed())
        rows = transaction_rows(observed.value, time.time()) if observed.value is not None else ()
        return TableContent(rows, observed, EMPTY)

    def foot(self, rows: Sequence[TransactionRow]) -> Sequence[Span]:
        parts: list[Span] = []
        if hung := len(hanging(rows)):
            parts.append((f"{hung} hanging: d aborts {'them' if hung > 1 else 'it'}", Tone.BAD))
        sample = self.session.observed(OpenTransactionsFeed()).value
        if sample is not None and sample.untold:
            parts.append((f"{sample.untold:,} partitions not told", Tone.WARNING))
        elif sample is not None and sample.reason:
            parts.append((sample.reason, Tone.WARNING))
        return parts

    def place_of(self, row: TransactionRow) -> Place | None:
        transaction = row.transaction
        return Place(
            self.session.profile.name, PlaceKind.TOPIC, transaction.topic, tab="partitions",
            cursor=str(transaction.partition),
        )  # fmt: skip

    def target_of(self, row: TransactionRow) -> Target:
        return Target(PlaceKind.CLUSTER, row.transaction.text, part="transaction")

    def command(self) -> str | None:
        return f"kafka-transactions.sh --bootstrap-server {self.session.profile.bootstrap_servers} list"
