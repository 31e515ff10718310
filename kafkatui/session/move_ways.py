"""The two ways replicas are moved: by protocol, and below Kafka 2.4 through ZooKeeper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from kafkatui.model.cluster import TopicPartition, partition_text
from kafkatui.model.outcome import TargetOutcome, done
from kafkatui.model.partition_move import PartitionMove

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext


class MoveWay(Protocol):
    """How moves are begun, watched and called off.

    Attributes:
        why_not_cancel: why moves cannot be called off; empty where they can.
    """

    why_not_cancel: str

    def moving(self) -> frozenset[TopicPartition]:
        """What moves in the cluster now, whoever moves it. Raises KafkatuiError."""

    def takes_more(self, moving: frozenset[TopicPartition]) -> bool:
        """Whether something more may begin while that moves."""

    def begin(self, moves: Sequence[PartitionMove]) -> tuple[TargetOutcome, ...]:
        """Begin moves; an outcome for each. Raises KafkatuiError."""

    def call_off(self, moves: Sequence[PartitionMove]) -> tuple[TargetOutcome, ...]:
        """Call moves off; an outcome for each. Raises KafkatuiError."""


class ByProtocol:
    """Kafka 2.4 and later (KIP-455)."""

    why_not_cancel = ""

    def __init__(self, context: ActionContext) -> None:
        self._context = context

    def moving(self) -> frozenset[TopicPartition]:
        from kafkatui.kafka.read.reassignments import read_reassignments

        return frozenset(read_reassignments(self._context.readable_kafka()))

    def takes_more(self, moving: frozenset[TopicPartition]) -> bool:
        return True

    def begin(self, moves: Sequence[PartitionMove]) -> tuple[TargetOutcome, ...]:
        from kafkatui.kafka.write.partitions import move_replicas

        return move_replicas(self._context.writable_kafka(), {move.key: move.after for move in moves})

    def call_off(self, moves: Sequence[PartitionMove]) -> tuple[TargetOutcome, ...]:
        from kafkatui.kafka.write.partitions import move_replicas

        return move_replicas(self._context.writable_kafka(), {move.key: None for move in moves})


class ByZnode:
    """Below: the controller is asked by a znode that it deletes at the end, so nothing more can begin until then."""

    why_not_cancel = "calling a move off is not supported before Kafka 2.4"

    def __init__(self, context: ActionContext) -> None:
        self._context = context

    def moving(self) -> frozenset[TopicPartition]:
        from kafkatui.zookeeper.controller_requests import REASSIGNMENT, read_requested

        return frozenset(read_requested(self._context.writable_zookeeper(), REASSIGNMENT))

    def takes_more(self, moving: frozenset[TopicPartition]) -> bool:
        return not moving

    def begin(self, moves: Sequence[PartitionMove]) -> tuple[TargetOutcome, ...]:
        from kafkatui.zookeeper.write.controller_requests import request_moves

        request_moves(self._context.writable_zookeeper(), {move.key: move.after for move in moves})
        return done([partition_text(move.key) for move in moves])

    def call_off(self, moves: Sequence[PartitionMove]) -> tuple[TargetOutcome, ...]:
        raise NotImplementedError(self.why_not_cancel)


def way_of(context: ActionContext, *, by_znode: bool) -> MoveWay:
    """The way that is meant."""
    return ByZnode(context) if by_znode else ByProtocol(context)
