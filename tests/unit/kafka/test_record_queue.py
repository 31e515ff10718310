"""Nothing is lost between a tail and a reader who takes its time."""

from __future__ import annotations

import threading
import time

from kafkatui.kafka.stream.record_buffer import BufferCounts, RecordBuffer
from kafkatui.kafka.stream.record_queue import RecordQueue
from kafkatui.kafka.stream.records import divider
from tests.unit.kafka.logs import message


def test_who_puts_waits_until_there_is_room() -> None:
    queue = RecordQueue(max_count=10)
    queue.extend([message(0, offset, 1) for offset in range(10)])
    putting = threading.Thread(target=lambda: queue.extend([message(0, 10, 1)]))
    putting.start()
    putting.join(0.3)
    assert putting.is_alive()
    assert queue.counts() == BufferCounts(10, 10, 0)
    assert [record.offset for batch in queue.take(0) for record in batch.records()] == list(range(10))
    putting.join(5)
    assert [record.offset for batch in queue.take(0) for record in batch.records()] == [10]
    assert queue.counts() == BufferCounts(11, 0, 0)


def test_bytes_count_too_and_a_large_batch_goes_in_by_parts() -> None:
    queue = RecordQueue(max_bytes=100_000)
    putting = threading.Thread(target=lambda: queue.extend([message(0, at, 1, b"x" * 1_000) for at in range(20_000)]))
    putting.start()
    found: list[int] = []
    most = 0
    while len(found) < 20_000:
        batches = queue.take(5)
        most = max(most, sum(map(len, batches)))
        found += [record.offset for batch in batches for record in batch.records()]
    putting.join(5)
    assert found == list(range(20_000))
    assert most <= 5_000


def test_closing_and_waking_let_nobody_wait() -> None:
    queue = RecordQueue(max_count=1)
    threading.Timer(0.1, queue.wake).start()
    before = time.monotonic()
    assert queue.take(20) == []
    queue.extend([message(0, 0, 1)])
    threading.Timer(0.1, queue.close).start()
    queue.extend([message(0, 1, 1)])
    assert time.monotonic() - before < 10


def test_values_are_had_at_once_unless_there_is_a_divider() -> None:
    queue = RecordQueue()
    queue.extend([message(0, 0, 1, b"a"), message(0, 1, 1, b"b")])
    queue.extend([divider("t", "made anew")])
    plain, odd = queue.take(0)
    assert plain.values() == [b"a", b"b"]
    assert odd.values() is None
    assert [record.note for record in odd.records()] == ["made anew"]


def test_dividers_in_the_ring_are_no_records() -> None:
    buffer = RecordBuffer(max_count=3)
    for at in range(2):
        buffer.extend([message(0, at, 1)])
        buffer.extend([divider("t", "made anew")])
    buffer.extend([message(0, 2, 1)])
    assert buffer.counts() == BufferCounts(read=3, kept=2, evicted=1)
    record = buffer.record_at(3)
    assert record is not None
    assert record.note == "made anew"
