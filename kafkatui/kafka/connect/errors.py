"""Errors of the client libraries in words: what happened and what to do about it."""

from __future__ import annotations

import concurrent.futures
from collections.abc import Collection, Sequence

from confluent_kafka import KafkaError, KafkaException
from msgspec import Struct

from kafkatui.kafka.connect.complaints import Complaint
from kafkatui.model.errors import (
    ConfigError,
    ConnectError,
    KafkatuiError,
    NotAuthorized,
    NotFound,
    NotSupported,
    RequestFailed,
    TimedOut,
)
from kafkatui.model.silence import silence


class _Meaning(Struct, frozen=True):
    """What an error name means: the exception to raise, the reason in words and the advice."""

    error: type[KafkatuiError]
    reason: str
    advice: str = ""


_CHECK_ADDRESS = "Check bootstrap.servers and that the brokers' advertised listeners can be reached from here."
_ASK_FOR_RIGHTS = "Ask for an ACL that allows it."
_TRY_AGAIN = "Try again in a moment."

_MEANINGS: dict[str, _Meaning] = {
    "_TIMED_OUT": _Meaning(TimedOut, "no broker answered in time", _CHECK_ADDRESS),
    "_TIMED_OUT_QUEUE": _Meaning(TimedOut, "no broker answered in time", _CHECK_ADDRESS),
    "_MSG_TIMED_OUT": _Meaning(
        TimedOut, "no broker took the record in time", "Look whether the partition has a leader."
    ),
    "REQUEST_TIMED_OUT": _Meaning(TimedOut, "the broker gave up waiting", _TRY_AGAIN),
    "_TRANSPORT": _Meaning(ConnectError, "the connection to the broker failed", _CHECK_ADDRESS),
    "_ALL_BROKERS_DOWN": _Meaning(ConnectError, "no broker can be reached", _CHECK_ADDRESS),
    "_RESOLVE": _Meaning(ConnectError, "the broker's host name is not known here", "Check the name and the DNS."),
    "_SSL": _Meaning(ConnectError, "TLS failed", "Check security.protocol and the ssl.* properties."),
    "_AUTHENTICATION": _Meaning(
        NotAuthorized, "the broker refused the login", "Check sasl.mechanism, sasl.username and sasl.password."
    ),
    "SASL_AUTHENTICATION_FAILED": _Meaning(
        NotAuthorized, "the broker refused the login", "Check sasl.username and sasl.password."
    ),
    "UNSUPPORTED_SASL_MECHANISM": _Meaning(
        ConfigError, "the broker does not offer this SASL mechanism", "Check sasl.mechanism."
    ),
    "ILLEGAL_SASL_STATE": _Meaning(ConfigError, "the listener does not use SASL", "Check security.protocol."),
    "TOPIC_AUTHORIZATION_FAILED": _Meaning(NotAuthorized, "this user has no right on the topic", _ASK_FOR_RIGHTS),
    "GROUP_AUTHORIZATION_FAILED": _Meaning(NotAuthorized, "this user has no right on the group", _ASK_FOR_RIGHTS),
    "CLUSTER_AUTHORIZATION_FAILED": _Meaning(NotAuthorized, "this user has no right on the cluster", _ASK_FOR_RIGHTS),
    "UNKNOWN_TOPIC_OR_PART": _Meaning(NotFound, "the topic or partition does not exist"),
    "_UNKNOWN_TOPIC": _Meaning(NotFound, "the topic does not exist"),
    "_UNKNOWN_PARTITION": _Meaning(NotFound, "the partition does not exist"),
    "UNKNOWN_TOPIC_ID": _Meaning(NotFound, "the topic does not exist any more"),
    "_NOENT": _Meaning(NotFound, "it does not exist"),
    "GROUP_ID_NOT_FOUND": _Meaning(NotFound, "the group does not exist"),
    "TOPIC_EXCEPTION": _Meaning(RequestFailed, "the topic's name is not valid"),
    "LEADER_NOT_AVAILABLE": _Meaning(
        RequestFailed, "the partition has no leader", "It needs one of its replicas alive."
    ),
    "NOT_LEADER_FOR_PARTITION": _Meaning(RequestFailed, "the partition's leader has just moved", _TRY_AGAIN),
    "BROKER_NOT_AVAILABLE": _Meaning(ConnectError, "the broker is not available", _TRY_AGAIN),
    "REPLICA_NOT_AVAILABLE": _Meaning(RequestFailed, "a replica is not available", _TRY_AGAIN),
    "COORDINATOR_NOT_AVAILABLE": _Meaning(RequestFailed, "the group's coordinator is not available", _TRY_AGAIN),
    "COORDINATOR_LOAD_IN_PROGRESS": _Meaning(RequestFailed, "the group's coordinator is still loading", _TRY_AGAIN),
    "NOT_COORDINATOR": _Meaning(RequestFailed, "the group's coordinator has just moved", _TRY_AGAIN),
    "NOT_ENOUGH_REPLICAS": _Meaning(
        RequestFailed,
        "fewer replicas are in sync than min.insync.replicas asks for",
        "Bring brokers back, or lower it.",
    ),
    "NOT_ENOUGH_REPLICAS_AFTER_APPEND": _Meaning(
        RequestFailed,
        "it was written, but to fewer replicas than min.insync.replicas asks for",
        "Bring brokers back; do not send it again blindly.",
    ),
    "MSG_SIZE_TOO_LARGE": _Meaning(
        RequestFailed, "the message is larger than allowed", "The topic's limit is max.message.bytes."
    ),
    "INVALID_RECORD": _Meaning(RequestFailed, "the broker refused the record", "A compacted topic needs a key."),
    "_QUEUE_FULL": _Meaning(RequestFailed, "too many records are waiting to be sent", _TRY_AGAIN),
    "_PURGE_QUEUE": _Meaning(RequestFailed, "it was dropped before it was sent, because the producer closed"),
    "_PURGE_INFLIGHT": _Meaning(RequestFailed, "the producer closed before the broker confirmed it"),
    "_UNSUPPORTED_FEATURE": _Meaning(NotSupported, "this broker does not support it"),
    "UNSUPPORTED_VERSION": _Meaning(NotSupported, "this broker does not support it"),
    "SECURITY_DISABLED": _Meaning(NotSupported, "the cluster has no authorizer"),
    "_INVALID_ARG": _Meaning(ConfigError, "a property or argument is not valid"),
    "OFFSET_OUT_OF_RANGE": _Meaning(NotFound, "the offset is no longer, or not yet, in the log"),
    "UNKNOWN_BROKER": _Meaning(NotFound, "the broker is not in the cluster now"),
    "_DESTROY": _Meaning(ConnectError, "the connection was closed"),
    "_FATAL": _Meaning(RequestFailed, "the client cannot go on"),
}

_CAUSED_ELSEWHERE = frozenset({"_TIMED_OUT", "_TIMED_OUT_QUEUE", "_TRANSPORT", "_ALL_BROKERS_DOWN", "_MSG_TIMED_OUT"})
"""Errors that only say that there is no connection; why is in what librdkafka complained of before."""

_UNANSWERED = frozenset({"_TIMED_OUT", "_TIMED_OUT_QUEUE", "REQUEST_TIMED_OUT", "_TRANSPORT", "_ALL_BROKERS_DOWN"})
"""Errors that a broker which does not answer explains."""

_LOOK_AT_IT = "Look whether it hangs: its log, its garbage collection, its machine."

_BY_PYTHON_CLASS: dict[str, str] = {
    "KafkaTimeoutError": "_TIMED_OUT",
    "RequestTimedOutError": "REQUEST_TIMED_OUT",
    "NoBrokersAvailable": "_ALL_BROKERS_DOWN",
    "KafkaConnectionError": "_TRANSPORT",
    "NodeNotReadyError": "_TRANSPORT",
    "SaslAuthenticationFailedError": "SASL_AUTHENTICATION_FAILED",
    "AuthenticationFailedError": "_AUTHENTICATION",
    "UnsupportedSaslMechanismError": "UNSUPPORTED_SASL_MECHANISM",
    "TopicAuthorizationFailedError": "TOPIC_AUTHORIZATION_FAILED",
    "GroupAuthorizationFailedError": "GROUP_AUTHORIZATION_FAILED",
    "ClusterAuthorizationFailedError": "CLUSTER_AUTHORIZATION_FAILED",
    "UnsupportedVersionError": "UNSUPPORTED_VERSION",
    "IncompatibleBrokerVersion": "UNSUPPORTED_VERSION",
    "UnknownTopicOrPartitionError": "UNKNOWN_TOPIC_OR_PART",
    "UnknownBrokerIdError": "UNKNOWN_BROKER",
    "SecurityDisabledError": "SECURITY_DISABLED",
}


def kafka_error_of(error: BaseException) -> KafkaError | None:
    """The `KafkaError` inside an exception of confluent-kafka, or None."""
    inner = error.args[0] if isinstance(error, KafkaException) and error.args else None
    return inner if isinstance(inner, KafkaError) else None


def error_words(error: KafkaError) -> str:
    """A broker's or librdkafka's error as a short phrase: "the partition has no leader"."""
    meaning = _MEANINGS.get(error.name())
    return meaning.reason if meaning is not None else _plain(error.str())


def error_advice(error: KafkaError) -> str:
    """What to do about an error; empty when nobody knows."""
    meaning = _MEANINGS.get(error.name())
    return meaning.advice if meaning is not None else ""


def failure(
    error: BaseException, doing: str, causes: Sequence[Complaint] = (), silent: Collection[int] = ()
) -> KafkatuiError:
    """What a client library raised, as a `KafkatuiError` to raise instead.

    Args:
        error: from confluent-kafka, kafka-python or concurrent.futures.
        doing: what was tried, as it follows "Could not": "read the topics".
        causes: what librdkafka complained of lately, newest first: why there is no connection.
        silent: ids of brokers that are known not to answer.
    """
    if isinstance(error, KafkatuiError):
        return error
    name, text = _identify(error)
    if name in _CAUSED_ELSEWHERE and causes:
        if refusal := causes[0].refusal:
            return refusal.failure(doing)
        text = causes[0].text
        meaning = _MEANINGS["_RESOLVE" if "failed to resolve" in text.lower() else name]
        return meaning.error(f"Could not {doing}: {text}.", meaning.advice)
    meaning = _MEANINGS.get(name, _Meaning(RequestFailed, text or "the request failed"))
    if name in _UNANSWERED and silent:
        return meaning.error(f"Could not {doing}: {meaning.reason}; {silence(silent)}.", _LOOK_AT_IT)
    reason = f"{meaning.reason} ({text})" if name in ("_INVALID_ARG", "_FATAL", "_SSL") and text else meaning.reason
    return meaning.error(f"Could not {doing}: {reason}.", meaning.advice)


def _identify(error: BaseException) -> tuple[str, str]:
    """An error's librdkafka name and its text."""
    inner = kafka_error_of(error)
    if inner is not None:
        return inner.name(), _plain(inner.str())
    if isinstance(error, (concurrent.futures.TimeoutError, TimeoutError)):
        return "_TIMED_OUT", ""
    for python_class in type(error).__mro__:
        if python_class.__name__ in _BY_PYTHON_CLASS:
            return _BY_PYTHON_CLASS[python_class.__name__], _plain(str(error))
    return type(error).__name__, _plain(str(error)) or type(error).__name__


def _plain(text: str) -> str:
    """An error text without librdkafka's and Kafka's prefixes, line ends and full stop."""
    text = " ".join(text.split())
    for prefix in ("Local: ", "Broker: ", "Failed to create admin client: ", "Failed to create consumer: "):
        text = text.removeprefix(prefix)
    return text.rstrip(".")
