"""A broker's answer about one target as its outcome: both client libraries' errors, and kafka-python's result codes."""

from __future__ import annotations

import concurrent.futures
import re

from confluent_kafka import KafkaError

from kafkatui.kafka.connect.errors import error_advice, error_words, failure, kafka_error_of
from kafkatui.model.errors import KafkatuiError
from kafkatui.model.outcome import OutcomeState, TargetOutcome

_NEVER_SENT = re.compile(r"while (?:initializing|waiting for (?:broker|controller|fanouts)|constructing request)")
"""How librdkafka says how far an admin request got before it failed (rd_kafka_admin_state_desc)."""
_UNANSWERED_NAMES = frozenset({"_TIMED_OUT", "_TRANSPORT", "_DESTROY", "_ALL_BROKERS_DOWN", "REQUEST_TIMED_OUT"})
_UNANSWERED_CLASSES = frozenset({"KafkaConnectionError", "RequestTimedOutError", "KafkaTimeoutError", "Cancelled"})
"""kafka-python's, for a request that was sent; one to a broker that is not connected is a NodeNotReadyError."""

ALREADY_THERE = "there is one already"

_WORDS = {
    "UNKNOWN_MEMBER_ID": "members are in the group",
    "ILLEGAL_GENERATION": "members are in the group",
    "REBALANCE_IN_PROGRESS": "members are joining the group",
    "STALE_MEMBER_EPOCH": "members are in the group",
    "FENCED_MEMBER_EPOCH": "members are in the group",
    "NON_EMPTY_GROUP": "members are in the group",
    "GROUP_SUBSCRIBED_TO_TOPIC": "members of the group read the topic",
    "OFFSET_METADATA_TOO_LARGE": "the text stored with the offset is too long",
    "TOPIC_ALREADY_EXISTS": ALREADY_THERE,
    "POLICY_VIOLATION": "a policy of the brokers does not allow it",
    "TOPIC_DELETION_DISABLED": "the brokers have delete.topic.enable=false",
    "NOT_CONTROLLER": "the controller has just moved",
    "PREFERRED_LEADER_NOT_AVAILABLE": "the preferred replica is not in sync, or not there",
    "ELIGIBLE_LEADERS_NOT_AVAILABLE": "no replica is there that could lead",
    "NO_REASSIGNMENT_IN_PROGRESS": "it is not being moved",
    "INVALID_REPLICA_ASSIGNMENT": "the brokers do not take these replicas",
    "REASSIGNMENT_IN_PROGRESS": "it is being moved already",
}
"""What an answer means to somebody who changes something, where it means more than to a reader."""

UNANSWERED = "no answer came, so it may or may not have been done"


def outcome_of_code(target: str, code: int, message: str | None = None) -> TargetOutcome:
    """The outcome that a result code means; 0 is done.

    Args:
        message: the broker's own words, where the answer has some.
    """
    if code == 0:
        return TargetOutcome(target, OutcomeState.DONE)
    return outcome_of_error(target, KafkaError(code, message) if message else KafkaError(code))


def outcome_of_error(target: str, error: KafkaError) -> TargetOutcome:
    """The outcome of what librdkafka or a broker said about one target."""
    if error.name() in _UNANSWERED_NAMES and not _NEVER_SENT.search(error.str()):
        return TargetOutcome(target, OutcomeState.UNKNOWN, UNANSWERED)
    return TargetOutcome(target, OutcomeState.FAILED, _reason(error))


def outcome_of_exception(target: str, error: BaseException) -> TargetOutcome:
    """The outcome of what a client library raised about one target: a future's exception, a request's failure."""
    if isinstance(error, KafkatuiError):
        return TargetOutcome(target, OutcomeState.FAILED, str(error))
    if (inner := kafka_error_of(error)) is not None:
        return outcome_of_error(target, inner)
    is_unanswered = isinstance(error, TimeoutError | concurrent.futures.TimeoutError)
    if is_unanswered or _UNANSWERED_CLASSES.intersection(kind.__name__ for kind in type(error).__mro__):
        return TargetOutcome(target, OutcomeState.UNKNOWN, UNANSWERED)
    return TargetOutcome(target, OutcomeState.FAILED, failure(error, "do it").what.removeprefix("Could not do it: "))


def _reason(error: KafkaError) -> str:
    """Our words, with the broker's behind them where it says more than its code does."""
    words = _WORDS.get(error.name()) or error_words(error)
    said = error.str()
    is_news = error.name() != "TOPIC_ALREADY_EXISTS" and said != KafkaError(error.code()).str() and words not in said
    if is_news:
        words = f"{words} ({said.rstrip('.')})"
    return f"{words}. {error_advice(error)}".strip()
