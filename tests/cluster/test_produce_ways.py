"""Producing in other ways than a line of text, by the verb, read back raw: bytes, settings, files, resent records."""

from __future__ import annotations

import json
from functools import partial

import pytest

from kafkatui.model.place import PlaceKind
from kafkatui.sandbox.cluster import Sandbox
from tests.cluster.app_driver import AppDriver, app_at, profile_of
from tests.cluster.consumed import consumed
from tests.cluster.messages_page import at_the_end, reports, sent, values
from tests.cluster.sharing import FreshTopic
from tests.cluster.verbs import run_verb
from tests.drive.producer import Producer

pytestmark = pytest.mark.cluster

ODD_HEADERS: list[tuple[str, str | bytes | None]] = [("a", b"1, b=2"), ("none", None), ("raw", b"\x00\xff"), ("a", b"")]


def test_keys_values_and_headers_are_bytes_as_asked_for(cluster: Sandbox, fresh_topic: FreshTopic) -> None:
    topic = fresh_topic(cluster, 2)
    done = run_verb(
        cluster, "produce", topic, "-k", "7", "--key-as", "int32", "--value-as", "hex", "00ff", "-H", "n:=null",
        "-H", "b:=hex:00ff", "-p", "1", "--timestamp", "1700000000", "--compression", "zstd", "--acks", "1",
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    headers = (("n", None), ("b", b"\x00\xff"))
    assert consumed(cluster, topic) == [(1, 0, 1_700_000_000_000, b"\0\0\0\7", b"\x00\xff", headers)]
    silent = run_verb(cluster, "produce", topic, "-p", "1", "--acks", "0", "unheard")
    assert (silent.returncode, silent.stdout.decode()) == (0, f"Delivered message to {topic}[1]\n")
    refused = run_verb(cluster, "produce", topic, "--acks", "1", "--idempotent", "x")
    assert refused.returncode == 2
    assert b"Idempotence" in refused.stderr
    assert run_verb(cluster, "produce", topic, "-p", "1", "--idempotent", "once").returncode == 0
    assert [each[4] for each in consumed(cluster, topic)] == [b"\x00\xff", b"unheard", b"once"]


def test_json_objects_and_lines_of_numbers_are_records(cluster: Sandbox, fresh_topic: FreshTopic) -> None:
    topic = fresh_topic(cluster, 1)
    lines = [{"key": "k", "value": "v", "headers": {"h": "1"}}, {"value": {"a": [1]}}, {"key": "k", "value": None}]
    given = "\n".join(json.dumps(line) for line in lines).encode()
    assert run_verb(cluster, "produce", topic, "--input-format", "json", stdin=given).returncode == 0
    found = [each[3:] for each in consumed(cluster, topic)]
    assert found == [(b"k", b"v", (("h", b"1"),)), (None, b'{"a":[1]}', ()), (b"k", None, ())]
    wrong = run_verb(cluster, "produce", topic, "--value-as", "int64", stdin=b"1\nzwei\n")
    assert b"Line 2: 'zwei' is not a whole number" in wrong.stderr
    assert consumed(cluster, topic)[-1][4] == b"\0" * 7 + b"\1", "what was read before it was sent, and reported"
    assert wrong.stdout.decode() == f"Delivered message to {topic}[0]@3\nNothing was sent from record 2 on\n"


def test_records_are_sent_again_as_they_are(cluster: Sandbox, fresh_topic: FreshTopic) -> None:
    topic, other = fresh_topic(cluster, 2), fresh_topic(cluster, 1)
    producer = Producer({"bootstrap.servers": cluster.bootstrap_servers, "log_level": 0})
    producer.produce(topic, b"\xff\xfe", b"\x00", partition=1, headers=ODD_HEADERS, timestamp=1_700_000_000_000)
    producer.produce(topic, None, b"gone", partition=1)
    assert producer.flush(20) == 0
    done = run_verb(cluster, "produce", topic, "--resend", "1@1,1@0")
    assert done.stdout.decode() == f"Delivered message to {topic}[1]@2\nDelivered message to {topic}[1]@3\n", done
    first, second, third, fourth = consumed(cluster, topic)
    assert (fourth[0], *fourth[3:]) == (first[0], *first[3:])
    assert (third[0], *third[3:]) == (second[0], *second[3:])
    assert run_verb(cluster, "produce", topic, "--resend", "1@0", "--to", other).returncode == 0
    assert [each[3:] for each in consumed(cluster, other)] == [first[3:]]
    missing = run_verb(cluster, "produce", topic, "--resend", "1@0,1@99")
    assert missing.returncode == 1
    assert f"There is no record at {topic}-1@99" in missing.stderr.decode()
    assert len(consumed(cluster, topic)) == 4, "nothing is sent where one is missing"


async def test_the_page_edits_resends_and_deletes_keys(cluster: Sandbox, fresh_topic: FreshTopic) -> None:
    topic = fresh_topic(cluster, 2, config={"cleanup.policy": "compact"})
    async with app_at(profile_of(cluster), PlaceKind.TOPIC, topic, "messages") as app:
        await at_the_end(app)
        await app.press("p")
        await app.fill("key", "user-1")
        await app.fill("headers", "n:=null, b:=hex:00ff")
        await app.fill("value", "first")
        await app.press("ctrl+s")
        await app.wait_for(lambda: values(app) == ["first"])
        assert app.messages.table.is_lit(0)
        await app.press("escape", "R")
        await app.fill("value", "second")
        await app.press("ctrl+s")
        await app.wait_for(lambda: values(app) == ["first", "second"] and reports(app).count("✓") == 2)
        assert "failed" not in sent(app)
        await app.press("escape", "d")
        await app.wait_for_text("Deletes the key user-1")
        await app.press("ctrl+s")
        await app.wait_for(lambda: values(app)[2:] == ["∅ null (tombstone)"])
    found = consumed(cluster, topic)
    headers = (("n", None), ("b", b"\x00\xff"))
    assert [each[3:] for each in found] == [
        (b"user-1", b"first", headers), (b"user-1", b"second", headers), (b"user-1", None, ()),
    ]  # fmt: skip
    assert len({each[0] for each in found}) == 1


def test_all_of_it_is_one_transaction(cluster: Sandbox, fresh_topic: FreshTopic) -> None:
    topic = fresh_topic(cluster, 2)
    done = run_verb(cluster, "produce", topic, "--transactional-id", topic, "a", "b", "c")
    assert (done.returncode, done.stdout.decode().splitlines()[-1]) == (0, "Committed 3 records"), done
    assert {each[4] for each in consumed(cluster, topic, "read_committed")} == {b"a", b"b", b"c"}
    broken = run_verb(cluster, "produce", topic, "--transactional-id", topic, "--value-as", "int32", stdin=b"1\nx\n")
    assert broken.returncode == 2
    assert b"Line 2" in broken.stderr
    assert b"Aborted: none of the 1 records" in broken.stdout
    assert len(consumed(cluster, topic, "read_committed")) == 3


async def test_the_page_commits_and_aborts_transactions(cluster: Sandbox, fresh_topic: FreshTopic) -> None:
    topic = fresh_topic(cluster, 1)
    async with app_at(profile_of(cluster), PlaceKind.TOPIC, topic, "messages") as app:
        await at_the_end(app)
        for value, answer in ("lost", ["shift+tab", "enter"]), ("kept", ["enter"]):
            await app.press("p", "ctrl+f")
            await app.wait_for(lambda: "in a transaction: 0" in sent(app))
            await app.fill("value", value)
            await app.press("ctrl+s", "ctrl+s")
            await app.wait_for(lambda: "in a transaction: 2" in sent(app) and "on the way" not in sent(app))
            assert consumed_values(cluster, topic) == []
            await app.press("ctrl+f")
            await app.wait_for_text("holds 2 records")
            await app.press(*answer)
            end = "aborted: none of its 2 records" if value == "lost" else "committed: 2 records"
            await app.wait_for(partial(is_said, app, end))
            assert "in a transaction" not in sent(app)
    assert consumed_values(cluster, topic) == [b"kept", b"kept"]


def consumed_values(cluster: Sandbox, topic: str) -> list[bytes | None]:
    return [each[4] for each in consumed(cluster, topic, "read_committed")]


def is_said(app: AppDriver, words: str) -> bool:
    return words in reports(app).replace("\n", " ")
