"""Records as lines, and what is typed to be produced."""

from __future__ import annotations

import csv
import io
import json
import re
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from kafkatui.cli.failures import exit_code_of
from kafkatui.cli.main import kafkatui
from kafkatui.cli.produce import send_all
from kafkatui.cli.produce_input import encoding_of, parse_headers, split_line, value_bytes
from kafkatui.cli.record_lines import Line, header_line, marker_line, record_writer
from kafkatui.cli.zk import stat_lines
from kafkatui.codec.decoding_choice import parse_decoding
from kafkatui.model.errors import RequestFailed, UsageError
from kafkatui.model.record import Delivery, OutgoingRecord, Record
from kafkatui.model.transaction import TransactionMarker
from kafkatui.model.znode import ZnodeStat
from kafkatui.session.decoding import Decoding

RECORD = Record("t", 1, 42, 1_000, "create", b"k", b"\x1b[31mred", (("h", None), ("b", b"\xff")))


def writer(kind: str, decoding: str | None = None) -> Line:
    """As `kafkatui tail -o kind --decode decoding`."""
    chosen = Decoding()
    if decoding is not None:
        chosen.choose_everywhere(parse_decoding(decoding))
    return record_writer(kind, chosen.record_reader, is_raw=decoding is None)


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("line", "t[1]@42 k ␛[31mred\n".encode()),
        ("value", b"\x1b[31mred\n"),
        ("csv", b"t,1,42,1970-01-01T00:00:01.000+00:00,k,\x1b[31mred,text,text,,\n"),
    ],
)
def test_a_record_as_a_line(kind: str, line: bytes) -> None:
    assert writer(kind)(RECORD) == line


def test_a_marker_as_a_line_has_the_fields_of_a_record() -> None:
    marker, words = TransactionMarker(43, False, 4001, 2, 3, 1_000), "── ABORT of producer 4001, epoch 2 · coordinator"
    assert marker_line("line", ("t", 1), marker) == f"t[1]@43 {words} epoch 3 ──\n".encode()
    assert json.loads(marker_line("json", ("t", 1), marker)) == {
        "topic": "t", "partition": 1, "offset": 43, "timestamp_ms": 1_000, "marker": "abort", "producer_id": 4001,
        "producer_epoch": 2, "coordinator_epoch": 3,
    }  # fmt: skip
    table = header_line("csv", ["value.id"], has_fates=True) + marker_line("csv", ("t", 1), marker, blanks=2)
    [row] = csv.DictReader(io.StringIO(table.decode()), strict=True)
    assert None not in row.values()
    assert (row["offset"], row["value_type"], row["transaction"], row["value.id"]) == ("43", "marker", "", "")
    assert row["value"].startswith(words)


def test_a_record_as_json_keeps_bytes_that_are_no_text() -> None:
    fields = json.loads(writer("json")(RECORD))
    assert (fields["key"], fields["value"], fields["timestamp_ms"]) == ("k", "\x1b[31mred", 1000)
    assert fields["headers"] == [{"name": "h", "value": None}, {"name": "b", "value": "ff", "value_type": "hex"}]


def test_header_names_that_are_no_text_and_headers_that_are_not_known() -> None:
    odd = Record("t", 1, 42, 2**63 - 1, "create", None, b"v", (("\udcff", b"1"),), "headers unreadable: no answer")
    fields = json.loads(writer("json")(odd))
    assert fields["headers"] == [{"name_base64": "/w==", "value": "1"}]
    assert fields["headers_problem"] == "headers unreadable: no answer"
    assert writer("csv")(odd) == b"t,1,42,9223372036854775807,,v,null,text,,\n"


ORDER = Record("t", 0, 9, 0, "create", b'{"id":5}', b'{"user":{"id":7,"name":"a\\tb"}}', (("trace", b"x"),))
FIELDS = ("value.user.id", "value.user.name", "value.gone", "key.id", "header.trace")


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("line", 't[0]@9 {"id":5} value.user.id=7 value.user.name=a␉b key.id=5 header.trace=x {"user"'),
        ("value", "7\ta␉b\t\t5\tx\n"),
        ("csv", 't,0,9,1970-01-01T00:00:00.000+00:00,"{""id"":5}","{""user'),
    ],
)
def test_fields_are_written_beside_the_record_or_alone(kind: str, line: str) -> None:
    text = record_writer(kind, Decoding().record_reader, fields=FIELDS)(ORDER).decode()
    assert text.startswith(line)
    assert text.count("\n") == 1


def test_fields_have_names_in_json_and_in_the_heading_of_csv() -> None:
    fields = json.loads(record_writer("json", Decoding().record_reader, fields=FIELDS)(ORDER))
    assert [fields[name] for name in FIELDS] == [7, "a\tb", None, 5, "x"]
    assert fields["value"] == '{"user":{"id":7,"name":"a\\tb"}}'
    [heading, row] = csv.reader(
        io.StringIO(
            (header_line("csv", FIELDS) + record_writer("csv", Decoding().record_reader, fields=FIELDS)(ORDER)).decode()
        )
    )
    assert dict(zip(heading, row, strict=True))["value.user.name"] == "a\tb"


@pytest.mark.parametrize("verb", ["tail", "search"])
def test_what_names_no_field_is_said_before_anything_is_asked(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    expression = ["x"] if verb == "search" else []
    assert exit_code_of(kafkatui, [verb, "-b", "127.0.0.1:9", "t", *expression, "--column", "offset"]) == 2
    assert "names no field: value.NAME" in capsys.readouterr().err


BYTES = Record("t", 0, 1, 0, "create", b"\x00\x00\x00\x07", b"\x00\x00\x00\x00\x00\x00\x10\x92", (("h", b"\x2a"),))


@pytest.mark.parametrize(
    ("kind", "decoding", "line"),
    [
        ("line", None, "t[0]@1 int32 7 int64 4242 "),
        ("line", "hex", "t[0]@1 int32 7 hex 0000000000001092 "),
        ("line", "key=hex,value=base64", "t[0]@1 hex 00000007 base64 AAAAAAAAEJI= "),
        ("value", None, "\x00\x00\x00\x00\x00\x00\x10\x92 "),
        ("value", "int64", "4242 "),
        ("value", "auto", "4242 "),
        ("csv", "key=int32", "t,0,1,1970-01-01T00:00:00.000+00:00,7,4242,int32,int64,, "),
    ],
)
def test_decoded_as_asked_in_every_output(kind: str, decoding: str | None, line: str) -> None:
    written = writer(kind, decoding)(BYTES)
    expected = line.removesuffix(" ").encode() if decoding or kind != "value" else BYTES.value or b""
    assert written == expected + b"\n"


def test_json_says_what_a_text_was_made_of_where_it_does_not_show() -> None:
    fields = json.loads(writer("json", "headers=hex")(BYTES))
    assert (fields["key"], fields["key_type"], fields["value"], fields["value_type"]) == ("7", "int32", "4242", "int64")
    assert fields["headers"] == [{"name": "h", "value": "2a", "value_type": "hex"}]
    lossy = json.loads(writer("json", "text")(Record("t", 0, 1, None, "", None, b"caf\xe9")))
    assert (lossy["value"], lossy["value_base64"]) == ("caf\ufffd", "Y2Fm6Q==")


def test_null_is_told_from_empty_and_from_a_text_that_reads_so() -> None:
    values = (None, b"", b"null", "∅ null".encode(), "∅ empty".encode())
    records = [Record("t", 0, 1, None, "", b"k", value) for value in values]
    for kind in ("line", "json", "csv"):
        assert len({writer(kind)(record) for record in records}) == len(records), kind


def test_whole_values_are_written_however_long() -> None:
    value = b"x" * 300_000 + b"end"
    for kind in ("line", "value", "json", "csv"):
        assert b"xend" in writer(kind)(Record("t", 0, 1, None, "", b"k", value)), kind


@pytest.mark.parametrize("text", ["", "text=hex", "key=", "hex,value=text", "text,", "key=hex,key=text", "=text"])
def test_what_decode_does_not_take_is_a_usage_error(text: str) -> None:
    with pytest.raises(UsageError):
        writer("line", text)


def test_a_decoder_that_there_is_not_is_named_with_those_that_there_are() -> None:
    with pytest.raises(
        UsageError, match="no decoder 'avrö': it is one of auto, text, json, xml, yaml, properties, hex, base64, int16"
    ):
        writer("line", "key=avrö")


@pytest.mark.parametrize("verb", [("tail",), ("zk", "get")])
def test_help_names_every_decoder(verb: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code_of(kafkatui, [*verb, "--help"]) == 0
    words = set(re.findall(r"[a-z0-9-]+", re.sub(r"-\n\s+", "-", capsys.readouterr().out)))
    assert words >= set(Decoding().names) - {"auto"}


@pytest.mark.parametrize("value", [b"a\rb", b"a\nb", b"a\r\nb", b"\xe1\x80\x80\r"])
def test_a_line_break_of_any_kind_is_quoted_in_csv(value: bytes) -> None:
    line = writer("csv")(Record("t", 0, 1, None, "", b"k", value))
    assert line.endswith(b"\n")
    assert b'"' + value + b'"' in line


def test_only_csv_has_a_heading() -> None:
    assert header_line("csv").split(b",")[-4:] == [b"key_type", b"value_type", b"key_base64", b"value_base64\n"]
    assert header_line("json") == b""


def test_values_from_files_and_texts(tmp_path: Path) -> None:
    (tmp_path / "v").write_bytes(b"\x00raw\n")
    assert value_bytes(f"@{tmp_path}/v") == b"\x00raw\n"
    assert value_bytes("@@home") == b"@home"
    assert value_bytes("plain") == b"plain"
    for path in (f"{tmp_path}/none", "~nobody-of-this-name/value", "x" * 3_000):
        with pytest.raises(UsageError, match="cannot be read"):
            value_bytes(f"@{path}")


def test_headers_and_lines() -> None:
    assert parse_headers(["a=1", "b=", "c", "d=x=y"]) == (("a", b"1"), ("b", b""), ("c", None), ("d", b"x=y"))
    assert parse_headers(["a:=hex:00ff", "b:=null", "c:"]) == (("a", b"\x00\xff"), ("b", None), ("c:", None))
    for wrong in ("=1", ":=null", "a:=hex:0", "a:=x"):
        with pytest.raises(UsageError, match="-H"):
            parse_headers([wrong])
    assert encoding_of("int32")(b"7") == b"\0\0\0\7"
    assert encoding_of("text")(b"\xff") == b"\xff"
    with pytest.raises(UsageError):
        encoding_of("int32")(b"\xff")
    assert split_line(b"k:v:w\r\n", None, b":") == (b"k", b"v:w")
    assert split_line(b"v\n", b"common", b":") == (b"common", b"v")
    assert split_line(b"k:v\n", None, None) == (None, b"k:v")


def test_every_delivery_is_reported_and_one_failure_is_exit_code_1(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    def send(record: OutgoingRecord, report: Callable[[Delivery], None]) -> int:
        error = "Too large." if record.value == b"big" else ""
        report(Delivery(1, record, 0, None if error else 7, 0.0, error))
        return 1

    records = [OutgoingRecord("t", None, value) for value in (b"small", b"big")]
    assert send_all(send, records[:1], 1.0) == 0
    assert send_all(send, records, 1.0) == 1
    line = b"Delivered message to t[0]@7\n"
    assert capfdbinary.readouterr().out == line + line + b"Delivery failed: record 2: Too large.\n"


def test_what_ends_the_sending_leaves_nothing_unreported(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    waiting: list[Callable[[], None]] = []

    def send(record: OutgoingRecord, report: Callable[[Delivery], None]) -> int:
        if record.value == b"refused":
            threading.Timer(0.05, waiting.pop()).start()
            raise RequestFailed("No.")
        waiting.append(lambda: report(Delivery(1, record, 0, 7, 0.0)))
        return 1

    records = [OutgoingRecord("t", None, value) for value in (b"first", b"refused", b"never")]
    with pytest.raises(RequestFailed):
        send_all(send, records, 10.0)
    assert capfdbinary.readouterr().out == b"Delivered message to t[0]@7\nNothing was sent from record 2 on\n"


def test_a_record_that_is_never_reported_is_a_failure(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert send_all(lambda record, report: 1, [OutgoingRecord("t", None, b"x")], 0.05) == 1
    assert capfdbinary.readouterr().out == b"Delivery failed: no report for 1 record within 0.05 s\n"


def test_a_stat_reads_as_zkcli_writes_it() -> None:
    lines = stat_lines(ZnodeStat(16, 17, 18, 0, 0, 1, 2, 3, 0, 5, 6))
    assert lines[0] == "cZxid = 0x10"
    assert lines[-3:] == ["ephemeralOwner = 0x0", "dataLength = 5", "numChildren = 6"]
