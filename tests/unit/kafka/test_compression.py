from __future__ import annotations

import struct

import pytest
from kafka.record.default_records import DefaultRecordBatchBuilder

from kafkatui.codec.compression import decompressed
from kafkatui.kafka.stream.record_batches import Headers, headers_by_offset

NAMES: Headers = (("ok", b"1"), ("ключ", None), ("", b""), ("ok", b"x" * 300))


def batch(first_offset: int, *headers: Headers, compression: int = 0) -> bytes:
    """A batch of records with these headers, their first offset `first_offset`."""
    builder = DefaultRecordBatchBuilder(2, compression, False, -1, -1, -1, 1_000_000)
    for delta, pairs in enumerate(headers):
        assert builder.append(delta, 1_000 + delta, None if delta % 2 else b"key", b"v" * 100, list(pairs)) is not None
    return struct.pack(">q", first_offset) + bytes(builder.build())[8:]


def test_headers_are_found_by_offset_through_several_batches() -> None:
    data = batch(7, (), NAMES) + batch(100, NAMES[:1], compression=1)
    assert headers_by_offset(data) == {7: (), 8: NAMES, 100: NAMES[:1]}


def test_names_that_are_no_utf_8_keep_their_bytes() -> None:
    data = batch(0, (("@@", b"v"),)).replace(b"@@", b"\xff\xfe")
    assert headers_by_offset(data) == {0: (("\udcff\udcfe", b"v"),)}


def test_a_batch_that_is_cut_off_is_left_out() -> None:
    whole, cut = batch(0, NAMES), batch(1, NAMES)
    for length in range(len(cut)):
        assert headers_by_offset(whole + cut[:length]) == {0: NAMES}


def test_what_is_no_batch_is_refused() -> None:
    for data in (b"\0" * 16 + b"\1" + b"\0" * 60, batch(0, NAMES)[:57] + struct.pack(">i", 5) + batch(0, NAMES)[61:]):
        with pytest.raises(ValueError):  # noqa: PT011 — any reason will do
            headers_by_offset(data)


def test_every_compression_of_kafka_is_undone() -> None:
    cramjam = pytest.importorskip("cramjam")
    text = b"a record " * 1_000
    blocks = [bytes(cramjam.snappy.compress_raw(part)) for part in (text[:4_000], text[4_000:])]
    xerial = b"\x82SNAPPY\x00" + struct.pack(">ii", 1, 1) + b"".join(struct.pack(">i", len(b)) + b for b in blocks)
    packed = {
        0: [text],
        1: [cramjam.gzip.compress(text)],
        2: [cramjam.snappy.compress_raw(text), xerial],
        3: [cramjam.lz4.compress(text)],
        4: [cramjam.zstd.compress(text)],
    }
    assert [decompressed(bytes(data), codec) for codec, all_data in packed.items() for data in all_data] == [text] * 6
    for codec in (1, 2, 3, 4, 5):
        with pytest.raises(ValueError):  # noqa: PT011 — each library has its own words
            decompressed(b"no such data", codec)
