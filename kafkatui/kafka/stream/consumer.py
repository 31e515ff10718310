"""The Consumer of a stream: no commits of its own, nothing created; without a group unless one was asked for."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from confluent_kafka import Consumer

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.model.membership import Membership
from kafkatui.model.profile import Profile

CONSUMER_PROPERTIES: dict[str, str | int | bool] = {
    # A profile may ask for the new one, which concerns members only and forbids other properties.
    "group.protocol": "classic",
    # A partition that is assigned before this client has heard of it is read from its next look on, not minutes later.
    "topic.metadata.refresh.interval.ms": 3_000,
    "enable.auto.commit": False,
    "enable.auto.offset.store": False,
    "allow.auto.create.topics": False,
    "enable.partition.eof": True,
    # Where the log no longer, or not yet, reaches a position we are told, look, count what is missing and move on.
    "auto.offset.reset": "error",
    # The default of 1,000 ms after a full queue costs nine tenths of the throughput.
    "fetch.queue.backoff.ms": 10,
    "fetch.wait.max.ms": 100,
    # Memory: what waits in librdkafka, and what one answer may bring beside it.
    "queued.max.messages.kbytes": 16 * 1024,
    "fetch.max.bytes": 8 * 1024 * 1024,
}


def open_consumer(connection: KafkaConnection, *, read_committed: bool) -> Consumer:
    """A Consumer without partitions, for one thread.

    Args:
        read_committed: leave out records of open and aborted transactions.
    """
    connection.meter.count("consume")
    isolation = "read_committed" if read_committed else "read_uncommitted"
    group = f"kafkatui-{uuid.uuid4()}"  # librdkafka wants one; it is never joined
    return Consumer(
        connection.client_config(**CONSUMER_PROPERTIES, **{"group.id": group, "isolation.level": isolation})
    )


MEMBER_PROPERTIES: dict[str, str | int | bool] = {
    # A member that dies without leaving keeps its partitions for so long.
    "session.timeout.ms": 10_000,
    "heartbeat.interval.ms": 2_000,
}
"""Where the profile says nothing else."""

INTERNAL_TOPICS = "^__consumer_offsets$,^__transaction_state$,^__share_group_state$"
"""For a member these are not there, unless its expression is meant to find them."""

_CLASSIC_ONLY = ("session.timeout.ms", "heartbeat.interval.ms", "partition.assignment.strategy", "group.protocol.type")


def open_member(
    connection: KafkaConnection, membership: Membership, *, read_committed: bool, on_commit: Callable[..., None]
) -> Consumer:
    """A Consumer that will join the membership's group when it subscribes, for one thread.

    Args:
        on_commit: told of each commit's end, when the Consumer is polled.
    """
    connection.meter.count("consume")
    config = {**MEMBER_PROPERTIES, **connection.client_config(**CONSUMER_PROPERTIES)}
    if membership.uses_new_protocol:
        config = {name: value for name, value in config.items() if name not in _CLASSIC_ONLY}
        config["group.protocol"] = "consumer"
    if not membership.finds_internal:
        config.setdefault("topic.blacklist", INTERNAL_TOPICS)
    return Consumer(
        {
            **config,
            "group.id": membership.group,
            "auto.offset.reset": membership.resets_to,
            "isolation.level": "read_committed" if read_committed else "read_uncommitted",
            "on_commit": on_commit,
        }
    )


def is_dealt_out_at_once(profile: Profile, membership: Membership) -> bool:
    """Whether a rebalance takes all partitions from all members first (eager), or only those that move."""
    strategy = profile.kafka.get("partition.assignment.strategy", "")
    return not membership.uses_new_protocol and "cooperative" not in strategy
