"""Generating, copying and redriving on real clusters: what arrives is what was meant, whole."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.stream.counting import count_records
from kafkatui.sandbox.cluster import Sandbox
from tests.cluster.app_driver import profile_of
from tests.cluster.consumed import consumed as everything
from tests.cluster.sharing import FreshTopic
from tests.cluster.verbs import run_verb
from tests.drive.producer import Producer
from tests.drive.signals import hear_signals

pytestmark = pytest.mark.cluster

Kept = tuple[int, bytes | None, bytes | None, tuple[tuple[str, bytes | None], ...], int]
"""Partition, key, value, headers, timestamp: what a copy keeps."""


def consumed(sandbox: Sandbox, topic: str) -> list[Kept]:
    """What there is in the topic and is committed, in order within a partition."""
    return [
        (partition, key, value, headers, timestamp)
        for partition, _, timestamp, key, value, headers in everything(sandbox, topic, "read_committed")
    ]


def odd_records(sandbox: Sandbox, topic: str, count: int) -> None:
    """Records with everything there can be: null and empty parts, binary, repeated headers, old timestamps."""
    producer = Producer({"bootstrap.servers": sandbox.bootstrap_servers, "log_level": 0})
    first_ms = round(time.time() * 1000) - 3_600_000
    for number in range(count):
        producer.produce(
            topic,
            [json.dumps({"n": number}).encode(), None, b"", b"\xff\x00%d" % number][number % 4],
            key=[b"k%d" % number, None, b""][number % 3],
            headers=[("a", b"1"), ("a", None), ("ключ", b"\xff")] if number % 2 else [],
            partition=number % 3,
            timestamp=first_ms + number,
        )
    assert producer.flush(30) == 0


def without_partition(records: list[Kept]) -> Counter[object]:
    return Counter(each[1:] for each in records)


def test_generated_records_are_those_of_the_template(cluster: Sandbox, fresh_topic: FreshTopic) -> None:
    topic = fresh_topic(cluster, 3)
    done = run_verb(
        cluster, "generate", topic, "--count", "2500", "--key", "k-${counter}", "--compression", "lz4",
        "--value", '{"id": ${counter:10}, "r": "${random:50}"}', "--header", "trace=${uuid}", "--batch-size", "2000",
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, f"✓ {topic}: 2,500 records\n".encode(), b"")
    found = consumed(cluster, topic)
    assert {each[1] for each in found} == {b"k-%d" % number for number in range(2_500)}
    assert {json.loads(each[2] or b"")["id"] for each in found} == set(range(10, 2_510))
    assert all(len(dict(each[3])["trace"] or b"") == 36 for each in found)
    connection = KafkaConnection(profile_of(cluster))
    try:
        counted = count_records(connection, [(topic, partition) for partition in range(3)], lambda done, total: None)
    finally:
        connection.close()
    assert sum(each.batches for each in counted.counts.values()) > 100, (
        "2,500 of more than 100 bytes, at most 2,000 each"
    )


def test_a_rate_is_held_and_ctrl_c_keeps_what_was_sent(cluster: Sandbox, fresh_topic: FreshTopic) -> None:
    topic = fresh_topic(cluster, 1)
    command = [
        sys.executable, "-m", "kafkatui", "-b", cluster.bootstrap_servers, "-z", "none", "generate", topic,
        "--count", "0", "--rate", "100", "--value", "${counter}",
    ]  # fmt: skip
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=hear_signals)
    try:
        began = time.monotonic()
        while len(consumed(cluster, topic)) < 150:
            assert time.monotonic() - began < 30
            assert running.poll() is None
        at_least_seconds = time.monotonic() - began
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=20)
    finally:
        running.kill()
    assert running.returncode == 130, err
    sent = len(consumed(cluster, topic))
    assert out.decode() == f"✓ {topic}: {sent:,} records, stopped\n"
    assert at_least_seconds > 1.0, "150 records at 100 a second"


def test_a_copy_is_the_same(cluster: Sandbox, fresh_topic: FreshTopic) -> None:
    source, kept, spread = (fresh_topic(cluster, 3) for _ in range(3))
    odd_records(cluster, source, 600)
    original = consumed(cluster, source)
    assert run_verb(cluster, "copy", source, kept, "--keep-partitions", "--yes").returncode == 0
    assert consumed(cluster, kept) == original
    done = run_verb(
        cluster, "copy", source, spread, "--yes", "--where", "offset < 100", "--partition", "0-1", "--mark",
        "--drop-header", "a", "--set-header", "by=me",
    )  # fmt: skip
    assert done.returncode == 0
    found = consumed(cluster, spread)
    assert len(found) == 200
    assert all(name != "a" for each in found for name, _ in each[3])
    assert all(dict(each[3])["by"] == b"me" for each in found)
    assert {dict(each[3])["kafkatui-copied-from"] for each in found} == {
        f"{source}-{partition}@{offset}".encode() for partition in (0, 1) for offset in range(100)
    }


def test_a_copy_asks_and_aborted_records_stay_behind(cluster: Sandbox, fresh_topic: FreshTopic) -> None:
    source, destination = fresh_topic(cluster, 1), fresh_topic(cluster, 1)
    producer = Producer({"bootstrap.servers": cluster.bootstrap_servers, "transactional.id": source, "log_level": 0})
    producer.init_transactions(30)
    for text, end in ("kept", producer.commit_transaction), ("lost", producer.abort_transaction):
        producer.begin_transaction()
        for number in range(50):
            producer.produce(source, f"{text} {number}")
        producer.flush(30)
        end(30)
    refused = run_verb(cluster, "copy", source, destination)
    assert refused.returncode == 2, refused
    assert b"--yes" in refused.stderr
    assert consumed(cluster, destination) == []
    assert run_verb(cluster, "copy", source, destination, "--yes").returncode == 0
    assert [each[2] for each in consumed(cluster, destination)] == [b"kept %d" % number for number in range(50)]


def test_a_copy_to_another_cluster(
    cluster: Sandbox, kafka_4_3: Sandbox, fresh_topic: FreshTopic, isolated_user: Path
) -> None:
    source, destination = fresh_topic(cluster, 3), fresh_topic(kafka_4_3, 2)
    odd_records(cluster, source, 300)
    config = isolated_user / "config" / "kafkatui" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(f'[clusters.there]\nbootstrap_servers = "{kafka_4_3.bootstrap_servers}"\nzookeeper = "none"\n')
    done = run_verb(cluster, "copy", source, destination, "--to-cluster", "there", "--yes")
    assert (done.returncode, done.stderr) == (0, b"")
    assert without_partition(consumed(kafka_4_3, destination)) == without_partition(consumed(cluster, source))
    missing = run_verb(cluster, "copy", source, destination, "--to-cluster", "nowhere", "--yes")
    assert missing.returncode != 0
    assert b"nowhere" in missing.stderr


def test_a_stopped_copy_goes_on_where_it_was(cluster: Sandbox, fresh_topic: FreshTopic) -> None:
    source, destination = fresh_topic(cluster, 2), fresh_topic(cluster, 2)
    assert run_verb(cluster, "generate", source, "--count", "3000", "--value", "${counter}").returncode == 0
    command = [
        sys.executable, "-m", "kafkatui", "-b", cluster.bootstrap_servers, "-z", "none", "copy", source, destination,
        "--yes", "--rate", "200", "--keep-partitions",
    ]  # fmt: skip
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=hear_signals)
    try:
        began = time.monotonic()
        while len(consumed(cluster, destination)) < 300:
            assert time.monotonic() - began < 40
        running.send_signal(signal.SIGINT)
        running.communicate(timeout=20)
    finally:
        running.kill()
    assert running.returncode == 130
    before = len(consumed(cluster, destination))
    assert before < 3_000
    done = run_verb(cluster, "copy", source, destination, "--yes", "--resume", "--keep-partitions")
    assert done.returncode == 0, done
    values = [each[2] for each in consumed(cluster, destination)]
    assert set(values) == {b"%d" % number for number in range(3_000)}, "nothing is missing"
    assert len(values) == 3_000, "nothing came twice"
    again = run_verb(cluster, "copy", source, destination, "--yes", "--resume")
    assert again.returncode == 1
    assert b"There is no copy to go on with" in again.stderr


def test_the_original_pace_is_kept(cluster: Sandbox, fresh_topic: FreshTopic) -> None:
    source, destination = fresh_topic(cluster, 1), fresh_topic(cluster, 1)
    producer = Producer({"bootstrap.servers": cluster.bootstrap_servers, "log_level": 0})
    first_ms = round(time.time() * 1000) - 60_000
    for number in range(5):
        producer.produce(source, b"%d" % number, timestamp=first_ms + number * 2_000)
    assert producer.flush(20) == 0
    began = time.monotonic()
    assert run_verb(cluster, "copy", source, destination, "--yes", "--pace", "x4").returncode == 0
    assert time.monotonic() - began > 2.0, "8 s of records four times as fast"
    assert len(consumed(cluster, destination)) == 5


def test_dead_letters_go_back_to_where_they_are_from(cluster: Sandbox, fresh_topic: FreshTopic) -> None:
    letters, first, second = (fresh_topic(cluster, 1) for _ in range(3))
    producer = Producer({"bootstrap.servers": cluster.bootstrap_servers, "log_level": 0})
    homes = [first] * 3 + [second] * 2 + ["no-such-topic", None]
    for number, home in enumerate(homes):
        headers: Any = [("kafka_dlt-original-topic", home.encode())] if home else [("other", b"x")]
        producer.produce(letters, b"v%d" % number, key=b"k", headers=headers)
    assert producer.flush(20) == 0
    preview = run_verb(cluster, "redrive", letters, "--dry-run", "-o", "json")
    rows = {row["destination"]: row["records"] for row in json.loads(preview.stdout)["rows"]}
    assert rows == {first: 3, second: 2, "no-such-topic": 1, "(no such header)": 1}
    copied = run_verb(cluster, "copy", letters, first, "--drop-header", "other", "--dry-run").stdout.decode()
    assert "kafka_dlt-original-topic: a header of Spring Kafka's dead letters, kept." in copied
    dropped = run_verb(cluster, "copy", letters, first, "--drop-header", "kafka_dlt-original-topic", "--dry-run")
    assert b"dead letters, kept" not in dropped.stdout
    done = run_verb(cluster, "redrive", letters, "--yes", "--drop-header", "kafka_dlt-original-topic")
    assert (done.returncode, done.stdout.decode()) == (0, f"✓ {letters}: 5 records\n")
    assert [each[2] for each in consumed(cluster, first)] == [b"v0", b"v1", b"v2"]
    assert [each[1:4] for each in consumed(cluster, second)] == [(b"k", b"v3", ()), (b"k", b"v4", ())]
    assert len(consumed(cluster, letters)) == len(homes), "the dead letters stay"


def test_what_cannot_be_written_is_told(cluster: Sandbox, fresh_topic: FreshTopic) -> None:
    source = fresh_topic(cluster, 1)
    small = fresh_topic(cluster, 1, config={"max.message.bytes": "2000"})
    assert run_verb(cluster, "generate", source, "--count", "3", "--value", "${random:5000}").returncode == 0
    done = run_verb(cluster, "copy", source, small, "--yes")
    assert done.returncode == 1
    assert "0 records were written" in done.stdout.decode()
    for options, said in (["no-such-topic"], "There is no topic no-such-topic"), ([source], "not copied to itself"):
        refused = run_verb(cluster, "copy", source, *options, "--yes")
        assert refused.returncode != 0
        assert said in refused.stderr.decode()
    refused = run_verb(cluster, "generate", source, "--value", "${nothing}")
    assert refused.returncode == 2
    assert "There is no placeholder nothing (at character 1)" in refused.stderr.decode()


def test_read_only_writes_nothing(cluster: Sandbox, fresh_topic: FreshTopic) -> None:
    source, destination = fresh_topic(cluster, 1), fresh_topic(cluster, 1)
    for verb in ["generate", source], ["copy", source, destination, "--yes"], ["redrive", source, "--yes"]:
        done = run_verb(cluster, "--read-only", *verb)
        assert done.returncode != 0
        assert b"read-only" in done.stderr
    assert consumed(cluster, source) == consumed(cluster, destination) == []


def test_what_was_saved_is_imported_byte_for_byte(cluster: Sandbox, fresh_topic: FreshTopic, tmp_path: Path) -> None:
    source, destination = fresh_topic(cluster, 3), fresh_topic(cluster, 3)
    odd_records(cluster, source, 90)
    saved = run_verb(cluster, "tail", source, "--from", "beginning", "-e", "-o", "json").stdout
    file = tmp_path / "saved.jsonl"
    file.write_bytes(saved)
    done = run_verb(cluster, "import", destination, str(file), "--keep-partitions", "--yes")
    assert (done.returncode, done.stdout.decode()) == (0, f"✓ {destination}: 90 records\n")
    assert consumed(cluster, destination) == consumed(cluster, source)
    file.write_bytes(saved + b"{not json}\n")
    wrong = run_verb(cluster, "import", destination, str(file), "--yes")
    assert wrong.returncode == 2
    assert b"Line 91: not JSON" in wrong.stderr
    piped = run_verb(cluster, "import", destination, "-", "--format", "json", "--yes", stdin=saved)
    assert piped.returncode == 0
    assert len(consumed(cluster, destination)) == 180, "what was wrong sent nothing"
