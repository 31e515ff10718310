"""The records of a tail as rows of a table, decoded when they are looked at."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kafkatui.codec.decoder import RecordReader
from kafkatui.model.record import Record
from kafkatui.model.transaction import TransactionFate
from kafkatui.view.records_table import RecordRow, record_row

if TYPE_CHECKING:
    from kafkatui.session.cluster_view import RecordsView


class RecordRows:
    """A ring source over the records of a tail.

    Args:
        reader_of: how the records of a topic are decoded; asked once for each topic, when its first record is looked
            at. Another way is another source, so that what is being written to a file stays as it was when that began.
        fate_of: what became of a record's transaction, as far as it is known.
    """

    def __init__(
        self,
        buffer: RecordsView,
        reader_of: Callable[[str], RecordReader],
        fate_of: Callable[[Record], TransactionFate | None] = lambda _: None,
    ) -> None:
        self._buffer = buffer
        self._reader_of = reader_of
        self._readers: dict[str, RecordReader] = {}
        self._fate_of = fate_of

    @property
    def first_serial(self) -> int:
        """The oldest record kept."""
        return self._buffer.first_serial

    @property
    def next_serial(self) -> int:
        """The serial the next record will get."""
        return self._buffer.next_serial

    def record_at(self, serial: int) -> Record | None:
        """The record of a row, which nothing is decoded of."""
        return self._buffer.record_at(serial)

    def row_at(self, serial: int) -> RecordRow | None:
        """A record, decoded as its cells are asked for."""
        record = self._buffer.record_at(serial)
        if record is None:
            return None
        reader = self._readers.get(record.topic)
        if reader is None:
            reader = self._readers[record.topic] = self._reader_of(record.topic)
        return record_row(record, reader, self._fate_of(record))
