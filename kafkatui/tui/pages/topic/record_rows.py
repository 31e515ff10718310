"""The records of a tail as rows of a table, decoded when they are looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kafkatui.codec.decode import decode
from kafkatui.codec.encoding import Encoding
from kafkatui.view.records_table import RecordRow, record_row

if TYPE_CHECKING:
    from kafkatui.session.cluster_view import RecordsView


class RecordRows:
    """A ring source over the records of a tail.

    Args:
        how: how values are decoded; keys are always decoded as what they look like.
    """

    def __init__(self, buffer: RecordsView, how: Encoding) -> None:
        self._buffer = buffer
        self.how = how

    @property
    def first_serial(self) -> int:
        """The oldest record kept."""
        return self._buffer.first_serial

    @property
    def next_serial(self) -> int:
        """The serial the next record will get."""
        return self._buffer.next_serial

    def row_at(self, serial: int) -> RecordRow | None:
        """A record, decoded for a line."""
        record = self._buffer.record_at(serial)
        if record is None:
            return None
        return record_row(record, _decode_key, self._decode_value)

    def _decode_value(self, data: bytes) -> str:
        return decode(data, self.how).preview


def _decode_key(data: bytes) -> str:
    return decode(data).preview
