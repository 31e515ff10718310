"""Records that brokers take and most clients stumble over: header names that are no UTF-8, times beyond calendars."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import pytest
from kafka import KafkaProducer

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.connect.kafka_python import KafkaPython
from kafkatui.kafka.stream.tail import Tail
from kafkatui.model.errors import RequestFailed
from kafkatui.model.tail import TailPhase
from kafkatui.model.tail_start import TailStart
from kafkatui.model.tail_stop import TailStop
from kafkatui.sandbox.cluster import Sandbox
from tests.cluster.sharing import FreshTopic
from tests.cluster.test_kafka_tail import records, wait_until
from tests.cluster.verbs import run_verb
from tests.drive.producer import Producer

pytestmark = pytest.mark.cluster

COMPRESSIONS = (None, "gzip")
"""What kafka-python's producer can do without further packages; a broker that compresses mends the names."""

BAD_NAME = "\udcff\udcfe"
BEYOND_MS = (253_402_300_800_000, 2**63 - 1)
"""The year 10000, and the last millisecond there is."""


class NotText(str):
    """A header's name that kafka-python writes as bytes that are no UTF-8."""

    def encode(self, *arguments: Any, **options: Any) -> bytes:
        return b"\xff\xfe"


@pytest.fixture
def topic(cluster: Sandbox, fresh_topic: FreshTopic) -> str:
    return fresh_topic(cluster, name="odd")


def write_headers(cluster: Sandbox, topic: str, compression: str | None = None) -> None:
    """Ten records; each third has two headers, one of them with a name that is no UTF-8."""
    servers = cluster.bootstrap_servers.split(",")
    producer = KafkaProducer(bootstrap_servers=servers, linger_ms=50, compression_type=compression)
    for number in range(10):
        odd = [("ok", b"0"), (NotText("x"), b"1")] if number % 3 == 0 else [("ok", b"0")]
        producer.send(topic, b"%d" % number, key=b"k", headers=odd)
    producer.flush(20)
    producer.close()


def read_all(connection: KafkaConnection, topic: str) -> Tail:
    tail = Tail(connection, [(topic, 0)], TailStart.beginning(), TailStop.at_end())
    tail.start()
    wait_until(lambda: tail.state.phase.is_final)
    assert tail.state.phase is TailPhase.ENDED, tail.state
    return tail


def test_header_names_that_are_no_utf_8_are_read_like_all_others(
    cluster: Sandbox, connection: KafkaConnection, topic: str
) -> None:
    for compression in COMPRESSIONS:
        write_headers(cluster, topic, compression)
        found = records(read_all(connection, topic))[-10:]
        assert [record.value for record in found] == [b"%d" % number for number in range(10)]
        assert {record.key for record in found} == {b"k"}
        for number, record in enumerate(found):
            odd = ((BAD_NAME, b"1"),) if number % 3 == 0 else ()
            assert record.headers == (("ok", b"0"), *odd), compression
            assert record.headers_problem == ""


def test_headers_that_cannot_be_read_again_are_said_to_be_unreadable(
    cluster: Sandbox, connection: KafkaConnection, topic: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: Any) -> Any:
        raise RequestFailed("The broker is away.")

    write_headers(cluster, topic)
    monkeypatch.setattr(KafkaPython, "call", fail)
    found = records(read_all(connection, topic))
    assert [record.value for record in found] == [b"%d" % number for number in range(10)]
    assert [record.headers_problem for record in found[:3]] == ["headers unreadable: The broker is away", "", ""]


def test_every_output_of_the_verb_goes_on_behind_odd_headers_and_times(cluster: Sandbox, topic: str) -> None:
    verb = partial(run_verb, cluster)
    write_headers(cluster, topic)
    producer = Producer({"bootstrap.servers": cluster.bootstrap_servers, "log_level": 0})
    for stamp in BEYOND_MS:
        producer.produce(topic, b"later", timestamp=stamp)
    assert producer.flush(20) == 0
    for output in ("line", "value", "json", "csv"):
        read = verb("tail", topic, "--from", "beginning", "-e", "-o", output)
        assert (read.returncode, read.stderr) == (0, b""), output
        assert read.stdout.count(b"\n") == 12 + (output == "csv")
        if output == "json":
            lines = [json.loads(line) for line in read.stdout.splitlines()]
            assert lines[0]["headers"] == [{"name": "ok", "value": "0"}, {"name_base64": "//4=", "value": "1"}]
            assert [line["timestamp_ms"] for line in lines[10:]] == list(BEYOND_MS)
        if output == "csv":
            assert [line.split(b",")[3] for line in read.stdout.splitlines()[11:]] == [b"%d" % at for at in BEYOND_MS]
    for start in ("time:1960-01-01", "time:0001-01-01", "time:1969-12-31T23:59:59.997+00:00"):
        assert verb("tail", topic, "--from", start, "-e").stdout.count(b"\n") == 12
    wrong = verb("tail", topic, "--from", "time:-99999999d", "-e")
    assert (wrong.returncode, wrong.stdout) == (2, b"")
    assert b"further away than the calendar goes" in wrong.stderr
