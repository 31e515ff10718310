"""Records as lines, with what became of their transactions where that was asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kafkatui.cli.record_lines import Line
    from kafkatui.model.record import Record
    from kafkatui.session.transaction_fates import TransactionFates


class FateLines:
    """Makes lines; waits for the partitions' leaders when transactions are to be told.

    Args:
        line: what makes one.
        fates: tells what became of records' transactions; None where nobody asked.
        say: told once each why that is not known of some.
    """

    def __init__(self, line: Line, fates: TransactionFates | None, say: Callable[[str], None]) -> None:
        self._line = line
        self._fates = fates
        self._say = say
        self._said: set[str] = set()

    def lines(self, records: Sequence[Record]) -> Iterable[bytes]:
        """A line for each record."""
        if self._fates is None:
            return map(self._line, records)
        fates = self._fates.fetch([(record.topic, record.partition, record.offset) for record in records])
        for fate in fates:
            if fate.reason and fate.reason not in self._said:
                self._said.add(fate.reason)
                self._say(f"what became of some transactions is not known: {fate.reason}")
        return map(self._line, records, fates)
