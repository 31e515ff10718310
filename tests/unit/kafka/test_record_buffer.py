from __future__ import annotations

import threading

from confluent_kafka import TIMESTAMP_CREATE_TIME, Message

from kafkatui.kafka.stream.record_buffer import RecordBuffer
from kafkatui.kafka.stream.records import OVERHEAD_BYTES, record_of


def message(number: int, value: bytes | None = b"v", key: bytes | None = None) -> Message:
    return Message(
        topic="orders",
        partition=number % 3,
        offset=number,
        key=key,
        value=value,
        timestamp=(TIMESTAMP_CREATE_TIME, 1_000),
    )


def messages(first: int, count: int, value: bytes = b"v") -> list[Message]:
    return [message(number, value) for number in range(first, first + count)]


def test_an_empty_buffer_has_no_record() -> None:
    buffer = RecordBuffer()
    assert (buffer.first_serial, buffer.next_serial, len(buffer), buffer.size_bytes) == (0, 0, 0, 0)
    assert buffer.record_at(0) is None


def test_serials_count_every_record_in_order() -> None:
    buffer = RecordBuffer()
    for first in range(0, 5_000, 7):
        buffer.extend(messages(first, 7))
    for serial in (0, 6, 7, 999, 1_000, 4_998):
        record = buffer.record_at(serial)
        assert record is not None
        assert record.offset == serial
    assert buffer.read_count == buffer.next_serial == 5_005


def test_the_oldest_fall_out_beyond_the_count() -> None:
    buffer = RecordBuffer(max_count=1_500)
    for first in range(0, 4_000, 100):
        buffer.extend(messages(first, 100))
    assert len(buffer) == 1_500
    assert buffer.first_serial == buffer.evicted_count == 2_500
    assert buffer.record_at(2_499) is None
    oldest = buffer.record_at(2_500)
    assert oldest is not None
    assert oldest.offset == 2_500


def test_the_oldest_fall_out_beyond_the_bytes() -> None:
    buffer = RecordBuffer(max_bytes=100_000)
    for first in range(0, 300, 10):
        buffer.extend(messages(first, 10, b"x" * 1_000))
    assert buffer.size_bytes <= 100_000
    assert 80 <= len(buffer) <= 100
    newest = buffer.record_at(buffer.next_serial - 1)
    assert newest is not None
    assert newest.offset == 299


def test_one_large_batch_is_bounded_too() -> None:
    buffer = RecordBuffer(max_count=100, max_bytes=10_000)
    buffer.extend(messages(0, 5_000, b"x" * 100))
    assert buffer.size_bytes <= 10_000
    assert len(buffer) <= 100


def test_a_record_larger_than_the_buffer_is_kept_until_the_next() -> None:
    buffer = RecordBuffer(max_bytes=1_000)
    buffer.extend([message(0, b"x" * 5_000)])
    assert buffer.record_at(0) is not None
    buffer.extend([message(1)])
    assert buffer.record_at(0) is None
    assert buffer.record_at(1) is not None


def test_size_counts_keys_values_and_overhead() -> None:
    buffer = RecordBuffer()
    buffer.extend([message(0, b"12345", b"123"), message(1, None, None)])
    assert buffer.size_bytes == 8 + 2 * OVERHEAD_BYTES


def test_clear_forgets_records_but_not_serials() -> None:
    buffer = RecordBuffer()
    buffer.extend(messages(0, 10))
    buffer.clear()
    assert (len(buffer), buffer.first_serial, buffer.next_serial, buffer.size_bytes) == (0, 10, 10, 0)
    buffer.extend(messages(10, 1))
    record = buffer.record_at(10)
    assert record is not None
    assert record.offset == 10


def test_a_record_keeps_bytes_and_nulls() -> None:
    sent = Message(topic="orders", partition=2, offset=7, key=None, value=b"\xff", headers=[("h", None), ("g", b"1")])
    record = record_of(sent)
    assert (record.topic, record.partition, record.offset) == ("orders", 2, 7)
    assert (record.key, record.value) == (None, b"\xff")
    assert record.headers == (("h", None), ("g", b"1"))
    assert (record.timestamp_ms, record.timestamp_type) == (None, "")


def test_reading_while_another_thread_adds_gives_the_right_record_or_none() -> None:
    buffer = RecordBuffer(max_count=500)
    done = threading.Event()

    def write() -> None:
        for first in range(0, 20_000, 50):
            buffer.extend(messages(first, 50))
        done.set()

    thread = threading.Thread(target=write)
    thread.start()
    looked_at = 0
    while not done.is_set():
        for serial in (buffer.first_serial, buffer.next_serial - 1):
            record = buffer.record_at(serial)
            assert record is None or record.offset == serial
            looked_at += record is not None
    thread.join()
    assert looked_at > 0
