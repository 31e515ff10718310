"""Records' values written as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import BinaryIO

from kafkatui.view.records_table import RecordRow

ENDING = ".raw"
TELL_EVERY = 1_000


def write_raw_values(file: BinaryIO, rows: Iterable[RecordRow], tell: Callable[[int], None] = lambda _: None) -> int:
    """The very bytes of each value and a newline, as `tail -o value` gives them to a pipe; null is an empty line.
    Of values of which the settings hide something what is shown.

    Returns:
        how many were written.
    """
    count = 0
    for count, row in enumerate(rows, 1):
        value = row.value.text.encode("utf-8", "replace") if row.reader.value.masks else row.record.value or b""
        file.write(value + b"\n")
        if count % TELL_EVERY == 0:
            tell(count)
    return count
