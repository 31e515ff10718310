"""Elections, held by protocol or through ZooKeeper, and waited for."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kafkatui.model.cluster import NO_LEADER, TopicPartition, partition_text
from kafkatui.model.outcome import OutcomeState, TargetOutcome
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

ZOOKEEPER_SECONDS = 60.0
"""So long a controller may take for what it was asked for through ZooKeeper."""

SETTLE_SECONDS = 5.0
"""So long brokers may take to tell what the controller has done."""

LOOK_SECONDS = 0.2


def elect(
    context: ActionContext,
    partitions: Sequence[TopicPartition],
    control: TaskControl,
    *,
    is_unclean: bool = False,
    by_znode: bool = False,
) -> tuple[TargetOutcome, ...]:
    """Hold elections and wait for them.

    Args:
        by_znode: ask the controller through ZooKeeper, as below Kafka 2.4.

    Raises:
        KafkatuiError: nobody could be asked.
    """
    if not partitions:
        return ()
    if not by_znode:
        from kafkatui.kafka.write.partitions import elect_leaders

        return elect_leaders(context.writable_kafka(), partitions, is_unclean=is_unclean)
    from kafkatui.zookeeper.controller_requests import ELECTION, read_requested
    from kafkatui.zookeeper.write.controller_requests import request_election

    zookeeper = context.writable_zookeeper()
    request_election(zookeeper, partitions)
    deadline = time.monotonic() + ZOOKEEPER_SECONDS
    while read_requested(zookeeper, ELECTION):
        if time.monotonic() > deadline:
            why = f"the controller has not done it yet: {ELECTION} is still there"
            return tuple(TargetOutcome(partition_text(each), OutcomeState.UNKNOWN, why) for each in partitions)
        control.wait(LOOK_SECONDS)
    return _as_found(context, partitions, control)


def _as_found(
    context: ActionContext, partitions: Sequence[TopicPartition], control: TaskControl
) -> tuple[TargetOutcome, ...]:
    """ZooKeeper does not tell what came of it: the metadata do."""
    deadline = time.monotonic() + SETTLE_SECONDS
    while True:
        topics = context.metadata().topics
        parts = {
            (each.topic, each.id): each for name, _ in partitions if name in topics for each in topics[name].partitions
        }
        others = [each for each in partitions if each in parts and not parts[each].has_preferred_leader]
        if not others or time.monotonic() > deadline:
            break
        control.wait(LOOK_SECONDS)
    outcomes = []
    for each in partitions:
        state, why = OutcomeState.DONE, ""
        if each in others or each not in parts:
            leader = parts[each].leader if each in parts else NO_LEADER
            state, why = OutcomeState.FAILED, f"it is led by {leader_name(leader)} still"
        outcomes.append(TargetOutcome(partition_text(each), state, why))
    return tuple(outcomes)


def leader_name(leader: int) -> str:
    """A leader in a sentence."""
    return "none" if leader < 0 else str(leader)
