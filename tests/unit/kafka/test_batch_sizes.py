"""How many batches an answer holds, of how many records and bytes."""

from __future__ import annotations

from kafkatui.kafka.read.batch_sizes import sizes_of
from kafkatui.model.batch_sizes import BatchSizes
from tests.unit.kafka.test_record_batches import built

TWO = built(2, "none", [(1, b"k", b"v", []), (2, b"k", b"v", [])])


def test_whole_batches_are_counted_with_their_records_and_bytes() -> None:
    one = built(2, "none", [(1, None, b"v" * 100, [])])
    assert sizes_of(TWO + one) == BatchSizes(2, 3, len(TWO) + len(one))
    assert sizes_of(TWO + one[:-1]) == BatchSizes(1, 2, len(TWO)), "one that is cut off is left out"


def test_what_old_producers_wrote_and_what_is_no_batch_counts_nothing() -> None:
    assert sizes_of(built(1, "none", [(1, b"k", b"v", [])])).batches == 0
    assert sizes_of(b"\xff" * 100).batches == 0
