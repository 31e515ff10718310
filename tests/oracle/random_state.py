"""A cluster in a state that nobody thought of: topics, records and groups drawn from a seed."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import closing
from random import Random
from typing import Any

from confluent_kafka import Consumer, KafkaError, KafkaException, Producer, TopicPartition
from confluent_kafka.admin import NewPartitions, NewTopic  # type: ignore[attr-defined]

from kafkatui.sandbox.cluster import Sandbox
from kafkatui.sandbox.readiness import QUIET_CLIENT, wait_until
from tests.cluster.as_found import delete_groups, list_group_ids
from tests.cluster.sharing import admin_of, has_leaders
from tests.oracle.kafka_says import READERS

WAIT_SECONDS = 60.0
_FAR_BEYOND = 1_000
_SETTINGS: Mapping[str, tuple[str, ...]] = {
    "retention.ms": ("-1", "3600000", "86400000"),
    "cleanup.policy": ("delete", "compact,delete"),
    "max.message.bytes": ("2097152",),
    "compression.type": ("lz4", "zstd", "gzip", "snappy", "producer"),
    "retention.bytes": ("1073741824",),
}
_COMPACTED = {
    "cleanup.policy": "compact",
    "segment.ms": "100",
    "min.cleanable.dirty.ratio": "0.01",
    "delete.retention.ms": "100",
}
_VALUES = ("", "ordinary", "Grüße 🦓", "한국어 ไทย", '{"a": [1, null]}', "x" * 3000, "spaces  within", "\\t\\n", "null")


class RandomState:
    """Builds a state; `remove` takes it away again.

    Args:
        sandbox: where; other topics and groups stay as they are.
        seed: decides everything but the timestamps.
    """

    def __init__(self, sandbox: Sandbox, seed: int) -> None:
        self.sandbox = sandbox
        self.prefix = f"oracle-{seed}-"
        self.steps: list[str] = []
        """What was done, for whoever has to understand a failure."""
        self._random = Random(seed)
        self._admin = admin_of(sandbox)
        self._client: dict[str, Any] = {"bootstrap.servers": sandbox.bootstrap_servers, **QUIET_CLIENT}
        self._sizes: dict[str, int] = {}
        self._compacted_topics: set[str] = set()
        self._open: list[Producer] = []
        self._members: list[Consumer] = []
        self._serial = 0

    def build(self) -> None:
        """Makes topics of several kinds, fills them, and lets groups have read some of it."""
        kinds: list[Callable[[str], None]] = [
            self._plain, self._plain, self._empty, self._compacted, self._transactional, self._made_anew, self._grown,
            self._trimmed,
        ]  # fmt: skip
        for number, kind in enumerate(self._random.sample(kinds, self._random.randint(3, 6))):
            kind(f"{self.prefix}t{number}{kind.__name__.replace('_', '-')}")
        for number in range(self._random.randint(2, 4)):
            self._group(f"{self.prefix}g{number}")

    def leave(self) -> None:
        """Ends the members."""
        while self._members:
            self._members.pop().close()

    def remove(self) -> None:
        """Ends the members and the transactions left open, deletes the topics and the groups."""
        self.leave()
        for producer in self._open:
            producer.abort_transaction(WAIT_SECONDS)
        left = [name for name in self._admin.list_topics(timeout=20).topics if name.startswith(self.prefix)]
        for answer in self._admin.delete_topics(left).values() if left else ():
            answer.result(WAIT_SECONDS)
        groups = list_group_ids(self.sandbox)
        delete_groups(self.sandbox, [group for group in groups if group.startswith((self.prefix, READERS))])

    # Kinds of topics

    def _plain(self, topic: str) -> None:
        self._create(topic, self._settings())
        self._produce(topic, self._random.randint(1, 150))

    def _empty(self, topic: str) -> None:
        self._create(topic, self._settings())

    def _compacted(self, topic: str) -> None:
        """Few keys, written again and again, some of them deleted; the cleaner comes when it likes."""
        self._create(topic, _COMPACTED)
        for _ in range(2):
            self._produce(topic, self._random.randint(5, 60), keys=4)
            time.sleep(0.15)  # past segment.ms: what is in an older segment may be cleaned

    def _transactional(self, topic: str) -> None:
        """Transactions one after another, some aborted, the last one perhaps still open."""
        self._create(topic, {})
        producer = Producer({**self._client, "transactional.id": topic, "transaction.timeout.ms": 300_000})
        producer.init_transactions(WAIT_SECONDS)
        for _ in range(self._random.randint(1, 5)):
            producer.begin_transaction()
            self._produce(topic, self._random.randint(1, 12), producer=producer)
            if self._random.random() < 0.4:
                producer.abort_transaction(WAIT_SECONDS)
                self._note(f"aborted a transaction in {topic}")
            else:
                producer.commit_transaction(WAIT_SECONDS)
        if self._random.random() < 0.3:
            producer.begin_transaction()
            self._produce(topic, self._random.randint(1, 6), producer=producer)
            self._open.append(producer)
            self._note(f"left a transaction open in {topic}")

    def _made_anew(self, topic: str) -> None:
        self._plain(topic)
        self._admin.delete_topics([topic], operation_timeout=30)[topic].result(WAIT_SECONDS)
        wait_until(lambda: topic not in self._admin.list_topics(timeout=10).topics, WAIT_SECONDS, f"no {topic}")
        self._note(f"deleted {topic}")
        self._plain(topic)

    def _grown(self, topic: str) -> None:
        self._plain(topic)
        self._sizes[topic] += self._random.randint(1, 3)
        self._admin.create_partitions([NewPartitions(topic, self._sizes[topic])])[topic].result(WAIT_SECONDS)
        self._wait_for_leaders(topic)
        self._note(f"{topic} has {self._sizes[topic]} partitions now")
        self._produce(topic, self._random.randint(0, 40))

    def _trimmed(self, topic: str) -> None:
        """Records deleted up to an offset, in some partitions all of them."""
        self._plain(topic)
        ends = self._ends(topic)
        wanted = [TopicPartition(topic, number, self._random.randint(0, end)) for number, end in ends.items()]
        for answer in self._admin.delete_records(wanted).values():
            answer.result(WAIT_SECONDS)
        self._note(f"deleted records of {topic} before {[part.offset for part in wanted]}")

    # Groups

    def _group(self, group: str) -> None:
        topics = self._random.sample(sorted(self._sizes), self._random.randint(1, min(3, len(self._sizes))))
        offsets: list[TopicPartition] = []
        for topic in topics:
            for number, end in self._ends(topic).items():
                committed = self._random.choice((None, 0, end, end, end // 2, end + _FAR_BEYOND))
                if committed is not None:
                    offsets.append(TopicPartition(topic, number, committed))
        if offsets:
            with closing(Consumer({**self._client, "group.id": group})) as consumer:
                consumer.commit(offsets=offsets, asynchronous=False)
        self._note(f"{group} committed {[(part.topic, part.partition, part.offset) for part in offsets]}")
        if self._random.random() < 0.25:
            self._join(group, topics)

    def _join(self, group: str, topics: list[str]) -> None:
        consumer = Consumer({**self._client, "group.id": group, "client.id": "member", "enable.auto.commit": False})
        self._members.append(consumer)
        consumer.subscribe(topics)
        wanted = sum(self._sizes[topic] for topic in topics)
        deadline = time.monotonic() + WAIT_SECONDS
        while len(consumer.assignment()) != wanted:
            assert time.monotonic() < deadline, f"{group} did not get its {wanted} partitions"
            consumer.poll(0.1)
        self._note(f"a member of {group} reads {topics}")

    # Requests

    def _settings(self) -> dict[str, str]:
        names = self._random.sample(sorted(_SETTINGS), self._random.randint(0, 3))
        return {name: self._random.choice(_SETTINGS[name]) for name in names}

    def _create(self, topic: str, config: Mapping[str, str]) -> None:
        self._sizes[topic] = self._random.randint(1, 5)
        replicas = self._random.randint(1, self.sandbox.settings.brokers)
        if "compact" in config.get("cleanup.policy", ""):
            self._compacted_topics.add(topic)
        else:
            self._compacted_topics.discard(topic)
        new = NewTopic(topic, self._sizes[topic], replicas, config=dict(config))
        deadline = time.monotonic() + WAIT_SECONDS
        while True:
            try:
                self._admin.create_topics([new], operation_timeout=30)[topic].result(WAIT_SECONDS)
                break
            except KafkaException as error:  # still being deleted, where it was there before
                if error.args[0].code() != KafkaError.TOPIC_ALREADY_EXISTS or time.monotonic() > deadline:
                    raise
                time.sleep(0.1)
        self._wait_for_leaders(topic)
        self._note(f"created {topic}: {self._sizes[topic]}×{replicas} {dict(config)}")

    def _wait_for_leaders(self, topic: str) -> None:
        wait_until(lambda: has_leaders(self._admin, topic, self._sizes[topic]), WAIT_SECONDS, f"leaders of {topic}")

    def _produce(self, topic: str, count: int, *, keys: int = 0, producer: Producer | None = None) -> None:
        """Records with random keys, values, headers and partitions; with `keys`, of so many keys and tombstones too."""
        sender = producer or Producer({**self._client, "linger.ms": 5})

        for _ in range(count):
            self._serial += 1
            value: str | None = f"{topic}|{self._serial}|{self._random.choice(_VALUES)}"
            key = self._random.choice((None, "", f"key {self._serial}"))
            if keys:
                key, value = f"key {self._random.randrange(keys)}", self._random.choice((value, value, value, None))
            if key is None and topic in self._compacted_topics:
                key = "no null"  # which brokers refuse where the cleaner goes by keys
            headers: Any = [("h", b"1"), ("second", "ä".encode())] if self._random.random() < 0.2 else None
            sender.produce(topic, value, key, self._random.randrange(self._sizes[topic]), headers=headers)
        assert sender.flush(WAIT_SECONDS) == 0
        self._note(f"{count} records into {topic}")

    def _ends(self, topic: str) -> dict[int, int]:
        with closing(Consumer({**self._client, "group.id": "nobody"})) as consumer:
            return {number: self._end(consumer, TopicPartition(topic, number)) for number in range(self._sizes[topic])}

    @staticmethod
    def _end(consumer: Consumer, partition: TopicPartition) -> int:
        deadline = time.monotonic() + WAIT_SECONDS
        while True:
            try:
                return int(consumer.get_watermark_offsets(partition, timeout=20)[1])
            except KafkaException:  # a leader that has just been made does not know of it yet
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)

    def _note(self, step: str) -> None:
        self.steps.append(step)
