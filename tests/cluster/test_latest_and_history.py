"""The newest record of each key and the history of one, as a plain consumer's records have them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kafkatui.sandbox.cluster import Sandbox
from kafkatui.sandbox.readiness import QUIET_CLIENT
from tests.cluster.consumed import consumed
from tests.cluster.sharing import FreshTopic
from tests.cluster.verbs import run_verb
from tests.drive.producer import Producer

pytestmark = pytest.mark.cluster

BINARY = b"\x00\xff"


def produce(sandbox: Sandbox, topic: str) -> None:
    producer = Producer(
        {
            "bootstrap.servers": sandbox.bootstrap_servers,
            "linger.ms": 20,
            "partitioner": "murmur2_random",
            **QUIET_CLIENT,
        }
    )
    for number in range(300):
        key: Any = (f"key-{number % 20}", f"key-{number % 7}", BINARY, None)[number % 4]
        value: Any = None if number % 11 == 0 else json.dumps({"n": number, "kind": number % 3})
        if key is BINARY:
            producer.produce(topic, value, key, partition=number // 4 % 2)  # by no partitioner
        else:
            producer.produce(topic, value, key)
    assert producer.flush(60) == 0


def test_both_verbs(cluster: Sandbox, fresh_topic: FreshTopic) -> None:
    topic = fresh_topic(cluster, 3)
    produce(cluster, topic)
    seen = consumed(cluster, topic)
    newest = {(one[0], one[3]): one for one in seen if one[3] is not None}

    def told(*arguments: str, code: int = 0) -> tuple[list[dict[str, Any]], str]:
        ended = run_verb(cluster, *arguments)
        assert ended.returncode == code, ended.stderr
        return [json.loads(line) for line in ended.stdout.splitlines()], ended.stderr.decode()

    def places(lines: list[dict[str, Any]]) -> list[tuple[int, int]]:
        return [(line["partition"], line["offset"]) for line in lines]

    lines, remarks = told("latest", topic)
    assert places(lines) == sorted(one[:2] for one in newest.values() if one[4] is not None)
    assert f"records without a key, left out: {sum(one[3] is None for one in seen)}" in remarks
    assert "keys in more than one partition: 1" in remarks
    lines, _ = told("latest", topic, "--tombstones")
    assert places(lines) == sorted(one[:2] for one in newest.values())
    lines, _ = told("latest", topic, "--where", "value.kind = 1")
    values = [one for one in newest.values() if one[4] is not None and json.loads(one[4])["kind"] == 1]
    assert places(lines) == sorted(one[:2] for one in values)
    lines, _ = told("latest", topic, "--key", "key-3", "--key", "key-4", "--tombstones")
    assert places(lines) == sorted(one[:2] for key, one in newest.items() if key[1] in (b"key-3", b"key-4"))
    told("latest", topic, "--key", "nobody", code=1)
    told("latest", f"{topic}-is-not-there", code=2)

    lines, remarks = told("history", topic, "key-3")
    assert places(lines) == [one[:2] for one in seen if one[3] == b"key-3"]
    assert [line["change"] for line in lines if line["value"] is None] == ["deleted"] * sum(
        one[3] == b"key-3" and one[4] is None for one in seen
    )
    assert lines[0]["change"] in ("set", "deleted")
    assert any(field["path"] == "n" for line in lines for field in line.get("fields", ()))
    assert "partitions" not in remarks
    assert told("history", topic, "key-3", "--murmur2")[0] == lines
    lines, remarks = told("history", topic, "00ff", "--hex")
    assert sorted(places(lines)) == [one[:2] for one in seen if one[3] == BINARY]
    assert "the key is in partitions 0, 1; the order is that of the timestamps" in remarks
    told("history", topic, "nobody", code=1)
    told("history", f"{topic}-is-not-there", "key-3", code=2)
    told("history", topic, "xyz", "--hex", code=2)
