"""What a tail says of what hinders it."""

from __future__ import annotations

from collections.abc import Collection

from confluent_kafka import KafkaError

from kafkatui.kafka.connect.errors import error_advice, error_words
from kafkatui.kafka.stream.hindrances import Hindrances, not_read
from kafkatui.model.cluster import TopicPartition
from kafkatui.model.tail import TailPhase, TailState


def tail_state(
    phase: TailPhase, hindrances: Hindrances, keys: Collection[TopicPartition], silent: Collection[int]
) -> TailState:
    """The state of a tail of `keys` while the brokers in `silent` do not answer."""
    if phase is TailPhase.DELETED:
        error = KafkaError(KafkaError.UNKNOWN_TOPIC_OR_PART)
        return TailState(phase, error_words(error), error_advice(error))
    hindered = hindrances.by_partition(keys)
    if hindered:
        reasons = {key: hindrance.reason for key, hindrance in hindered.items()}
        advice = next(iter(hindered.values())).advice
        return TailState(phase, not_read(hindered), advice, reasons)
    if leaders := hindrances.silent_leaders(keys, silent):
        return TailState(phase, silent_words(sorted(leaders)))
    return TailState(phase)


def silent_words(brokers: list[int]) -> str:
    """Which brokers do not answer, and what that means."""
    if len(brokers) == 1:
        return f"broker {brokers[0]} does not answer; what it leads waits for a new leader"
    named = ", ".join(map(str, brokers))
    return f"brokers {named} do not answer; what they lead waits for new leaders"
