"""What a profile says about the bearer token to log in with: librdkafka's properties, and two of ours."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto

TOKEN = "sasl.oauthbearer.token"
"""Ours: the token itself, or rather `${command:…}` or `${file:…}`, which are asked again when it has to be renewed."""

AWS_REGION = "sasl.oauthbearer.aws.region"
"""Ours: where an Amazon MSK is that is logged in to with AWS's credentials (IAM)."""

TOKEN_URL = "sasl.oauthbearer.token.endpoint.url"
CLIENT_ID = "sasl.oauthbearer.client.id"
CLIENT_SECRET = "sasl.oauthbearer.client.secret"
SCOPE = "sasl.oauthbearer.scope"
EXTENSIONS = "sasl.oauthbearer.extensions"
IS_UNSECURED = "enable.sasl.oauthbearer.unsecure.jwt"
UNSECURED = "sasl.oauthbearer.config"
"""What a token says that nobody signs."""

RENEWED = frozenset({TOKEN})
"""Properties whose references are not resolved once, when the cluster is opened, but whenever they are used."""

_CLIENT_CREDENTIALS = ("", "client_credentials")

OURS = frozenset({TOKEN, AWS_REGION})
"""Properties that librdkafka does not know."""


class TokenKind(Enum):
    """Where it comes from."""

    NONE = auto()
    """OAUTHBEARER is not used, or nothing says where a token comes from."""

    GIVEN = auto()
    SERVICE = auto()
    AWS = auto()
    UNSECURED = auto()
    LIBRDKAFKA = auto()
    """In a way that librdkafka alone knows (an assertion, a cloud's metadata service)."""


def uses_oauth(kafka: Mapping[str, str]) -> bool:
    """Whether the login is by token."""
    mechanism = kafka.get("sasl.mechanism") or kafka.get("sasl.mechanisms") or ""
    is_sasl = kafka.get("security.protocol", "").lower().startswith("sasl_")
    return is_sasl and mechanism.upper() == "OAUTHBEARER"


def token_kind(kafka: Mapping[str, str]) -> TokenKind:
    """Where the token comes from."""
    if not uses_oauth(kafka):
        return TokenKind.NONE
    if kafka.get(TOKEN):
        return TokenKind.GIVEN
    if kafka.get(AWS_REGION):
        return TokenKind.AWS
    if kafka.get("sasl.oauthbearer.method", "").lower() == "oidc":
        is_known = kafka.get("sasl.oauthbearer.grant.type", "").lower() in _CLIENT_CREDENTIALS
        is_ours = is_known and not kafka.get("sasl.oauthbearer.metadata.authentication.type", "").replace("none", "")
        return TokenKind.SERVICE if is_ours and kafka.get(TOKEN_URL) else TokenKind.LIBRDKAFKA
    return TokenKind.UNSECURED if kafka.get(IS_UNSECURED, "").lower() in ("true", "t", "1") else TokenKind.NONE


def extensions_of(text: str) -> dict[str, str]:
    """ "traceId=1,cluster=a" as names and values."""
    return dict(part.strip().split("=", 1) for part in text.split(",") if "=" in part)
