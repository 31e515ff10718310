"""Leaders elected and replicas moved, with an outcome for each partition. Through kafka-python: librdkafka moves no
replicas, and its elections cannot be given a time-out (2.16)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.connect.futures import batches
from kafkatui.kafka.connect.manager import manager_of
from kafkatui.kafka.write.outcomes import UNANSWERED, outcome_of_code
from kafkatui.model.cluster import TopicPartition, by_topic, partition_text
from kafkatui.model.errors import KafkatuiError, TimedOut
from kafkatui.model.outcome import OutcomeState, TargetOutcome

PARTITIONS_A_REQUEST = 500
"""So that a controller answers within the time-out."""

ALREADY_LED = "it is led so already"

_ELECTION_NOT_NEEDED = 84
_PREFERRED, _UNCLEAN = 0, 1
_BROKERS_SHARE = 0.8
"""Of the time-out, so much is the broker's, so that its answer comes first."""

Answers = dict[TopicPartition, tuple[int, str | None]]
"""What a controller said of each partition: its code and its words."""


def elect_leaders(
    connection: KafkaConnection, partitions: Sequence[TopicPartition], *, is_unclean: bool = False
) -> tuple[TargetOutcome, ...]:
    """Has the preferred replicas lead, or any replica that is there where nobody can lead without loss.

    Args:
        is_unclean: Kafka 2.4; records that only the old leader had are lost.

    Returns:
        An outcome for each, in this order, called `topic-partition`; one that is led so already is done.

    Raises:
        NotSupported: brokers below Kafka 2.2, or 2.4.
        KafkatuiError: nobody could be asked; nothing was done.
    """

    def send(client: Any, some: Sequence[TopicPartition]) -> Answers:
        import kafka  # noqa: F401 - all of it before a part: see test_imports_of_kafka_python
        from kafka.protocol.admin import ElectLeadersRequest

        request = ElectLeadersRequest(
            election_type=_UNCLEAN if is_unclean else _PREFERRED,
            topic_partitions=list(by_topic(some).items()),
            timeout_ms=_brokers_timeout_ms(connection),
        )
        response = _ask_controller(client, request)
        _raise_for(getattr(response, "error_code", None))
        return {
            (topic.topic, result.partition_id): (result.error_code, result.error_message)
            for topic in response.replica_election_results
            for result in topic.partition_result
        }

    return _change(connection, "elect leaders", partitions, send)


def move_replicas(
    connection: KafkaConnection, replicas: Mapping[TopicPartition, Sequence[int] | None]
) -> tuple[TargetOutcome, ...]:
    """Begins to move partitions to other replicas (Kafka 2.4); the brokers go on by themselves.

    Args:
        replicas: broker ids, the preferred leader first; None calls a move off that is under way.

    Returns:
        An outcome for each, in this order; DONE means that it has begun, or was called off.

    Raises:
        NotSupported: brokers below Kafka 2.4.
        KafkatuiError: nobody could be asked; nothing was done.
    """

    def send(client: Any, some: Sequence[TopicPartition]) -> Answers:
        import kafka  # noqa: F401 - all of it before a part: see test_imports_of_kafka_python
        from kafka.protocol.admin import AlterPartitionReassignmentsRequest

        topic_type = AlterPartitionReassignmentsRequest.ReassignableTopic
        partition_type = topic_type.ReassignablePartition
        request = AlterPartitionReassignmentsRequest(
            timeout_ms=_brokers_timeout_ms(connection),
            topics=[
                topic_type(
                    name=topic,
                    partitions=[
                        partition_type(partition_index=number, replicas=_listed(replicas[topic, number]))
                        for number in numbers
                    ],
                )
                for topic, numbers in by_topic(some).items()
            ],
        )
        response = _ask_controller(client, request)
        _raise_for(response.error_code)
        return {
            (topic.name, result.partition_index): (result.error_code, result.error_message)
            for topic in response.responses
            for result in topic.partitions
        }

    return _change(connection, "move replicas", list(replicas), send)


def _change(
    connection: KafkaConnection,
    doing: str,
    partitions: Sequence[TopicPartition],
    send: Callable[[Any, Sequence[TopicPartition]], Answers],
) -> tuple[TargetOutcome, ...]:
    outcomes: list[TargetOutcome] = []
    for some in batches(partitions, PARTITIONS_A_REQUEST):
        connection.meter.count(doing)

        def request(client: Any, some: Sequence[TopicPartition] = some) -> Answers:
            return send(client, some)

        try:
            answers = connection.kafka_python.call(doing, request)
        except KafkatuiError as error:
            if not outcomes and not isinstance(error, TimedOut):
                raise
            state = OutcomeState.UNKNOWN if isinstance(error, TimedOut) else OutcomeState.FAILED
            outcomes += [TargetOutcome(partition_text(each), state, str(error)) for each in some]
            continue
        outcomes += [_outcome(each, answers) for each in some]
    return tuple(outcomes)


def _outcome(partition: TopicPartition, answers: Answers) -> TargetOutcome:
    name = partition_text(partition)
    if partition not in answers:
        return TargetOutcome(name, OutcomeState.UNKNOWN, UNANSWERED)
    code, message = answers[partition]
    if code == _ELECTION_NOT_NEEDED:
        return TargetOutcome(name, OutcomeState.DONE, ALREADY_LED)
    return outcome_of_code(name, code, message)


def _ask_controller(client: Any, request: Any) -> Any:
    """The answer with its codes; kafka-python looks for the controller anew when it was another."""
    import kafka  # noqa: F401 - all of it before a part: see test_imports_of_kafka_python
    from kafka.errors import for_code

    def errors(response: Any) -> Iterable[Any]:
        yield for_code(getattr(response, "error_code", None) or 0)

    return manager_of(client).run(client._send_request_to_controller, request, errors, False)


def _raise_for(code: int | None) -> None:
    """Raises what is wrong with the request as a whole."""
    from confluent_kafka import KafkaError, KafkaException

    if code:
        raise KafkaException(KafkaError(code))


def _brokers_timeout_ms(connection: KafkaConnection) -> int:
    return int(connection.timeout_seconds * _BROKERS_SHARE * 1000)


def _listed(replicas: Sequence[int] | None) -> list[int] | None:
    return None if replicas is None else list(replicas)
