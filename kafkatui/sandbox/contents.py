"""Fills a fresh sandbox: topics, records, a transaction of each kind, groups with offsets, znodes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from kafkatui.model.errors import SandboxError
from kafkatui.sandbox import topics
from kafkatui.sandbox.background import in_background
from kafkatui.sandbox.groups import GROUPS, Committers
from kafkatui.sandbox.readiness import QUIET_CLIENT
from kafkatui.sandbox.records import PlannedRecord, initial_records
from kafkatui.sandbox.topics import TOPICS, TopicPlan
from kafkatui.sandbox.znodes import DemoZnodes

if TYPE_CHECKING:
    from confluent_kafka import Producer, TopicPartition
    from confluent_kafka.admin import AdminClient

_TIMEOUT_SECONDS = 120.0
"""A bound, not an expectation: quiet it takes 2 s, on a crowded machine it took over 30 s."""

_ANY_PARTITION = -1

COMMITTED, ABORTED = 5, 3
"""Transfers in each of the two committed transactions, and in the aborted one between them."""


class DemoContents:
    """The demo's contents on one cluster; holds the session its ephemeral znodes live by until closed."""

    def __init__(self, bootstrap_servers: str, zookeeper_connect: str | None, brokers: int) -> None:
        self._client: dict[str, Any] = {"bootstrap.servers": bootstrap_servers, **QUIET_CLIENT}
        self._brokers = brokers
        self._znodes = DemoZnodes(zookeeper_connect) if zookeeper_connect else None

    def load(self) -> None:
        """Creates everything and returns when it is all there; what an earlier run left is kept as it is.

        Raises:
            SandboxError: the cluster refused something or did not answer in time.
        """
        from confluent_kafka import KafkaException

        znodes = in_background(self._znodes.create, "demo-znodes") if self._znodes else None
        try:
            self._load_kafka()
            if znodes:
                znodes.result(_TIMEOUT_SECONDS)
        except KafkaException as error:
            raise SandboxError(f"Could not fill the demo cluster: {error.args[0].str()}.") from error
        except TimeoutError as error:
            raise SandboxError(f"Filling the demo cluster took over {_TIMEOUT_SECONDS:.0f} s.") from error

    def close(self) -> None:
        """Lets the ephemeral znodes go."""
        if self._znodes:
            self._znodes.close()

    def _load_kafka(self) -> None:
        from confluent_kafka.admin import AdminClient

        admin = AdminClient(self._client)
        committers = Committers(self._client, [group.name for group in GROUPS])
        fresh = create_topics(admin, TOPICS, self._brokers)
        transfers = in_background(self._produce_transfers, "demo-transfers") if topics.TRANSFERS in fresh else None
        self._produce(record for record in initial_records() if record.topic in fresh)
        try:
            committers.commit(_offsets_read(admin, fresh), _TIMEOUT_SECONDS)
        finally:
            in_background(committers.close, "demo-committers")
        if transfers:
            transfers.result(_TIMEOUT_SECONDS)

    def _produce(self, records: Iterable[PlannedRecord]) -> None:
        from confluent_kafka import Producer

        settings = {"linger.ms": 5, "partitioner": "murmur2_random", "message.max.bytes": 4_000_000}
        send_all(Producer({**self._client, **settings}), records)

    def _produce_transfers(self) -> None:
        """Two committed transactions and, between them, an aborted one."""
        from confluent_kafka import Producer

        producer = Producer({**self._client, "transactional.id": "demo-transfers", "transaction.timeout.ms": 60_000})
        producer.init_transactions(_TIMEOUT_SECONDS)
        number = 0
        for count, commit in ((COMMITTED, True), (ABORTED, False), (COMMITTED, True)):
            producer.begin_transaction()
            send_all(producer, [_transfer(number + index, commit) for index in range(count)])
            number += count
            if commit:
                producer.commit_transaction(_TIMEOUT_SECONDS)
            else:
                producer.abort_transaction(_TIMEOUT_SECONDS)


def _offsets_read(admin: AdminClient, fresh: set[str]) -> dict[str, list[TopicPartition]]:
    """How far each group that reads one of the `fresh` topics has read them."""
    from confluent_kafka import TopicPartition
    from confluent_kafka.admin import OffsetSpec  # type: ignore[attr-defined]

    partitions = [TopicPartition(plan.name, index) for plan in TOPICS for index in range(plan.partitions)]
    latest = OffsetSpec.latest()  # type: ignore[no-untyped-call]
    wanted = {partition: latest for partition in partitions if partition.topic in fresh}
    answers = admin.list_offsets(wanted, request_timeout=_TIMEOUT_SECONDS)
    ends = {partition: future.result(_TIMEOUT_SECONDS).offset for partition, future in answers.items()}
    read = {
        group.name: [
            TopicPartition(partition.topic, partition.partition, int(end * group.share_read))
            for partition, end in ends.items()
            if partition.topic in group.topics
        ]
        for group in GROUPS
    }
    return {group: offsets for group, offsets in read.items() if offsets}


def create_topics(admin: AdminClient, plans: Sequence[TopicPlan], brokers: int) -> set[str]:
    """Creates the topics that do not exist; the names of those it created.

    Raises:
        KafkaException: the broker refused one for another reason than that it exists.
    """
    from confluent_kafka import KafkaError, KafkaException
    from confluent_kafka.admin import NewTopic  # type: ignore[attr-defined]

    wanted = [
        NewTopic(plan.name, plan.partitions, min(plan.replicas, brokers), config=_fit(plan, brokers)) for plan in plans
    ]
    created = set()
    for name, future in admin.create_topics(wanted, operation_timeout=_TIMEOUT_SECONDS).items():
        try:
            future.result(_TIMEOUT_SECONDS)
            created.add(name)
        except KafkaException as error:
            if error.args[0].code() != KafkaError.TOPIC_ALREADY_EXISTS:
                raise
    return created


def send_all(producer: Producer, records: Iterable[PlannedRecord]) -> None:
    """Produces `records` and waits for every delivery; KafkaException when one failed."""
    from confluent_kafka import KafkaException

    failures: list[Any] = []

    def note(error: Any, _message: Any) -> None:
        if error is not None:
            failures.append(error)

    now = int(time.time() * 1000)
    for record in records:
        send(producer, record, now, note)
    unsent = producer.flush(_TIMEOUT_SECONDS)
    if failures:
        raise KafkaException(failures[0])
    if unsent:
        raise SandboxError(f"{unsent} records were not delivered within {_TIMEOUT_SECONDS:.0f} s.")


def send(producer: Producer, record: PlannedRecord, now: int, on_delivery: Callable[[Any, Any], None] | None) -> None:
    """Queues one record; `now` in epoch milliseconds."""
    producer.produce(
        record.topic,
        partition=_ANY_PARTITION if record.partition is None else record.partition,
        value=record.value,
        key=record.key,
        headers=list(record.headers) or None,
        timestamp=record.timestamp_milliseconds(now),
        on_delivery=on_delivery,
    )
    producer.poll(0)


def _transfer(number: int, committed: bool) -> PlannedRecord:
    fate = b"committed" if committed else b"aborted"
    return PlannedRecord(
        topics.TRANSFERS, f"account-{number % 4}".encode(), b"transfer %d, %s" % (number, fate), partition=number % 2
    )


def _fit(plan: TopicPlan, brokers: int) -> dict[str, str]:
    """The topic's configuration, without a minimum of in-sync replicas that `brokers` brokers cannot have."""
    config = dict(plan.config)
    if brokers < 2:
        config.pop("min.insync.replicas", None)
    return config
