"""Records as lines, and what is typed to be produced."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kafkatui.cli.produce import parse_headers, send_all, split_line, value_bytes
from kafkatui.cli.record_lines import header_line, record_writer
from kafkatui.cli.zk import stat_lines
from kafkatui.model.errors import UsageError
from kafkatui.model.record import Delivery, OutgoingRecord, Record
from kafkatui.model.znode import ZnodeStat

RECORD = Record("t", 1, 42, 1_000, "create", b"k", b"\x1b[31mred", (("h", None), ("b", b"\xff")))


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("line", "t[1]@42 k ␛[31mred\n".encode()),
        ("value", b"\x1b[31mred\n"),
        ("csv", b"t,1,42,1970-01-01T00:00:01.000+00:00,k,\x1b[31mred\n"),
    ],
)
def test_a_record_as_a_line(kind: str, line: bytes) -> None:
    assert record_writer(kind)(RECORD) == line


def test_a_record_as_json_keeps_bytes_that_are_no_text() -> None:
    fields = json.loads(record_writer("json")(RECORD))
    assert (fields["key"], fields["value"], fields["timestamp_ms"]) == ("k", "\x1b[31mred", 1000)
    assert fields["headers"] == [{"name": "h", "value": None}, {"name": "b", "value_base64": "/w=="}]


def test_header_names_that_are_no_text_and_headers_that_are_not_known() -> None:
    odd = Record("t", 1, 42, 2**63 - 1, "create", None, b"v", (("\udcff", b"1"),), "headers unreadable: no answer")
    fields = json.loads(record_writer("json")(odd))
    assert fields["headers"] == [{"name_base64": "/w==", "value": "1"}]
    assert fields["headers_problem"] == "headers unreadable: no answer"
    assert record_writer("csv")(odd) == b"t,1,42,9223372036854775807,,v\n"


def test_only_csv_has_a_heading() -> None:
    assert header_line("csv") == b"topic,partition,offset,timestamp,key,value\n"
    assert header_line("json") == b""


def test_values_from_files_and_texts(tmp_path: Path) -> None:
    (tmp_path / "v").write_bytes(b"\x00raw\n")
    assert value_bytes(f"@{tmp_path}/v") == b"\x00raw\n"
    assert value_bytes("@@home") == b"@home"
    assert value_bytes("plain") == b"plain"
    with pytest.raises(UsageError, match="cannot be read"):
        value_bytes(f"@{tmp_path}/none")


def test_headers_and_lines() -> None:
    assert parse_headers(["a=1", "b=", "c", "d=x=y"]) == (("a", b"1"), ("b", b""), ("c", None), ("d", b"x=y"))
    with pytest.raises(UsageError):
        parse_headers(["=1"])
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
    assert capfdbinary.readouterr().out == line + line + b"Delivery failed: Too large.\n"


def test_a_record_that_is_never_reported_is_a_failure(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert send_all(lambda record, report: 1, [OutgoingRecord("t", None, b"x")], 0.05) == 1
    assert capfdbinary.readouterr().out == b"Delivery failed: no report for 1 record within 0.05 s\n"


def test_a_stat_reads_as_zkcli_writes_it() -> None:
    lines = stat_lines(ZnodeStat(16, 17, 18, 0, 0, 1, 2, 3, 0, 5, 6))
    assert lines[0] == "cZxid = 0x10"
    assert lines[-3:] == ["ephemeralOwner = 0x0", "dataLength = 5", "numChildren = 6"]
