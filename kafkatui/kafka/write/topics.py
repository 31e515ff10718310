"""Making, deleting and growing topics, with an outcome for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from typing import Any

from confluent_kafka import KafkaException

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.connect.futures import batches, wait
from kafkatui.kafka.write.outcomes import outcome_of_exception
from kafkatui.model.errors import UsageError
from kafkatui.model.outcome import OutcomeState, TargetOutcome
from kafkatui.model.topic_draft import TopicDraft

TOPICS_A_REQUEST = 100
"""So that a request ends within its time-out on a controller that makes or deletes a topic in tens of milliseconds."""

_BROKERS_DEFAULT = -1


def create_topics(
    connection: KafkaConnection,
    drafts: Sequence[TopicDraft],
    *,
    validate_only: bool = False,
    timeout_seconds: float | None = None,
) -> tuple[TargetOutcome, ...]:
    """Makes topics, or has the brokers say whether they would.

    With ZooKeeper brokers take an assignment to a broker that does not exist (seen on 2.3.1 and 3.9.2).

    Args:
        drafts: of different names.
        validate_only: nothing is made; DONE means that it would be.
        timeout_seconds: the bound on each request, of at most 100 topics; None takes the profile's.

    Returns:
        An outcome for each, in this order.

    Raises:
        UsageError: two have one name.
        KafkatuiError: no broker answers; nothing was sent.
    """
    names = [draft.name for draft in drafts]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise UsageError(f"{twice[0]} is there twice.", "A topic is made once.")
    by_name = {draft.name: draft for draft in drafts}

    def send(some: Sequence[str], timeout: float) -> Mapping[str, Future[Any]]:
        return connection.admin().create_topics(
            [_new_topic(by_name[name]) for name in some],
            validate_only=validate_only,
            operation_timeout=timeout,
            request_timeout=timeout,
        )

    return change_each(connection, "create topics", names, timeout_seconds, send)


def delete_topics(
    connection: KafkaConnection, names: Sequence[str], timeout_seconds: float | None = None
) -> tuple[TargetOutcome, ...]:
    """Deletes topics with all their records.

    Args:
        timeout_seconds: the bound on each request, of at most 100 topics; None takes the profile's.

    Returns:
        An outcome for each, in this order; brokers may take longer to remove the files.

    Raises:
        KafkatuiError: no broker answers; nothing was sent.
    """

    def send(some: Sequence[str], timeout: float) -> Mapping[str, Future[Any]]:
        return connection.admin().delete_topics(list(some), operation_timeout=timeout, request_timeout=timeout)

    return change_each(connection, "delete topics", list(dict.fromkeys(names)), timeout_seconds, send)


def add_partitions(
    connection: KafkaConnection,
    counts: Mapping[str, int],
    assignment: Sequence[Sequence[int]] = (),
    *,
    validate_only: bool = False,
    timeout_seconds: float | None = None,
) -> tuple[TargetOutcome, ...]:
    """Gives topics more partitions; what they have stays as it is.

    Args:
        counts: how many partitions each shall have in all.
        assignment: broker ids of each new partition's replicas, for one topic; empty leaves it to the brokers.

    Returns, Raises, further arguments: as `create_topics`.
    """
    from confluent_kafka.admin import NewPartitions  # type: ignore[attr-defined]

    def send(some: Sequence[str], timeout: float) -> Mapping[str, Future[Any]]:
        replicas = [list(each) for each in assignment]
        wanted = [
            NewPartitions(name, counts[name], replica_assignment=replicas) if replicas
            else NewPartitions(name, counts[name])
            for name in some
        ]  # fmt: skip
        return connection.admin().create_partitions(
            wanted, validate_only=validate_only, operation_timeout=timeout, request_timeout=timeout
        )

    return change_each(connection, "add partitions", list(counts), timeout_seconds, send)


def change_each(
    connection: KafkaConnection,
    doing: str,
    names: Sequence[str],
    timeout_seconds: float | None,
    send: Callable[[Sequence[str], float], Mapping[str, Future[Any]]],
) -> tuple[TargetOutcome, ...]:
    """Sends requests of at most 100 topics each.

    Args:
        send: sends one for some of the names, with a time-out; gives their futures by name.

    Returns, Raises: as `create_topics`.
    """
    timeout = connection.timeout_seconds if timeout_seconds is None else timeout_seconds
    connection.await_broker(doing, timeout)
    outcomes: list[TargetOutcome] = []
    for some in batches(names, TOPICS_A_REQUEST):
        connection.meter.count(doing)
        try:
            futures = dict(send(some, timeout))
        except (KafkaException, TypeError, ValueError) as error:
            if len(some) == 1:
                outcomes.append(outcome_of_exception(some[0], error))
            else:  # the client refused one of them before it sent any: the others have no part in that
                outcomes += [
                    outcome for name in some for outcome in change_each(connection, doing, [name], timeout, send)
                ]
            continue
        outcomes += [_outcome(name, futures[name], timeout) for name in some]
    return tuple(outcomes)


def _outcome(name: str, future: Future[Any], timeout_seconds: float) -> TargetOutcome:
    try:
        wait(future, timeout_seconds)
    except (KafkaException, TimeoutError) as error:
        return outcome_of_exception(name, error)
    return TargetOutcome(name, OutcomeState.DONE)


def _new_topic(draft: TopicDraft) -> Any:
    from confluent_kafka.admin import NewTopic  # type: ignore[attr-defined]

    if draft.assignment:
        return NewTopic(
            draft.name,
            len(draft.assignment),
            replica_assignment=[list(replicas) for replicas in draft.assignment],
            config=dict(draft.config),
        )
    return NewTopic(
        draft.name,
        _BROKERS_DEFAULT if draft.partitions is None else draft.partitions,
        _BROKERS_DEFAULT if draft.replication_factor is None else draft.replication_factor,
        config=dict(draft.config),
    )
