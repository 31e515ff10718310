"""The token that both clients log in with: kept, renewed in time, and what is said when there is none."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from kafkatui.config.oauth import TokenKind, extensions_of, token_kind
from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.connect.jwt import claims_of, unsecured_token
from kafkatui.kafka.connect.properties import check_properties
from kafkatui.kafka.connect.refusals import refusal_of
from kafkatui.kafka.connect.token_refusals import token_refusal
from kafkatui.kafka.connect.tokens import TokenSource, token_source
from kafkatui.model.errors import ConfigError, ConnectError, KafkatuiError, NotAuthorized
from kafkatui.model.profile import Profile

LOGIN = {"bootstrap.servers": "127.0.0.1:1", "security.protocol": "SASL_PLAINTEXT", "sasl.mechanism": "OAUTHBEARER"}


class Service:
    """Gives numbered tokens of 100 s, or fails."""

    def __init__(self) -> None:
        self.now, self.count, self.problem = 1000.0, 0, None

    now: float
    count: int
    problem: KafkatuiError | None

    def fetch(self) -> tuple[str, float | None]:
        self.count += 1
        if self.problem is not None:
            raise self.problem
        return f"token-{self.count}", 100.0

    def clock(self) -> float:
        return self.now


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture
def source(service: Service) -> TokenSource:
    return TokenSource(service.fetch, "The token service", clock=service.clock)


def test_a_token_is_kept_for_three_quarters_of_its_life_and_then_another_is_fetched(
    service: Service, source: TokenSource
) -> None:
    assert source.current().text == "token-1"
    service.now += 74
    assert source.current().text == "token-1"
    service.now += 1
    assert (source.current().text, source.current().expires_at) == ("token-2", 1175.0)


def test_while_no_other_can_be_had_the_old_one_serves_to_its_end(service: Service, source: TokenSource) -> None:
    source.current()
    service.now, service.problem = 1080.0, ConnectError("The token service cannot be reached.")
    assert source.current().text == "token-1"
    asked = service.count
    assert source.current().text == "token-1"
    assert service.count == asked, "not asked again at once"
    service.now = 1100.0
    with pytest.raises(ConnectError, match="cannot be reached"):
        source.current()
    service.problem = None
    assert source.current().text.startswith("token-")


def test_a_token_that_has_expired_is_not_sent(tmp_path: Path) -> None:
    path = tmp_path / "token"
    path.write_text(unsecured_token("principal=alice lifeSeconds=-5"))
    given = token_source({**LOGIN, "sasl.oauthbearer.token": f"${{file:{path}}}"}, 1)
    assert given is not None
    with pytest.raises(
        NotAuthorized, match=r"^sasl.oauthbearer.token gives a token that has expired: it was good until"
    ):
        given.current()
    path.write_text(unsecured_token("principal=bob scope=a,b"))
    assert given.current().claims.subject == "bob"


def test_a_connection_without_a_token_says_why_at_once_and_starts_nothing() -> None:
    token = f"${{command:{sys.executable} -c 'raise SystemExit(3)'}}"
    connection = KafkaConnection(Profile("local", {**LOGIN, "sasl.oauthbearer.token": token}))
    began = time.monotonic()
    with pytest.raises(ConfigError, match=r"^sasl.oauthbearer.token: the command .* ended with 3\."):
        connection.admin()
    assert time.monotonic() - began < 9, "librdkafka itself waits for 10 s"
    connection.close()


def test_nothing_that_names_a_token_is_a_wrong_profile() -> None:
    with pytest.raises(ConfigError, match="nothing says where the token is"):
        check_properties(LOGIN)


@pytest.mark.parametrize(
    ("properties", "kind"),
    [
        ({}, TokenKind.NONE),
        ({"sasl.oauthbearer.token": "x"}, TokenKind.GIVEN),
        ({"enable.sasl.oauthbearer.unsecure.jwt": "true"}, TokenKind.UNSECURED),
        ({"sasl.oauthbearer.method": "oidc", "sasl.oauthbearer.token.endpoint.url": "http://x"}, TokenKind.SERVICE),
        (
            {"sasl.oauthbearer.method": "oidc", "sasl.oauthbearer.metadata.authentication.type": "azure_imds"},
            TokenKind.LIBRDKAFKA,
        ),
        ({"sasl.oauthbearer.token": "x", "sasl.mechanism": "PLAIN"}, TokenKind.NONE),
    ],
)
def test_where_the_token_comes_from(properties: dict[str, str], kind: TokenKind) -> None:
    assert token_kind({**LOGIN, **properties}) is kind


def test_claims_of_something_else_are_none() -> None:
    for text in ("", "opaque", "a.b.c", "e30.W10.x"):
        assert claims_of(text).expires_at is None
    assert extensions_of("a=1, b=2=3,") == {"a": "1", "b": "2=3"}


@pytest.mark.parametrize(
    ("complaint", "words"),
    [
        (
            'Failed to acquire SASL OAUTHBEARER token: {"error": "invalid_client"}',
            "the token service http://t gives no token: invalid_client.",
        ),
        (
            "Failed to acquire SASL OAUTHBEARER token: Must supply an unexpired token: now=2ms, exp=1ms",
            "the token service http://t gives a token that has expired.",
        ),
        (
            "Failed to acquire SASL OAUTHBEARER token: Failed to connect to t port 80",
            "the token service http://t gives no token: Failed to connect to t port 80. Check sasl.oauthbearer.token.e",
        ),
        (
            'sasl_ssl://b:1/bootstrap: SASL authentication error: {"status":"invalid_token"}',
            "b:1 refused the token (invalid_token), which has subject alice. Its issuer,",
        ),
    ],
)
def test_a_refused_token_is_said(complaint: str, words: str) -> None:
    kafka = {**LOGIN, "sasl.oauthbearer.token.endpoint.url": "http://t"}
    tokens = TokenSource(lambda: (unsecured_token("principal=alice"), None), "x")
    refusal = token_refusal(complaint, refusal_of(complaint), kafka, tokens)
    assert refusal is not None
    assert str(refusal.failure("read it")).startswith(f"Could not read it: {words}")
