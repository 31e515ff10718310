"""What librdkafka says about TLS and logins, in words: its own sentences, taken from a real broker."""

from __future__ import annotations

import pytest

from kafkatui.kafka.connect.refusals import refusal_of
from kafkatui.model.errors import ConnectError, KafkatuiError, NotAuthorized


@pytest.mark.parametrize(
    ("complaint", "kind", "reason"),
    [
        (
            "sasl_plaintext://h:1/bootstrap: SASL authentication error: Authentication failed: "
            "Invalid username or password",
            NotAuthorized,
            "refused the login: Invalid username or password",
        ),
        (
            "sasl_ssl://h:1/7: SASL authentication error: Authentication failed during authentication due to "
            "invalid credentials with SASL mechanism SCRAM-SHA-256",
            NotAuthorized,
            "refused the login: invalid credentials with SASL mechanism SCRAM-SHA-256",
        ),
        (
            "sasl_plaintext://h:1/bootstrap: SASL SCRAM-SHA-512 mechanism handshake failed: "
            "Broker: Unsupported SASL mechanism: broker's supported mechanisms: PLAIN,OAUTHBEARER",
            ConnectError,
            "does not offer the SASL mechanism SCRAM-SHA-512, but PLAIN, OAUTHBEARER",
        ),
        (
            "sasl_ssl://h:1/bootstrap: SASL PLAIN mechanism handshake failed: "
            "Broker: Request not valid in current SASL state: broker's supported mechanisms:",
            ConnectError,
            "takes no SASL login",
        ),
        (
            "ssl://h:1/bootstrap: Receive failed: error:0A000412:SSL routines::ssl/tls alert bad certificate: "
            "SSL alert number 42",
            NotAuthorized,
            "asks for a client certificate that it trusts",
        ),
    ],
)
def test_a_refusal_names_the_server_the_reason_and_what_to_do(
    complaint: str, kind: type[KafkatuiError], reason: str
) -> None:
    refusal = refusal_of(complaint)
    assert refusal is not None
    assert not refusal.is_vague
    problem = refusal.failure("list the groups")
    assert type(problem) is kind
    assert problem.what == f"Could not list the groups: h:1 {reason}."
    assert problem.advice


def test_any_other_trouble_with_tls_asks_for_a_closer_look() -> None:
    refusal = refusal_of("ssl://h:1/bootstrap: SSL handshake failed: error:0A000086:SSL routines::certificate verify")
    assert refusal is not None
    assert refusal.is_vague
    assert "0A000086" not in refusal.reason


@pytest.mark.parametrize(
    "complaint",
    [
        "h:1/bootstrap: Connect to ipv4#127.0.0.1:1 failed: Connection refused",
        "h:1/bootstrap: Failed to resolve 'h:1': Name or service not known",
    ],
)
def test_trouble_that_may_pass_is_no_refusal(complaint: str) -> None:
    assert refusal_of(complaint) is None
