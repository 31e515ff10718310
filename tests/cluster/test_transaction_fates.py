"""What became of transactions is told of each record: by the reader, by `tail --transactions`, on the page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest
from confluent_kafka import TopicPartition as ConfluentPartition

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.stream.fate_reader import FateReader
from kafkatui.model.cluster import TopicPartition
from kafkatui.model.place import PlaceKind
from kafkatui.model.profile import Profile
from kafkatui.model.transaction import FateKind
from kafkatui.sandbox.cluster import Sandbox
from kafkatui.sandbox.readiness import QUIET_CLIENT, wait_until
from tests.cluster.app_driver import AppDriver, app_at, profile_of
from tests.cluster.kafka_tool import run_tool
from tests.cluster.messages_page import values, write
from tests.cluster.sharing import FreshTopic, admin_of
from tests.cluster.verbs import run_verb
from tests.drive.producer import Producer

pytestmark = pytest.mark.cluster

PADDING = "x" * 40_000
"""Some of these fill an answer, so that several are needed."""

EXPECTED = ["none", "committed", "aborted", "none", "open", "none", "committed", "aborted"]
"""Of the partition's records, in order; those from the open one on are behind the last stable offset."""


@pytest.fixture(params=["cluster", "kafka_2_3"])
def sandbox(request: pytest.FixtureRequest) -> Sandbox:
    """One with transactions as they are now, and as they were."""
    found: Sandbox = request.getfixturevalue(request.param)
    return found


class Written:
    """A topic with records of every fate in partition 0, and a plain one in partition 1."""

    def __init__(self, sandbox: Sandbox, topic: str) -> None:
        self._sandbox = sandbox
        self.topic = topic
        client = {"bootstrap.servers": sandbox.bootstrap_servers, **QUIET_CLIENT}
        self._producers = {
            name: Producer({**client, "transactional.id": f"{topic}-{name}", "linger.ms": 0})
            for name in ("first", "second")
        }
        for producer in self._producers.values():
            producer.init_transactions(30)
        self.plain("plain")
        self.transaction("first", "kept")
        self.transaction("first", "lost", commits=False)
        self.plain("between")
        self._begin("second", "open")
        self.plain("behind")
        self.transaction("first", "kept behind")
        self.transaction("first", "lost behind", commits=False)
        write(sandbox, topic, ["elsewhere"], partition=1)

    def plain(self, text: str) -> None:
        write(self._sandbox, self.topic, [text + PADDING], partition=0)

    def transaction(self, name: str, text: str, *, commits: bool = True) -> None:
        self._begin(name, text)
        producer = self._producers[name]
        (producer.commit_transaction if commits else producer.abort_transaction)(30)

    def _begin(self, name: str, text: str) -> None:
        producer = self._producers[name]
        producer.begin_transaction()
        producer.produce(self.topic, text + PADDING, partition=0)
        assert producer.flush(30) == 0

    def end(self) -> None:
        """Take the open transaction back."""
        self._producers["second"].abort_transaction(30)


@pytest.fixture
def written(sandbox: Sandbox, fresh_topic: FreshTopic) -> Written:
    return Written(sandbox, fresh_topic(sandbox, 2))


@pytest.fixture
def reader(sandbox: Sandbox) -> Iterator[FateReader]:
    connection = KafkaConnection(Profile("test", {"bootstrap.servers": sandbox.bootstrap_servers}))
    yield FateReader(connection)
    connection.close()


def offsets_of(sandbox: Sandbox, topic: str) -> list[int]:
    done = run_verb(sandbox, "tail", "-f", "beginning", "-e", "-o", "json", "-p", "0", topic)
    return [json.loads(line)["offset"] for line in done.stdout.splitlines()]


def test_each_record_is_told_of_whatever_part_of_the_log_is_asked_for(
    sandbox: Sandbox, written: Written, reader: FateReader
) -> None:
    offsets = offsets_of(sandbox, written.topic)
    assert len(offsets) == len(EXPECTED)

    def told(*wanted: int, partition_bytes: int = 256 << 10) -> dict[int, str]:
        [found] = reader.read({(written.topic, 0): wanted}, partition_bytes=partition_bytes)
        assert not found.reason
        return {
            offset: next(each.fate.kind.value for each in found.ranges if each.first <= offset <= each.last)
            for offset in wanted
        }

    expected = dict(zip(offsets, EXPECTED, strict=True))
    # A coordinator answers once it has decided; the markers come after that.
    wait_until(lambda: told(*offsets) == expected, 30, "the markers")
    assert told(*offsets, partition_bytes=1) == expected  # a batch an answer
    for offset in offsets:
        assert told(offset) == {offset: expected[offset]}
    written.end()
    ended = {**expected, offsets[EXPECTED.index("open")]: "aborted"}
    wait_until(lambda: told(*offsets) == ended, 30, "the last marker")


def test_what_has_no_transactions_says_so_and_what_is_not_there_says_why(written: Written, reader: FateReader) -> None:
    [plain, missing] = reader.read({(written.topic, 1): [0], (written.topic, 7): [0]})
    assert (plain.has_transactions, plain.reason) == (False, "")
    assert [each.fate.kind for each in plain.ranges] == [FateKind.NONE]
    assert missing.reason == "the topic or partition is not there any more"


def test_the_verb_tells_of_every_record(sandbox: Sandbox, written: Written) -> None:
    def lines(*arguments: str) -> list[bytes]:
        done = run_verb(sandbox, "tail", "-f", "beginning", "-e", "-p", "0", *arguments, written.topic)
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()

    def told() -> list[str]:
        return [json.loads(line)["transaction"] for line in lines("-o", "json", "--transactions")]

    wait_until(lambda: told() == EXPECTED, 30, "the markers")
    rows = [json.loads(line) for line in lines("-o", "json", "--transactions")]
    ended = {row["offset"]: row["marker_offset"] for row in rows if "marker_offset" in row}
    assert ended
    assert all(marker > offset for offset, marker in ended.items())
    assert all(row["transaction"] in ("committed", "aborted") for row in rows if "marker_offset" in row)
    assert [line.split()[1].decode() for line in lines("-o", "line", "--transactions")] == EXPECTED
    assert [line.rsplit(b",", 1)[1].decode() for line in lines("-o", "csv", "--transactions")] == [
        "transaction", *EXPECTED,
    ]  # fmt: skip
    assert not any("transaction" in json.loads(line) for line in lines("-o", "json"))
    rows = [json.loads(line) for line in lines("-o", "json", "--markers")]
    assert [row["offset"] for row in rows] == list(range(12)), "every offset has its line"
    assert [row["marker"] for row in rows if "marker" in row] == ["commit", "abort"] * 2
    found = run_verb(sandbox, "search", "--transactions", "-o", "line", written.topic, "partition=0")
    assert [line.split()[1].decode() for line in found.stdout.splitlines()] == EXPECTED
    cut_at(sandbox, written.topic, rows[2]["offset"])
    assert json.loads(lines("-o", "json", "--markers")[0]) == rows[2], "it stands before the first record"


def cut_at(sandbox: Sandbox, topic: str, offset: int) -> None:
    """Delete what partition 0 has before."""
    admin = admin_of(sandbox)
    [done] = admin.delete_records([ConfluentPartition(topic, 0, offset)]).values()
    done.result(20)


MARKER = "── "


def dumped_markers(sandbox: Sandbox, topic: str) -> list[tuple[int, str]]:
    """Offset and words of each marker in partition 0, by what kafka-dump-log prints of its leader's log."""
    leader = admin_of(sandbox).list_topics(topic, timeout=10).topics[topic].partitions[0].leader
    [log] = [each for each in sandbox.directory.rglob(f"{topic}-0/*.log") if f"broker-{leader}" in str(each)]
    text = run_tool("", "kafka.tools.DumpLogSegments", "--print-data-log", "--files", str(log)).decode()
    found = []
    for batch in text.split("baseOffset: ")[1:]:
        marker = re.search(r"endTxnMarker: (\w+) coordinatorEpoch: (\d+)", batch)
        written = re.search(r"^(\d+) .*producerId: (\d+) producerEpoch: (\d+)", batch)
        if marker and written:
            words = f"of producer {written[2]}, epoch {written[3]} · coordinator epoch {marker[2]} ──"
            found.append((int(written[1]), f"{MARKER}{marker[1]} {words}"))
    return found


def shown_markers(app: AppDriver) -> list[tuple[int, str]]:
    return [(int(row["offset"]), row["value"]) for row in app.rows if row["value"].startswith(MARKER)]


async def test_the_page_marks_what_is_in_view_and_says_how_far_readers_get(
    cluster: Sandbox, fresh_topic: FreshTopic
) -> None:
    written = Written(cluster, fresh_topic(cluster, 2))
    marks = {"none": "· ", "committed": "✓ ", "aborted": "✗ aborted ", "open": "○ open "}

    def beginnings() -> list[str]:
        passed = ("elsewhere", MARKER)
        return [value.partition(PADDING[:20])[0] for value in values(app) if not any(each in value for each in passed)]

    def expected(fates: list[str]) -> list[str]:
        texts = ["plain", "kept", "lost", "between", "open", "behind", "kept behind", "lost behind"]
        return [marks[fate] + text for fate, text in zip(fates, texts, strict=True)]

    async with app_at(profile_of(cluster), PlaceKind.TOPIC, written.topic, "messages") as app:
        await app.wait_for(lambda: beginnings() == expected(EXPECTED))
        await app.wait_for(lambda: any("· elsewhere" in value for value in values(app)))
        await app.wait_for(lambda: len(shown_markers(app)) == 4)
        await app.press("home", "down", "down", "down")
        await app.wait_for_text("aborted by its producer", "P0 start 0 stable")
        written.end()
        ended = ["aborted" if fate == "open" else fate for fate in EXPECTED]
        await app.wait_for(lambda: beginnings() == expected(ended))
        await app.wait_for(lambda: len(shown_markers(app)) == 5)
        dumped = dumped_markers(cluster, written.topic)
        assert shown_markers(app) == dumped
        assert [int(row["offset"]) for row in app.rows if row["partition"] == "0"] == list(range(13))
        await app.press("i")
        await app.wait_for(lambda: len(values(app)) == 6)
        assert not any(value.startswith(("✓", "·")) for value in values(app))
        cut_at(cluster, written.topic, dumped[0][0])  # the log begins with a marker
        await app.press("i")
        await app.wait_for(lambda: len(values(app)) == 12 and shown_markers(app) == dumped)
    lines = run_verb(cluster, "tail", "-f", "beginning", "-e", "-o", "line", "--markers", written.topic).stdout
    marked = [line for line in lines.decode().splitlines() if MARKER in line]
    assert marked == [f"{written.topic}[0]@{offset} {words}" for offset, words in dumped]


async def test_a_topic_without_transactions_is_looked_at_once(
    cluster: Sandbox, fresh_topic: FreshTopic, monkeypatch: pytest.MonkeyPatch
) -> None:
    topic = fresh_topic(cluster, 1)
    write(cluster, topic, ["one", "two"])
    asked: list[object] = []
    read = FateReader.read

    def counting(self: FateReader, wanted: Mapping[TopicPartition, Sequence[int]], **how: int) -> Any:
        asked.append(wanted)
        return read(self, wanted, **how)

    monkeypatch.setattr(FateReader, "read", counting)
    async with app_at(profile_of(cluster), PlaceKind.TOPIC, topic, "messages") as app:
        await app.wait_for_text("start 0 stable 2 high 2")
        await app.wait_for(lambda: values(app) == ["one", "two"] and bool(asked))
        write(cluster, topic, ["three"])
        await app.wait_for_text("start 0 stable 3 high 3")
        assert values(app) == ["one", "two", "three"]
        assert len(asked) == 1
