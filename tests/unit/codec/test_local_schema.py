"""Values by schemas in files: bare, framed, and what is said of a file that does not serve."""

from __future__ import annotations

import io
import json
import tempfile
from pathlib import Path
from typing import Any

import fastavro
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kafkatui.codec.decoded import PENDING, Decoded, Part
from kafkatui.codec.decoding_choice import parse_decoding
from kafkatui.codec.formats import protobuf_schema
from kafkatui.codec.formats.protobuf_schema import compiled
from kafkatui.model.errors import UsageError
from kafkatui.session.decoding import Decoding, Reading

AVRO = {"type": "record", "name": "Order", "namespace": "shop", "fields": [
    {"name": "id", "type": "long"}, {"name": "city", "type": "shop.City"},
]}  # fmt: skip
CITY = {"type": "record", "name": "City", "namespace": "shop", "fields": [{"name": "name", "type": "string"}]}
WHOLE = {**AVRO, "fields": [AVRO["fields"][0], {"name": "city", "type": CITY}]}
PROTO = """syntax = "proto3"; package shop;
import "shop/city.proto"; import "google/protobuf/timestamp.proto"; import "google/protobuf/any.proto";
message Order { int32 id = 1; City city = 2; google.protobuf.Timestamp at = 3; google.protobuf.Any more = 4; }
message Other { message Inner { bool ok = 1; } map<string, int32> counts = 1; }"""
CITY_PROTO = 'syntax = "proto3"; package shop; message City { string name = 1; }'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "order.avsc").write_text(json.dumps(AVRO))
    (tmp_path / "shop.City.avsc").write_text(json.dumps(CITY))
    (tmp_path / "both.avsc").write_text(json.dumps([CITY, AVRO]))
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "order.proto").write_text(PROTO)
    (tmp_path / "shop" / "city.proto").write_text(CITY_PROTO)
    (tmp_path / "shop.desc").write_bytes(compiled([tmp_path], "shop/order.proto"))
    return tmp_path


def avro(value: Any) -> bytes:
    stream = io.BytesIO()
    fastavro.schemaless_writer(stream, fastavro.parse_schema(WHOLE), value)
    return stream.getvalue()


ORDER = {"id": 5, "city": {"name": "Berlin"}}
MESSAGE = b"\x08\x05\x12\x08\x0a\x06Berlin\x1a\x02\x08\x01"
FINGERPRINT = bytes.fromhex(
    fastavro.schema.fingerprint(fastavro.schema.to_parsing_canonical_form(fastavro.parse_schema(WHOLE)), "CRC-64-AVRO")
)


def read(name: str, data: bytes) -> Decoded:
    decoding = Decoding()
    decoding.choose("t", Part.VALUE, decoding.load(name))
    decoded = decoding.reader("t", Part.VALUE).decode(data)
    assert decoded.line.startswith(decoding.reader("t", Part.VALUE).preview(data).text)
    return decoded


@pytest.mark.parametrize("schema", ["order.avsc", "both.avsc#shop.Order"])
def test_avro_is_read_bare_and_behind_either_heading(folder: Path, schema: str) -> None:
    name = f"avro:{folder}/{schema}"
    for framing, kind in (
        (b"", "avro"),
        (b"\xc3\x01" + FINGERPRINT, "avro"),
        (b"\0\0\0\0\x07", "avro #7"),
    ):
        decoded = read(name, framing + avro(ORDER))
        assert (decoded.type, json.loads(decoded.text), decoded.is_lossy) == (kind, ORDER, True)
    other = read(name, b"\xc3\x01" + bytes(range(1, 9)) + avro(ORDER))
    assert other.reason.endswith("it was written by another schema, whose fingerprint is 0807060504030201")
    assert read(name, avro(ORDER) + b"x").reason == f"not {schema.split('#')[-1]}: 1 bytes follow the value"


def test_the_fingerprint_is_avros_own() -> None:
    """Java's SchemaNormalization gives 8f014872634503c7 for "string"."""
    from kafkatui.codec.formats.avro_schema import fingerprint_of

    assert fingerprint_of("string") == 0x8F014872634503C7.to_bytes(8, "little")


@pytest.mark.parametrize("file", ["shop/order.proto#shop.Order", "shop/order.proto#Order", "shop.desc#shop.Order"])
def test_protobuf_is_read_bare_and_behind_the_registrys_heading(folder: Path, file: str) -> None:
    expected = {"id": 5, "city": {"name": "Berlin"}, "at": "1970-01-01T00:00:01Z"}
    for framing, kind in ((b"", "protobuf"), (b"\0\0\0\0\x07\x00", "protobuf #7")):
        decoded = read(f"protobuf:{folder}/{file}", framing + MESSAGE)
        assert (decoded.type, json.loads(decoded.text)) == (kind, expected)
    assert read(f"protobuf:{folder}/{file}", b"\xff").type == "hex"
    unknown_any = b"\x22\x07\x0a\x05x/y.Z"
    assert read(f"protobuf:{folder}/{file}", unknown_any).type == "hex", "what is packed in an Any cannot be told"


def test_nested_messages_and_those_that_are_the_only_one(folder: Path) -> None:
    assert json.loads(read(f"protobuf:{folder}/shop.desc#shop.Other.Inner", b"\x08\x01").text) == {"ok": True}
    assert json.loads(read(f"protobuf:{folder}/shop/city.proto", b"\x0a\x01x").text) == {"name": "x"}


def test_a_descriptor_set_needs_no_compiler(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protobuf_schema, "is_compiler_there", lambda: False)
    assert read(f"protobuf:{folder}/shop.desc#Order", b"\x08\x05").type == "protobuf"
    with pytest.raises(UsageError, match=r"order\.proto: it needs: pip install"):
        Decoding().load(f"protobuf:{folder}/shop/order.proto#Order")


def test_a_descriptor_set_may_lack_protobufs_own_files_and_no_others(folder: Path) -> None:
    from google.protobuf import descriptor_pb2

    whole = descriptor_pb2.FileDescriptorSet.FromString((folder / "shop.desc").read_bytes())

    def without(*names: str) -> None:
        files = [file for file in reversed(whole.file) if file.name not in names]  # whatever their order
        (folder / "part.desc").write_bytes(descriptor_pb2.FileDescriptorSet(file=files).SerializeToString())

    without("google/protobuf/timestamp.proto", "google/protobuf/any.proto")
    assert read(f"protobuf:{folder}/part.desc#Order", MESSAGE).type == "protobuf"
    without("shop/city.proto")
    with pytest.raises(
        UsageError, match=r"part\.desc: it lacks shop/city\.proto: make it with protoc --include_imports"
    ):
        Decoding().load(f"protobuf:{folder}/part.desc#Order")


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("avro:none.avsc", "none.avsc: there is no such file."),
        ("avro:shop", "shop: it cannot be read: Is a directory."),
        ("avro:shop.desc", "shop.desc: "),
        ("avro:shop/city.proto", "city.proto: it is no Avro schema: "),
        ("avro:order.avsc#Order", "order.avsc: it has no type Order: it has shop.Order."),
        ("protobuf:order.avsc#X", "order.avsc: it is no FileDescriptorSet, as protoc --descriptor_set_out writes it."),
        ("protobuf:bad.proto#X", "bad.proto: it is no Protobuf schema: "),
        ("protobuf:none.proto#X", "none.proto: there is no such file."),
        (
            "protobuf:shop/order.proto#shop.Ordr",
            "order.proto: it has no message shop.Ordr: it has shop.Order, shop.Other, shop.Other.Inner, shop.City.",
        ),
        ("protobuf:shop.desc", "it has several messages, name one after #: shop.Order, shop.Other, shop.Other.Inner"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_where_it_is_typed(folder: Path, name: str, what: str) -> None:
    (folder / "bad.proto").write_text("message")
    kind, _, path = name.partition(":")
    decoding = Decoding()
    with pytest.raises(UsageError) as raised:
        decoding.load(f"{kind}:{folder}/{path}")
    assert what in str(raised.value)
    assert decoding.names == Decoding().names, "what does not serve is not offered"


@pytest.mark.parametrize("name", ["avro:", "protobuf:", "protobuf:#M"])
def test_a_name_without_a_file_says_what_is_taken(name: str) -> None:
    with pytest.raises(UsageError, match=r"names no file.*avro:FILE\.avsc"):
        Decoding().load(name)


def test_a_file_that_was_chosen_before_is_read_in_a_thread(folder: Path) -> None:
    decoding = Decoding()
    decoding.choose("t", Part.VALUE, f"avro:{folder}/order.avsc")
    decoding.choose("u", Part.VALUE, f"avro:{folder}/none.avsc")
    before = decoding.arrivals
    reader = decoding.reader("t", Part.VALUE)
    assert reader.decode(avro(ORDER)).type in (PENDING, "avro")
    assert reader.decode_fetched(avro(ORDER)).type == "avro"
    assert decoding.arrivals == before + 1
    assert decoding.reader("u", Part.VALUE).decode_fetched(b"x").reason.endswith("none.avsc: there is no such file")


def test_paths_are_made_absolute_and_shown_short(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HOME", str(folder))
    decoding = Decoding()
    assert decoding.load("avro:order.avsc") == decoding.load(" avro:~/order.avsc") == f"avro:{folder}/order.avsc"
    decoding.choose("t", Part.VALUE, "avro:./order.avsc")
    assert decoding.chosen("t", Part.VALUE) == f"avro:{folder}/order.avsc"
    assert decoding.reader("t", Part.VALUE).name == "avro:order.avsc"


def test_a_path_may_have_commas_and_equals_signs_in_it() -> None:
    assert parse_decoding("value=avro:/a,b=c/x=y.avsc") == {Part.VALUE: "avro:/a,b=c/x=y.avsc"}
    assert parse_decoding("avro:/a,b/x=y.avsc") == {Part.VALUE: "avro:/a,b/x=y.avsc"}
    assert parse_decoding("key=text, value=protobuf:/a,b/x.proto#p.M") == {
        Part.KEY: "text", Part.VALUE: "protobuf:/a,b/x.proto#p.M",
    }  # fmt: skip
    with pytest.raises(UsageError, match="no part of a record"):
        parse_decoding("valeu=avro:/x.avsc")


@given(st.binary(min_size=1, max_size=60))
def test_no_bytes_fail(data: bytes) -> None:
    for name in FILES:
        reader = DECODING.reader_named(Reading("t", Part.VALUE, ""), name)
        assert reader.decode_fetched(data).type.split(" #")[0] in ("hex", "avro", "protobuf")


def _files(folder: Path) -> tuple[str, str]:
    (folder / "whole.avsc").write_text(json.dumps(WHOLE))
    (folder / "city.proto").write_text(CITY_PROTO)
    (folder / "city.desc").write_bytes(compiled([folder], "city.proto"))
    return f"avro:{folder}/whole.avsc", f"protobuf:{folder}/city.desc"


DECODING = Decoding()
_SCRATCH = tempfile.TemporaryDirectory(prefix="kafkatui-test-")
FILES = [DECODING.load(name) for name in _files(Path(_SCRATCH.name))]
