"""What a JSON web token says of itself, unchecked, and tokens that nobody signs (RFC 7519)."""

from __future__ import annotations

import json
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

UNSECURED_SECONDS = 3600.0


class Claims(Struct, frozen=True):
    """Those that decide whether a broker takes it; empty or None where it does not say.

    Attributes:
        expires_at: Unix seconds.
        key_id: which of the issuer's keys has signed it.
    """

    subject: str = ""
    issuer: str = ""
    audience: str = ""
    key_id: str = ""
    expires_at: float | None = None

    @property
    def shown(self) -> tuple[tuple[str, str], ...]:
        """Names and values for a sentence."""
        return (
            ("issuer", self.issuer), ("audience", self.audience), ("key", self.key_id), ("subject", self.subject),
        )  # fmt: skip


def claims_of(token: str) -> Claims:
    """What it claims; nothing where it is no JWT."""
    header, claims = (_part(token, index) for index in (0, 1))
    expires = claims.get("exp")
    audience = claims.get("aud", "")
    return Claims(
        str(claims.get("sub", "")),
        str(claims.get("iss", "")),
        ", ".join(map(str, audience)) if isinstance(audience, list) else str(audience),
        str(header.get("kid", "")),
        float(expires) if isinstance(expires, int | float) else None,
    )


def unsecured_token(config: str) -> str:
    """A token without signature, as librdkafka makes it of `sasl.oauthbearer.config`: brokers of tests take it.

    Args:
        config: "principal=alice lifeSeconds=600 scope=a,b".
    """
    given = dict(part.split("=", 1) for part in config.split() if "=" in part)
    now = time.time()
    claims: dict[str, Any] = {
        given.get("principalClaimName", "sub"): given.get("principal", ""),
        "iat": now,
        "exp": now + float(given.get("lifeSeconds", UNSECURED_SECONDS)),
    }
    if scope := given.get("scope"):
        claims[given.get("scopeClaimName", "scope")] = scope.split(",")
    return f"{_encoded({'alg': 'none'})}.{_encoded(claims)}."


def _part(token: str, index: int) -> Mapping[str, Any]:
    parts = token.split(".")
    if len(parts) != 3:
        return {}
    try:
        found = json.loads(urlsafe_b64decode(parts[index] + "=" * (-len(parts[index]) % 4)))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _encoded(value: Mapping[str, Any]) -> str:
    return urlsafe_b64encode(json.dumps(value, separators=(",", ":")).encode()).decode().rstrip("=")
