"""Open transactions with how long they are open, and whether anybody will end them."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from kafkatui.model.open_transaction import OpenTransaction, OpenTransactions

LONGEST_MINUTES = 15
"""The brokers' own transaction.max.timeout.ms: no transaction that somebody ends lasts longer. Kafka's tool, too."""


class TransactionRow(Struct, frozen=True):
    """One transaction on one partition.

    Attributes:
        age_seconds: since it began; where only the leader knows it, since its producer last wrote; None unknown.
        is_age_least: whether it is open for longer than that.
        is_hanging: nobody will end it: its coordinator has it not, or not this partition of it, and its producer has
            not written for longer than any transaction may last; None where not every coordinator could be asked.
    """

    transaction: OpenTransaction
    age_seconds: float | None
    is_age_least: bool
    is_hanging: bool | None

    @property
    def verdict(self) -> str:
        """ "hanging", or what its coordinator calls it."""
        if self.is_hanging:
            return "hanging"
        if self.transaction.is_coordinated is None:
            return "coordinator not asked"
        if not self.transaction.is_coordinated:
            return "not its coordinator's"
        return self.transaction.state or "open"


def transaction_rows(
    sample: OpenTransactions, now_seconds: float, longest_minutes: float = LONGEST_MINUTES
) -> list[TransactionRow]:
    """A row for each, those that hang first, then by age."""
    rows = [_row(each, now_seconds, longest_minutes * 60) for each in sample.transactions]
    return sorted(rows, key=lambda row: (not row.is_hanging, -(row.age_seconds or 0)))


def hanging(rows: Iterable[TransactionRow]) -> list[TransactionRow]:
    """Those that hang."""
    return [row for row in rows if row.is_hanging]


def _row(transaction: OpenTransaction, now_seconds: float, longest_seconds: float) -> TransactionRow:
    idle = now_seconds - transaction.last_ms / 1000 if transaction.last_ms >= 0 else None
    is_began_known = transaction.is_coordinated is True and transaction.started_ms is not None
    if is_began_known and transaction.started_ms is not None:
        age: float | None = now_seconds - transaction.started_ms / 1000
    else:
        age = idle
    is_hanging: bool | None = False
    if transaction.is_coordinated is None:
        is_hanging = None
    elif not transaction.is_coordinated:
        is_hanging = idle is None or idle > longest_seconds
    return TransactionRow(transaction, None if age is None else max(0.0, age), not is_began_known, is_hanging)
