"""Changing consumer groups: what they have committed, who is in them, and whether they are there.

Through kafka-python alone: librdkafka's requests to coordinators can end the process (`kafka.connect.coordinators`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Coroutine, Hashable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.connect.coordinator_call import ask_coordinators
from kafkatui.kafka.connect.errors import kafka_error_of
from kafkatui.kafka.write.outcomes import UNANSWERED, outcome_of_code, outcome_of_exception
from kafkatui.model.cluster import TopicPartition, partition_text
from kafkatui.model.errors import ConnectError, KafkatuiError, UsageError
from kafkatui.model.group import Commit, GroupMember
from kafkatui.model.outcome import OutcomeState, TargetOutcome

if TYPE_CHECKING:
    from kafkatui.kafka.connect.coordinators import Answers
    from kafkatui.kafka.write.group_changes import GroupChanges

T = TypeVar("T", bound=Hashable)

_NO_COORDINATOR = (14, 15, 16)
"""COORDINATOR_LOAD_IN_PROGRESS, COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR: not done; there will soon be one."""
_RETRY_SECONDS = 0.25

NO_METADATA: Mapping[TopicPartition, str] = {}
NO_WORDS: Mapping[int, str] = {}
_NO_SUCH_MEMBER = {
    25: "it is not in the group any more",
    82: "another one has taken its group.instance.id",
}
"""UNKNOWN_MEMBER_ID, FENCED_INSTANCE_ID."""


def alter_offsets(
    connection: KafkaConnection,
    group_id: str,
    offsets: Mapping[TopicPartition, int],
    timeout_seconds: float | None = None,
    metadata: Mapping[TopicPartition, str] = NO_METADATA,
) -> tuple[TargetOutcome, ...]:
    """Commits offsets for a group that has no members; the group comes into being when there is none.

    The coordinator takes what it is told, offsets beyond the end too. One that dies is waited for: another takes over.

    Args:
        offsets: by partition; none is below 0.
        timeout_seconds: until when a coordinator is looked for; None takes the profile's. A request has its own bound.
        metadata: the text that is kept with an offset, where there is one.

    Returns:
        An outcome for each partition, in the order of `offsets`, called `topic-partition`.

    Raises:
        KafkatuiError: no coordinator could be asked for; nothing was changed.
        UsageError: an offset is below 0.
    """
    if below := [key for key, offset in offsets.items() if offset < 0]:
        raise UsageError(f"An offset is at least 0, not {offsets[below[0]]:,} as for {partition_text(below[0])}.")
    commits = {key: Commit(offset, metadata.get(key, "")) for key, offset in offsets.items()}
    return _change_partitions(
        connection, f"set what {group_id} has committed", list(commits), timeout_seconds,
        lambda changes, rest: changes.commit(group_id, {key: commits[key] for key in rest}),
    )  # fmt: skip


def delete_offsets(
    connection: KafkaConnection,
    group_id: str,
    partitions: Sequence[TopicPartition],
    timeout_seconds: float | None = None,
) -> tuple[TargetOutcome, ...]:
    """Forgets what a group has committed on partitions whose topic none of its members reads (Kafka 2.4).

    Returns, Raises: as `alter_offsets`; NotSupported below Kafka 2.4.
    """
    return _change_partitions(
        connection, f"delete what {group_id} has committed", list(partitions), timeout_seconds,
        lambda changes, rest: changes.delete_offsets(group_id, rest),
    )  # fmt: skip


def alter_share_starts(
    connection: KafkaConnection, group_id: str, starts: Mapping[TopicPartition, int]
) -> tuple[TargetOutcome, ...]:
    """Sets where a share group without members begins; what it had in hand behind that is forgotten (Kafka 4.1).

    Returns, Raises: as `alter_offsets`; NotSupported below Kafka 4.1.
    """
    return _change_partitions(
        connection, f"set where {group_id} begins", list(starts), None,
        lambda changes, rest: changes.alter_share_starts(group_id, {key: starts[key] for key in rest}),
    )  # fmt: skip


def delete_share_topics(connection: KafkaConnection, group_id: str, topics: Sequence[str]) -> tuple[TargetOutcome, ...]:
    """Forgets where a share group without members is, in all partitions of these topics (Kafka 4.1).

    Returns:
        An outcome for each topic, in this order, called as it is.

    Raises:
        NotSupported: below Kafka 4.1.
        KafkatuiError: no coordinator could be asked for; nothing was changed.
    """
    outcomes = _change(
        connection, f"delete where {group_id} is", list(topics), str, None,
        lambda changes, rest: changes.delete_share_topics(group_id, rest), is_repeatable=False,
    )  # fmt: skip
    return tuple(outcomes[topic] for topic in topics)


def delete_groups(
    connection: KafkaConnection, group_ids: Sequence[str], timeout_seconds: float | None = None
) -> tuple[TargetOutcome, ...]:
    """Deletes groups without members, with all they have committed.

    Returns:
        An outcome for each group, in this order.

    Raises:
        KafkatuiError: no coordinator could be asked for; nothing was changed.
    """
    ids = list(group_ids)
    outcomes = _change(
        connection, "delete groups", ids, str, timeout_seconds,
        lambda changes, rest: changes.delete_groups(rest), is_repeatable=False,
    )  # fmt: skip
    return tuple(outcomes[group_id] for group_id in ids)


def remove_members(
    connection: KafkaConnection,
    group_id: str,
    members: Sequence[GroupMember],
    timeout_seconds: float | None = None,
) -> tuple[TargetOutcome, ...]:
    """Takes members out of a group, as if they had left it (Kafka 2.4). One that still runs joins it again.

    Returns:
        An outcome for each member, in this order, called by its id.

    Raises:
        NotSupported: below Kafka 2.4.
        KafkatuiError: no coordinator could be asked for; nothing was changed.
    """
    identities = [(member.member_id, member.instance_id) for member in members]
    outcomes = _change(
        connection, f"remove members of {group_id}", identities, _member_text, timeout_seconds,
        lambda changes, rest: changes.remove_members(group_id, rest), is_repeatable=False, words=_NO_SUCH_MEMBER,
    )  # fmt: skip
    return tuple(outcomes[identity] for identity in identities)


def _change_partitions(
    connection: KafkaConnection,
    doing: str,
    partitions: Sequence[TopicPartition],
    timeout_seconds: float | None,
    send: Callable[[GroupChanges, list[TopicPartition]], Coroutine[Any, Any, Answers]],
) -> tuple[TargetOutcome, ...]:
    outcomes = _change(connection, doing, partitions, partition_text, timeout_seconds, send, is_repeatable=True)
    return tuple(outcomes[partition] for partition in partitions)


def _change(
    connection: KafkaConnection,
    doing: str,
    targets: Sequence[T],
    text: Callable[[T], str],
    timeout_seconds: float | None,
    send: Callable[[GroupChanges, list[T]], Coroutine[Any, Any, Answers]],
    *,
    is_repeatable: bool,
    words: Mapping[int, str] = NO_WORDS,
) -> dict[T, TargetOutcome]:
    """Sends until each target has an answer other than that its coordinator is not one just now.

    Args:
        is_repeatable: whether telling a coordinator twice does and answers the same as once.
        words: what error codes mean here, where that is something else than elsewhere.
    """
    from kafkatui.kafka.write.group_changes import GroupChanges

    timeout = connection.timeout_seconds if timeout_seconds is None else timeout_seconds
    deadline = time.monotonic() + timeout
    outcomes: dict[T, TargetOutcome] = {}
    rest = list(targets)
    while rest:
        try:
            answers = ask_coordinators(connection, "change groups", doing, GroupChanges, partial(_send, send, rest))
        except KafkatuiError:
            if outcomes:  # what the first try came to stands
                break
            raise
        outcomes.update((target, _outcome(answers, target, text(target), words)) for target in rest)
        rest = [target for target in rest if _may_be_sent_again(answers, target, outcomes[target], is_repeatable)]
        if not rest or time.monotonic() + _RETRY_SECONDS >= deadline:
            break
        time.sleep(_RETRY_SECONDS)
    return outcomes


def _send(
    send: Callable[[GroupChanges, list[T]], Coroutine[Any, Any, Answers]], rest: list[T], changes: GroupChanges
) -> Coroutine[Any, Any, Answers]:
    return send(changes, rest)


def _outcome(answers: Answers, target: Hashable, text: str, words: Mapping[int, str]) -> TargetOutcome:
    if target in answers.found:
        _, entry = answers.found[target]
        if entry.error_code in words:
            return TargetOutcome(text, OutcomeState.FAILED, words[entry.error_code])
        return outcome_of_code(text, entry.error_code)
    if target in answers.failed:
        return outcome_of_exception(text, answers.failed[target])
    return TargetOutcome(text, OutcomeState.UNKNOWN, UNANSWERED)


def _may_be_sent_again(answers: Answers, target: Hashable, outcome: TargetOutcome, is_repeatable: bool) -> bool:
    """Whether the coordinator was not one, was not there to be asked, or may be told the same once more."""
    if target in answers.found:
        return answers.found[target][1].error_code in _NO_COORDINATOR
    if outcome.state is OutcomeState.UNKNOWN:
        return is_repeatable
    failed = answers.failed[target]
    error = kafka_error_of(failed)
    return isinstance(failed, ConnectError) or (error is not None and error.code() in _NO_COORDINATOR)


def _member_text(identity: tuple[str, str | None]) -> str:
    return identity[0]
