"""Batches taken apart by us hold the records that kafka-python's own writer put into them."""

from __future__ import annotations

import contextlib
import struct
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kafka.record import MemoryRecordsBuilder

from kafkatui.kafka.stream.record_batches import Batch, RawRecord, batches, next_offset, payload, records

CODECS = {"none": 0, "gzip": 1}
"""Those that kafka-python packs without further libraries; brokers pack the others in tests/cluster/test_scan.py."""

BYTES = st.none() | st.binary(max_size=300)
HEADERS = st.lists(st.tuples(st.text(max_size=8), st.none() | st.binary(max_size=20)), max_size=3)
RECORDS = st.lists(st.tuples(st.integers(0, 2**41), BYTES, BYTES, HEADERS), min_size=1, max_size=30)


def built(magic: int, codec: str, wanted: list[tuple[Any, ...]]) -> bytes:
    builder = MemoryRecordsBuilder(magic, CODECS[codec], 1 << 20)
    for timestamp, key, value, headers in wanted:
        builder.append(timestamp, key, value, headers if magic == 2 else [])
    builder.close()
    data = bytes(builder.buffer())
    if magic == 1 and codec != "none":  # a broker gives the wrapper the last one's offset
        return struct.pack(">q", len(wanted) - 1) + data[8:]
    return data


def taken_apart(data: bytes) -> list[RawRecord]:
    found: list[RawRecord] = []
    for batch in batches(data):
        body = payload(data, batch) if batch.magic == 2 else data[batch.start : batch.end]
        found += records(body, batch)
    return found


@pytest.mark.parametrize("codec", CODECS)
@settings(max_examples=40)
@given(wanted=RECORDS)
def test_every_record_of_format_v2_is_found(codec: str, wanted: list[tuple[Any, ...]]) -> None:
    data = built(2, codec, wanted)
    [batch] = batches(data)
    assert (batch.count, batch.base_offset, batch.last_offset) == (len(wanted), 0, len(wanted) - 1)
    assert batch.codec in (0, CODECS[codec])
    assert taken_apart(data) == [
        RawRecord(offset, timestamp, key, value, tuple(headers))
        for offset, (timestamp, key, value, headers) in enumerate(wanted)
    ]
    assert next_offset(data) == len(wanted)


@pytest.mark.parametrize("magic", [0, 1])
@pytest.mark.parametrize("codec", CODECS)
@settings(max_examples=30)
@given(wanted=RECORDS)
def test_every_record_of_the_old_formats_is_found(magic: int, codec: str, wanted: list[tuple[Any, ...]]) -> None:
    data = built(magic, codec, wanted)
    assert taken_apart(data) == [
        RawRecord(offset, timestamp if magic else None, key, value)
        for offset, (timestamp, key, value, _) in enumerate(wanted)
    ]


def test_a_batch_that_is_cut_off_is_left_out() -> None:
    whole = built(2, "none", [(1, b"k", b"v", [])])
    for length in range(len(whole)):
        assert list(batches(whole + whole[:length])) == list(batches(whole)), length
        assert next_offset(whole[:length]) is None


@settings(max_examples=200)
@given(data=st.binary(max_size=400))
def test_bytes_that_are_no_batches_are_refused_or_cut_off(data: bytes) -> None:
    with contextlib.suppress(ValueError):
        taken_apart(data)


@settings(max_examples=200)
@given(magic=st.integers(0, 2), codec=st.sampled_from(sorted(CODECS)), wanted=RECORDS, at=st.integers(0, 2_000),
       byte=st.integers(0, 255))  # fmt: skip
def test_a_broken_batch_is_no_crash(magic: int, codec: str, wanted: list[tuple[Any, ...]], at: int, byte: int) -> None:
    data = bytearray(built(magic, codec, wanted))
    data[at % len(data)] = byte
    with contextlib.suppress(ValueError):
        taken_apart(bytes(data))


def test_headings_say_what_a_batch_is() -> None:
    [batch] = batches(built(2, "none", [(5, None, b"v", [])]))
    assert isinstance(batch, Batch)
    assert not (batch.is_control)
    assert not (batch.is_transactional)
    assert not (batch.has_append_time)
    assert batch.max_timestamp_ms == 5
    assert batch.leader_epoch == 0
    data = bytearray(built(2, "none", [(5, None, b"v", [])]))
    data[12:16] = struct.pack(">i", 7)
    [batch] = batches(bytes(data))
    assert batch.leader_epoch == 7
    [old] = batches(built(1, "none", [(5, None, b"v", [])]))
    assert old.leader_epoch == -1
