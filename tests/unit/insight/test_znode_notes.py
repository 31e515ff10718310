"""What is said of a znode's bytes: broken where Kafka would stumble, marked, packed, written by Java."""

from __future__ import annotations

import gzip
import zlib

import pytest

from kafkatui.insight.znode_client_rules import CLIENT_RULES
from kafkatui.insight.znode_cluster_rules import CLUSTER_RULES
from kafkatui.insight.znode_notes import _JSON_KINDS, _NUMBER_KINDS, broken_words, data_notes, java_string, unpack


def test_every_kind_is_one_of_the_rules() -> None:
    assert _JSON_KINDS | _NUMBER_KINDS.keys() <= {rule.id for rule in CLUSTER_RULES + CLIENT_RULES}


@pytest.mark.parametrize(
    ("kind", "data", "said"),
    [
        ("topic", b'{"version":1}', None),
        ("topic", b'{"version":1', "at character"),
        ("topic", b"[1]", "a JSON object"),
        ("topic", b"\xff", "not UTF-8 (at byte 0)"),
        ("topic", None, "there is nothing"),
        ("topic-config", b"", None),
        ("topic", b"[" * 100_000, "nested too deeply"),
        ("controller-epoch", b"12", None),
        ("controller-epoch", b"12a", "no number"),
        ("consumer-offset", None, "no number"),
        ("unknown", b"{", None),
        ("broker-seqid", None, None),
    ],
)
def test_what_kafka_could_not_read_is_said(kind: str, data: bytes | None, said: str | None) -> None:
    words = broken_words(kind, data)
    assert words is None if said is None else said in (words or "")


def test_marks_java_and_packed_data() -> None:
    assert data_notes("unknown", "/a", b"\xef\xbb\xbfx") == [("BOM", "begins with a byte order mark of UTF-8", False)]
    assert data_notes("unknown", "/a", "hi".encode("utf-16"))[0][1].endswith(": hi")
    assert java_string(b"\xac\xed\x00\x05t\x00\x05hello") == "hello"
    assert java_string(b"\xac\xed\x00\x05t\x00\x06hello") is None
    assert unpack(gzip.compress(b"abc")) == ("gzip", b"abc", True)
    assert unpack(zlib.compress(b"abc")) == ("zlib", b"abc", True)
    assert unpack(b"x\x9cabc") is None
    bomb = unpack(zlib.compress(b"0" * 1_000_000))
    assert bomb is not None
    assert (len(bomb[1]), bomb[2]) == (65_536, False)
    packed = data_notes("unknown", "/config/users/a", gzip.compress(b'{"config":{"password":"hidden1"}}'))
    assert "hidden1" not in packed[0][1]
