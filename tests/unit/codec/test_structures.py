"""Formats that have a structure: what is read equals what was written, and no bytes fail."""

from __future__ import annotations

import gzip
import io
import json
import math
import struct
import uuid
from collections.abc import Callable
from typing import Any

import cbor2
import cramjam
import fastavro
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kafkatui.codec.compression import PackedFormat, unpacked
from kafkatui.codec.decoded import Decoded, Part, Subject
from kafkatui.codec.decoder import Reader
from kafkatui.codec.formats.auto import AutoDecoder
from kafkatui.codec.formats.registry import built_in_decoders, decoder_named
from kafkatui.model.errors import UsageError

DECODERS = {decoder.name: decoder for decoder in built_in_decoders()}

NUMBERS = st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
LEAVES = st.none() | st.booleans() | NUMBERS | st.text(max_size=20)
TREES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
)


def read(name: str, data: bytes, part: Part = Part.VALUE, source: str = "t") -> Decoded:
    return Reader(decoder_named(name, DECODERS), Subject(source, part)).decode(data)


def tree(decoded: Decoded) -> Any:
    assert decoded.tree is not None, decoded.reason
    return json.loads(decoded.tree)


@given(TREES)
def test_msgpack_and_cbor_say_what_was_written(value: Any) -> None:
    for name, data in ("msgpack", msgspec.msgpack.encode(value)), ("cbor", cbor2.dumps(value)):
        decoded = read(name, data)
        assert (decoded.type, tree(decoded)) == (name, value)
        assert decoded.is_lossy, "its text is not its bytes"


@given(st.dictionaries(st.text(max_size=5), LEAVES, min_size=1, max_size=4))
def test_a_msgpack_map_is_known_by_its_looks(value: dict[str, Any]) -> None:
    data = msgspec.msgpack.encode(value)
    decoded = read("auto", data)
    if decoded.type == "msgpack":
        assert tree(decoded) == value
    else:  # as readable as text, or as short as a number
        assert decoded.type in ("text", "int32", "int64", "hex")


def test_what_json_has_no_form_for_is_told_in_another() -> None:
    value = {1: b"\xff", "nan": math.nan, "when": msgspec.msgpack.Ext(5, b"a"), "list": [b""]}
    assert tree(read("msgpack", msgspec.msgpack.encode(value))) == {
        "1": "ff",
        "nan": "nan",
        "when": {"ext": 5, "data": "61"},
        "list": [""],
    }
    assert tree(read("cbor", cbor2.dumps(cbor2.CBORTag(99, [1, b"x"])))) == {"tag": 99, "value": [1, "78"]}


@pytest.mark.parametrize("name", ["msgpack", "cbor"])
def test_what_follows_the_value_is_not_left_out_without_a_word(name: str) -> None:
    decoded = read(name, b"\x01\x02")
    assert (decoded.type, decoded.text) == ("hex", "0102")
    assert decoded.reason.startswith(f"not {name}: ")


@pytest.mark.parametrize("name", ["msgpack", "cbor", "protobuf-fields"])
def test_depth_is_bounded(name: str) -> None:
    deep = {"msgpack": b"\x91" * 5_000 + b"\x01", "cbor": b"\x81" * 5_000 + b"\x01", "protobuf-fields": b"\x0b" * 5_000}
    assert read(name, deep[name]).type == "hex"


def test_protobuf_without_a_schema_is_fields_by_number() -> None:
    inner = b"\x08\x96\x01\x12\x07testing"
    data = inner + b"\x1a" + bytes([len(inner)]) + inner + struct.pack("<Bd", 4 << 3 | 1, 2.5)
    data += struct.pack("<Bi", 5 << 3 | 5, -7) + b"\x32\x02\xff\xfe" + b"\x08\x01"
    assert tree(read("protobuf-fields", data)) == {
        "1": [150, 1],
        "2": "testing",
        "3": {"1": 150, "2": "testing"},
        "4": 2.5,
        "5": -7,
        "6": "fffe",
    }
    assert read("protobuf-fields", b"\x00\x01").reason == "not protobuf-fields: there is no field 0"


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "zstd": lambda data: bytes(cramjam.zstd.compress(data)),
    "lz4": lambda data: bytes(cramjam.lz4.compress(data)),
    "snappy": lambda data: bytes(cramjam.snappy.compress_raw(data)),
}


@given(st.binary(min_size=1, max_size=300) | st.just(b'{"a": 1}') | st.text(min_size=1).map(str.encode))
def test_what_is_packed_is_read_as_what_is_inside(inside: bytes) -> None:
    plain = read("auto", inside)
    for name, pack in PACKERS.items():
        packed = pack(inside)
        decoded = read(name, packed)
        assert decoded.text == plain.text
        assert decoded.type == f"{name} {plain.type}"
        assert decoded.size_bytes == len(packed)
        if name != "snappy" and len(packed) > 8:
            assert f"begins like {name}" in read("auto", packed).reason


def test_framed_snappy_and_javas_are_known_by_their_marks() -> None:
    framed = bytes(cramjam.snappy.compress(b"text"))
    block = bytes(cramjam.snappy.compress_raw(b"text"))
    xerial = b"\x82SNAPPY\x00" + struct.pack(">ii", 1, 1) + struct.pack(">i", len(block)) + block
    assert [read("snappy", data).type for data in (framed, xerial)] == ["snappy text"] * 2
    assert ["begins like snappy" in read("auto", data).reason for data in (framed, xerial)] == [True, True]


@pytest.mark.parametrize("name", sorted(PACKERS))
def test_a_small_value_that_claims_to_be_huge_is_not_unpacked(name: str) -> None:
    bomb = PACKERS[name](b"\0" * 3_000_000)
    with pytest.raises(ValueError, match="more than 1,000,000 bytes"):
        unpacked(bomb, PackedFormat(name), max_bytes=1_000_000)
    assert len(unpacked(bomb, PackedFormat(name))) == 3_000_000


@given(st.binary(max_size=60))
def test_bytes_that_only_begin_like_it_say_so(rest: bytes) -> None:
    for mark in b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"\x04\x22\x4d\x18", b"\x82SNAPPY\x00", b"Obj\x01":
        decoded = read("auto", mark + rest + b"\xff" * 9)
        assert decoded.type in ("hex", "int64") or decoded.is_lossy


def test_an_avro_file_brings_its_schema() -> None:
    schema = {"type": "record", "name": "R", "fields": [{"name": "a", "type": "long"}, {"name": "b", "type": "bytes"}]}
    file = io.BytesIO()
    fastavro.writer(file, fastavro.parse_schema(schema), [{"a": 1, "b": b"x"}, {"a": 2, "b": b""}], codec="deflate")
    decoded = read("avro-file", file.getvalue())
    assert (decoded.type, tree(decoded)) == ("avro-file", [{"a": 1, "b": "78"}, {"a": 2, "b": ""}])
    assert read("auto", file.getvalue()).reason == "begins like an Avro file, which the decoder avro-file reads"
    assert read("avro-file", b"Obj\x01").reason.startswith("not avro-file: ")


def test_properties_are_read_as_a_tree_by_the_dots_in_their_names() -> None:
    data = b"# theirs\nlog.dirs = /a,/b\nlog.dirs.max: 2\n\nlog.level=in\\\n  fo\nport=9\nport.x.y=1\n.odd=\n"
    decoded = read("properties", data)
    assert (decoded.type, decoded.text, decoded.reason) == ("properties", data.decode(), "")
    assert json.loads(decoded.tree or b"") == {
        "log": {"dirs": "/a,/b", "level": "info", "dirs.max": "2"}, "port": "9", "port.x.y": "1", ".odd": "",
    }  # fmt: skip
    assert read("properties", b"hello").reason == "not properties: it has no line NAME=VALUE"
    assert "invalid UTF-8 at byte 2" in read("properties", b"a=\xff").reason
    assert "larger than" in read("properties", b"a=" + b"x" * 70_000).reason


@pytest.mark.parametrize(
    ("data", "part", "type_"),
    [
        (b"server.1=h:2888:3888:participant\nversion=100000000", Part.ZNODE, "properties"),
        (b"# theirs\r\na=1\r\nb.c=\r\n", Part.ZNODE, "properties"),
        (b"a=1\nb=2", Part.VALUE, "text"),
        (b"a=1", Part.ZNODE, "text"),
        (b"a=1\nhello\nb=2", Part.ZNODE, "text"),
        (b'{"a=1": 2}', Part.ZNODE, "json"),
    ],
)
def test_data_of_a_znode_with_nothing_but_name_and_value_are_properties(data: bytes, part: Part, type_: str) -> None:
    reader = Reader(AutoDecoder(), Subject("/app", part))
    assert (reader.decode(data).type, reader.preview(data, 10).type) == (type_, type_)


def test_yaml_is_read_as_a_tree() -> None:
    data = b"brokers:\n  - id: 1\n    rack: a\nquiet: true\n"
    decoded = read("yaml", data)
    assert (decoded.type, decoded.text, decoded.reason) == ("yaml", data.decode(), "")
    assert decoded.tree == b'{"brokers":[{"id":1,"rack":"a"}],"quiet":true}'
    assert read("yaml", b"just words").tree is None
    assert (
        read("yaml", b"a: [1,\nb").reason == "not YAML: expected ',' or ']', but got '<stream end>', line 2, column 2"
    )
    assert "own parts" in read("yaml", b"a: &a [1]\nb: [*a, *a]").reason
    assert "invalid UTF-8 at byte 3" in read("yaml", b"a: \xff").reason
    assert read("yaml", b"a: " + b"x" * 70_000).reason.startswith("not YAML: it is larger")


def test_xml_is_read_over_several_lines() -> None:
    data = b'<?xml version="1.0"?><a x="1"><b>text</b><c/>tail</a>'
    decoded = read("xml", data)
    assert (decoded.type, decoded.text, decoded.reason) == ("xml", data.decode(), "")
    assert list(decoded.lines or ()) == ['<a x="1">', "  <b>text</b>", "  <c></c>", "  tail", "</a>"]
    assert read("xml", b"<a><b></a>").reason.startswith("not XML: mismatched tag")
    bomb = b'<!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><l>&b;</l>'
    assert read("xml", bomb).reason == "not XML: it declares entities, which are not expanded"


def test_booleans_and_uuids() -> None:
    name = uuid.UUID("12345678-1234-5678-1234-567812345678")
    assert read("uuid", name.bytes).text == read("uuid", str(name).encode()).text == str(name)
    assert read("uuid", b"abc").reason == "a UUID takes 16 bytes, there are 3"
    assert [read("boolean", bytes([each])).text for each in (0, 1)] == ["false", "true"]
    assert read("boolean", b"\x02").type == "hex"
    assert [read(name, b"\xff\xff").text for name in ("int16", "uint16")] == ["-1", "65535"]


@given(st.integers(-(2**31), 2**31 - 1), st.integers(0, 2**64 - 1), st.text(max_size=9))
def test_a_layout_is_read_as_kcat_reads_it(first: int, second: int, rest: str) -> None:
    data = struct.pack(">i", first) + struct.pack("<Q", second) + rest.encode()
    assert tree(read("pack:i<Qs$", data)) == [first, second, rest]
    assert read("pack:iQ$", data + b"x").type == "hex"


@pytest.mark.parametrize("layout", ["", "<>", "ix", "$"])
def test_no_layout_is_a_usage_error(layout: str) -> None:
    with pytest.raises(UsageError, match="is no layout"):
        decoder_named(f"pack:{layout}", dict(DECODERS))


def test_javas_serialisation_is_named() -> None:
    data = b"\xac\xed\x00\x05sr\x00\x11java.util.HashMap\x05\x07"
    assert read("auto", data).reason == "Java-serialised java.util.HashMap"
    assert read("auto", b"\xac\xed\x00\x05t\x00\x02hi\xff").reason == "Java-serialised java.lang.String"
    for end in range(4, len(data)):
        assert read("auto", data[:end]).type in ("hex", "int32", "int64")


def text(value: str) -> bytes:
    return struct.pack(">h", len(value)) + value.encode()


def test_kafkas_own_topics_are_read() -> None:
    offsets = "__consumer_offsets"
    key = struct.pack(">h", 1) + text("g") + text("orders") + struct.pack(">i", 3)
    assert tree(read("consumer-offsets", key, Part.KEY, offsets)) == {
        "kind": "commit", "group": "g", "topic": "orders", "partition": 3,
    }  # fmt: skip
    value = struct.pack(">hqi", 3, 42, 7) + text("") + struct.pack(">q", 1_000)
    assert tree(read("consumer-offsets", value, Part.VALUE, offsets)) == {
        "offset": 42, "leader_epoch": 7, "metadata": "", "commit_timestamp_ms": 1_000,
    }  # fmt: skip
    group = struct.pack(">h", 3) + text("consumer") + struct.pack(">i", 2) + text("range") + struct.pack(">h", -1)
    group += struct.pack(">qi", 5, 0)
    assert tree(read("consumer-offsets", group, Part.VALUE, offsets))["protocol_type"] == "consumer"
    state = b"\x00\x00" + struct.pack(">qhib", 9, 1, 60_000, 4) + struct.pack(">iqq", -1, 5, 6)
    assert tree(read("transaction-log", state, Part.VALUE, "__transaction_state"))["state"] == "CompleteCommit"
    assert read("consumer-offsets", b"junk", Part.VALUE, offsets).reason == (
        "not consumer-offsets: none of the records known"
    )
