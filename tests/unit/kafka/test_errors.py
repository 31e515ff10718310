from __future__ import annotations

import concurrent.futures

import pytest
from confluent_kafka import KafkaError, KafkaException
from kafka.errors import KafkaTimeoutError, TopicAuthorizationFailedError, UnsupportedVersionError

from kafkatui.kafka.connect.complaints import Complaint
from kafkatui.kafka.connect.errors import error_words, failure
from kafkatui.kafka.connect.refusals import refusal_of
from kafkatui.model.errors import (
    ConnectError,
    KafkatuiError,
    NotAuthorized,
    NotFound,
    NotSupported,
    RequestFailed,
    TimedOut,
)


def raised(code: int, text: str | None = None) -> KafkaException:
    return KafkaException(KafkaError(code, text) if text else KafkaError(code))


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (raised(KafkaError.UNKNOWN_TOPIC_OR_PART), NotFound),
        (raised(KafkaError._TIMED_OUT), TimedOut),
        (raised(KafkaError._TRANSPORT), ConnectError),
        (raised(KafkaError._ALL_BROKERS_DOWN), ConnectError),
        (raised(KafkaError._RESOLVE), ConnectError),
        (raised(KafkaError.TOPIC_AUTHORIZATION_FAILED), NotAuthorized),
        (raised(KafkaError.SASL_AUTHENTICATION_FAILED), NotAuthorized),
        (raised(KafkaError._UNSUPPORTED_FEATURE), NotSupported),
        (raised(KafkaError.POLICY_VIOLATION, "no topics on Fridays"), RequestFailed),
        (concurrent.futures.TimeoutError(), TimedOut),
        (KafkaTimeoutError("late"), TimedOut),
        (TopicAuthorizationFailedError("no"), NotAuthorized),
        (UnsupportedVersionError("old"), NotSupported),
        (RuntimeError("strange"), RequestFailed),
    ],
)
def test_each_error_becomes_its_kind_and_says_what_was_tried(error: Exception, kind: type[KafkatuiError]) -> None:
    problem = failure(error, "read the topics")
    assert type(problem) is kind
    assert problem.what.startswith("Could not read the topics: ")
    assert problem.what.endswith(".")


def test_an_unknown_error_keeps_the_brokers_own_words() -> None:
    assert "no topics on Fridays" in failure(raised(KafkaError.POLICY_VIOLATION, "no topics on Fridays"), "create").what


def complaint(text: str) -> Complaint:
    return Complaint(text, 0.0, refusal_of(text))


def test_no_connection_is_explained_by_the_last_complaint() -> None:
    text = "localhost:9099/bootstrap: Connect to ipv4#127.0.0.1:9099 failed: Connection refused"
    problem = failure(raised(KafkaError._TRANSPORT), "read the topics", [complaint(text)])
    assert type(problem) is ConnectError
    assert text in problem.what
    assert problem.advice


def test_a_problem_of_a_topic_is_not_blamed_on_the_connection() -> None:
    problem = failure(raised(KafkaError.UNKNOWN_TOPIC_OR_PART), "read it", [complaint("Connection refused")])
    assert "refused" not in problem.what


def test_our_own_errors_pass_unchanged() -> None:
    problem = NotFound("gone")
    assert failure(problem, "read it") is problem


def test_words_are_short_and_plain() -> None:
    assert error_words(KafkaError(KafkaError.LEADER_NOT_AVAILABLE)) == "the partition has no leader"
