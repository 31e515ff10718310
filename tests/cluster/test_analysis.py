"""Every figure of an analysis that a plain consumer's records give, too, is theirs: plain, packed, compacted,
transactional, trimmed."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest
from confluent_kafka import TopicPartition as ClientTopicPartition

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.stream.analysing import analyse_topics
from kafkatui.model.place import PlaceKind
from kafkatui.model.profile import Profile
from kafkatui.model.target import Target
from kafkatui.model.topic_analysis import Spread, TopicAnalysis
from kafkatui.sandbox.cluster import Sandbox
from kafkatui.sandbox.readiness import QUIET_CLIENT, wait_until
from kafkatui.session.action_catalogue import catalogue
from kafkatui.session.session import ClusterSession
from tests.cluster.consumed import Seen, consumed
from tests.cluster.sharing import FreshTopic, admin_of
from tests.cluster.verbs import run_verb
from tests.drive.producer import Producer

pytestmark = pytest.mark.cluster

PARTITIONS = 3


def analysed(connection: KafkaConnection, topic: str, newest: int | None = None) -> TopicAnalysis:
    keys = [(topic, number) for number in range(PARTITIONS)]
    [found] = analyse_topics(connection, keys, newest, lambda *_: None)
    return found


def produce(sandbox: Sandbox, topic: str, count: int, **settings: Any) -> None:
    """Records of all kinds: null and empty keys and values, headers, times that run backwards."""
    producer = Producer({"bootstrap.servers": sandbox.bootstrap_servers, "linger.ms": 20, **settings, **QUIET_CLIENT})
    now = int(time.time() * 1000)
    for number in range(count):
        value: Any = (None, b"", b"x" * (number % 300), json.dumps({"number": number, "city": "Köln"}))[number % 4]
        key: Any = (None, b"", f"key-{number % 50}", f"a-longer-key-{number % 7}")[number // 4 % 4]
        headers: Any = [("trace", str(number)), ("void", None), ("trace", b"")][: number % 4] or None
        stamp = now + number * 10 - (60_000 if number % 90 == 0 else 0)
        producer.produce(topic, value, key, 0 if number % 3 else number % PARTITIONS, headers=headers, timestamp=stamp)
        producer.poll(0)
    assert producer.flush(60) == 0


def nearest_rank(numbers: Sequence[int], percent: int) -> int:
    return sorted(numbers)[-(-len(numbers) * percent // 100) - 1]


def assert_spread(spread: Spread, numbers: Sequence[int]) -> None:
    assert (spread.count, spread.total, spread.is_exact) == (len(numbers), sum(numbers), True)
    if numbers:
        ranks = (nearest_rank(numbers, 50), nearest_rank(numbers, 99))
        assert (spread.least, spread.median, spread.p99, spread.most) == (min(numbers), *ranks, max(numbers))


def header_size(seen: Seen) -> int:
    return sum(len(name.encode()) + len(value or b"") for name, value in seen[5])


def size(seen: Seen) -> int:
    return len(seen[3] or b"") + len(seen[4] or b"") + header_size(seen)


def assert_as_consumed(found: TopicAnalysis, seen: Sequence[Seen]) -> None:
    """`seen`: ordered by partition and offset."""
    keys, values = [one[3] for one in seen], [one[4] for one in seen]
    assert (found.count.records, dict(found.unread), found.undecodable) == (len(seen), {}, 0)
    assert (found.keys.nulls, found.keys.empty) == (keys.count(None), keys.count(b""))
    present = Counter(key for key in keys if key is not None)
    assert (found.keys.distinct, found.keys.is_exact, found.keys.missed) == (len(present), True, 0)
    assert found.keys.most_frequent == tuple(sorted(present.items(), key=lambda each: (-each[1], each[0]))[:10])
    assert_spread(found.keys.sizes, [len(key) for key in keys if key is not None])
    assert (found.values.nulls, found.values.empty) == (values.count(None), values.count(b""))
    assert_spread(found.values.sizes, [len(value) for value in values if value is not None])
    with_headers = [one for one in seen if one[5]]
    assert found.headers.records == len(with_headers)
    assert found.headers.most == max((len(one[5]) for one in seen), default=0)
    assert_spread(found.headers.sizes, [header_size(one) for one in with_headers])
    assert dict(found.headers.names) == Counter(name for one in seen for name, _ in one[5])
    assert sum(count for *_, count in found.times.histogram) == len(seen)
    for part in found.partitions:
        own = [one for one in seen if one[0] == part.partition]
        stamps = [one[2] for one in own]
        assert (part.count.records, part.size_bytes) == (len(own), sum(map(size, own)))
        assert (part.first_ms, part.last_ms) == (min(stamps, default=None), max(stamps, default=None))
        assert part.out_of_order == sum(stamp < max(stamps[: at + 1]) for at, stamp in enumerate(stamps))
    assert found.times.out_of_order == sum(part.out_of_order for part in found.partitions)
    assert found.batches.sizes.total == sum(part.stored_bytes for part in found.partitions)
    assert found.batches.records.total == sum(each.records for each in found.batches.codecs) == len(seen)
    producers = found.producers
    assert producers.idempotent + producers.transactional + producers.plain == len(seen)


@pytest.mark.parametrize("codec", ["none", "gzip", "snappy", "lz4", "zstd"])
def test_every_codec(cluster: Sandbox, connection: KafkaConnection, fresh_topic: FreshTopic, codec: str) -> None:
    topic = fresh_topic(cluster, PARTITIONS)
    produce(cluster, topic, 2_000, **{"compression.type": codec, "enable.idempotence": codec == "lz4"})
    wait_until(lambda: not analysed(connection, topic, newest=1).unread, 20, "all brokers to have heard of the topic")
    found = analysed(connection, topic)
    assert_as_consumed(found, consumed(cluster, topic))
    assert found.times.out_of_order > 0
    [packed] = found.batches.codecs
    assert (packed.codec, found.producers.ids) == (codec, int(codec == "lz4"))
    assert packed.ratio == 1 if codec == "none" else (packed.ratio or 0) > 1.5
    newest = analysed(connection, topic, newest=100)
    ends = {part.partition: part.count.end for part in found.partitions}
    assert_as_consumed(newest, [one for one in consumed(cluster, topic) if one[1] >= ends[one[0]] - 100])


def test_transactions(cluster: Sandbox, connection: KafkaConnection, fresh_topic: FreshTopic) -> None:
    topic = fresh_topic(cluster, PARTITIONS)
    client = {"bootstrap.servers": cluster.bootstrap_servers, **QUIET_CLIENT}
    producer = Producer({**client, "transactional.id": topic})
    producer.init_transactions(30)
    for turn in range(5):
        producer.begin_transaction()
        for number in range(40):
            producer.produce(topic, f"{turn} {number}", f"key-{turn}", number % PARTITIONS)
        producer.flush(30)
        (producer.abort_transaction if turn % 2 else producer.commit_transaction)(30)
        produce(cluster, topic, 20)
    producer.begin_transaction()
    producer.produce(topic, "open", partition=0)
    producer.flush(30)
    try:
        wait_until(lambda: analysed(connection, topic).count.open == 1, 30, "the markers of all but the open one")
        found = analysed(connection, topic)
        assert_as_consumed(found, consumed(cluster, topic, "read_committed"))
        count = found.count
        assert (count.records, count.aborted, count.missing) == (3 * 40 + 5 * 20, 2 * 40, 0)
        assert (found.producers.transactional, found.producers.plain) == (3 * 40, 5 * 20)
    finally:
        producer.abort_transaction(30)


def test_compacted_and_trimmed(cluster: Sandbox, connection: KafkaConnection, fresh_topic: FreshTopic) -> None:
    config = {"cleanup.policy": "compact,delete", "segment.ms": "100", "min.cleanable.dirty.ratio": "0.01"}
    topic = fresh_topic(cluster, PARTITIONS, config=config)
    producer = Producer({"bootstrap.servers": cluster.bootstrap_servers, **QUIET_CLIENT})
    for turn in range(4):
        for number in range(300):
            producer.produce(topic, f"{turn} {number}", f"key-{number % 30}", number % PARTITIONS)
        assert producer.flush(60) == 0
        time.sleep(0.15)  # past segment.ms: only what is in an older segment is compacted
    wait_until(lambda: len(consumed(cluster, topic)) < 1_000, 90, "the log to be compacted")
    admin = admin_of(cluster)
    [trimmed] = admin.delete_records([ClientTopicPartition(topic, 0, 200)]).values()
    trimmed.result(30)

    def agree() -> bool:  # the cleaner comes when it likes: what is equal before and after did not change in between
        before = consumed(cluster, topic)
        found = analysed(connection, topic)
        if before != consumed(cluster, topic):
            return False
        assert_as_consumed(found, before)
        assert found.count.missing == found.count.offsets - len(before) > 0
        return True

    wait_until(agree, 60, "a moment without the cleaner")


def test_the_verb_and_the_action(cluster: Sandbox, fresh_topic: FreshTopic) -> None:
    topic = fresh_topic(cluster, PARTITIONS)
    produce(cluster, topic, 500)
    seen = consumed(cluster, topic)
    ended = run_verb(cluster, "analyse", topic, "-o", "json")
    assert ended.returncode == 0, ended.stderr
    told = {(row["section"], row["figure"], row.get("of")): row for row in json.loads(ended.stdout)}
    assert told["records", "records", None]["value"] == len(seen) == 500
    assert told["values", "null", None]["value"] == sum(one[4] is None for one in seen)
    assert told["partitions", "partition", 0]["details"]["bytes"] == sum(size(one) for one in seen if one[0] == 0)
    partly = json.loads(run_verb(cluster, "analyze", topic, "-p", "1", "-o", "json").stdout)
    assert partly[0]["value"] == sum(one[0] == 1 for one in seen)
    missing = run_verb(cluster, "analyse", topic, "-p", "7")
    assert (missing.returncode, f"{topic} has no partition 7" in missing.stderr.decode()) == (1, True)

    session = ClusterSession(Profile("test", {"bootstrap.servers": cluster.bootstrap_servers}))
    try:
        action, target = catalogue()["topic.analyse"], Target(PlaceKind.TOPIC, topic)
        plan = session.actions.plan(action, (target,), {"newest": None})
        assert plan.wait(30)
        assert plan.result().rows[0].values == (topic, PARTITIONS, 500)
        ran = session.actions.run(action, (target,), {"newest": None}, plan.result())
        assert ran.wait(60)
        assert ran.result().is_done
        kept = session.actions.context.analyses
        assert_as_consumed(kept.results[topic], seen)
        assert not kept.under_way
    finally:
        session.close()
