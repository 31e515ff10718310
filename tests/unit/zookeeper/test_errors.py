"""Every failure of kazoo's is a KafkatuiError with a sentence."""

from __future__ import annotations

import kazoo.exceptions
import pytest
from kazoo.handlers.threading import KazooTimeoutError

from kafkatui.model.errors import ConnectError, KafkatuiError, NotAuthorized, NotFound, TimedOut
from kafkatui.zookeeper.errors import translate


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (kazoo.exceptions.NoNodeError(), NotFound),
        (kazoo.exceptions.NoAuthError(), NotAuthorized),
        (kazoo.exceptions.AuthFailedError(), NotAuthorized),
        (kazoo.exceptions.ConnectionLoss(), ConnectError),
        (kazoo.exceptions.SessionExpiredError(), ConnectError),
        (KazooTimeoutError(), TimedOut),
    ],
)
def test_error_says_what_was_being_done(error: Exception, expected: type[KafkatuiError]) -> None:
    translated = translate(error, "read /brokers")
    assert type(translated) is expected


def test_every_error_code_of_zookeeper_has_a_sentence() -> None:
    for code, kind in dict(kazoo.exceptions.EXCEPTIONS).items():
        assert translate(kind(), "read /x").what.endswith("."), code
