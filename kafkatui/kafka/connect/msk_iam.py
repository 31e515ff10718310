"""The token that Amazon MSK takes for a login (IAM): a request that AWS's credentials sign, never sent (SigV4)."""

from __future__ import annotations

import hashlib
import hmac
import os
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import quote, urlencode

from kafkatui.config.oauth import AWS_REGION
from kafkatui.model.errors import ConfigError
from kafkatui.model.extras import how_to_install

LIFE_SECONDS = 900.0
"""The longest that MSK takes."""

_ALGORITHM, _SERVICE = "AWS4-HMAC-SHA256", "kafka-cluster"
_TRY_THEM = "`aws sts get-caller-identity` tries them."
_OF_NOTHING = hashlib.sha256(b"").hexdigest()


@dataclass(frozen=True, slots=True)
class AwsCredentials:
    """Who signs.

    Attributes:
        session_token: of credentials that are for a while; empty for a user's own.
    """

    access_key: str
    secret_key: str = field(repr=False)
    session_token: str = field(default="", repr=False)


def iam_token(region: str) -> tuple[str, float]:
    """A new token and its life in seconds.

    Raises:
        ConfigError: there are no credentials, or they cannot be had.
    """
    return signed_token(region, aws_credentials(), datetime.now(UTC)), LIFE_SECONDS


def aws_credentials() -> AwsCredentials:
    """Those that AWS's own tools would take, where botocore is there to find them; else those of the environment.

    Raises:
        ConfigError: there are none, or those that a profile names cannot be had.
    """
    try:
        from botocore.exceptions import BotoCoreError, ClientError
        from botocore.session import Session
    except ImportError:
        return _of_environment()
    try:  # a profile that is not there, a role that is refused, a service that does not answer
        found = Session().get_credentials()
        frozen = None if found is None else found.get_frozen_credentials()
    except (BotoCoreError, ClientError) as error:
        raise ConfigError(f"{AWS_REGION}: AWS credentials cannot be had: {error}", _TRY_THEM) from None
    if frozen is None:
        raise ConfigError(f"{AWS_REGION}: there are no AWS credentials.", _TRY_THEM)
    return AwsCredentials(frozen.access_key, frozen.secret_key, frozen.token or "")


def _of_environment() -> AwsCredentials:
    names = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
    access_key, secret_key, session_token = (os.environ.get(name, "") for name in names)
    if not access_key or not secret_key:
        raise ConfigError(
            f"{AWS_REGION}: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set.",
            f"Set them; to have profiles, roles and the rest looked through: {how_to_install('aws')}.",
        )
    return AwsCredentials(access_key, secret_key, session_token)


def signed_token(region: str, credentials: AwsCredentials, now: datetime) -> str:
    """The signed request's address in base64, as AWS's own signers make it.

    Args:
        now: in UTC.
    """
    host, moment, day = f"kafka.{region}.amazonaws.com", now.strftime("%Y%m%dT%H%M%SZ"), now.strftime("%Y%m%d")
    scope = f"{day}/{region}/{_SERVICE}/aws4_request"
    query = {
        "Action": "kafka-cluster:Connect",
        "X-Amz-Algorithm": _ALGORITHM,
        "X-Amz-Credential": f"{credentials.access_key}/{scope}",
        "X-Amz-Date": moment,
        "X-Amz-Expires": f"{LIFE_SECONDS:.0f}",
        "X-Amz-SignedHeaders": "host",
    }
    if credentials.session_token:
        query["X-Amz-Security-Token"] = credentials.session_token
    request = "\n".join(["GET", "/", _encoded(dict(sorted(query.items()))), f"host:{host}", "", "host", _OF_NOTHING])
    text = "\n".join([_ALGORITHM, moment, scope, hashlib.sha256(request.encode()).hexdigest()])
    key = f"AWS4{credentials.secret_key}".encode()
    for part in scope.split("/"):
        key = _signed(key, part)
    signature = _signed(key, text).hex()
    address = f"https://{host}/?{_encoded({**query, 'X-Amz-Signature': signature, 'User-Agent': 'kafkatui'})}"
    return urlsafe_b64encode(address.encode()).decode().rstrip("=")


def _signed(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode(), "sha256")


def _encoded(query: dict[str, str]) -> str:
    return urlencode(query, quote_via=quote, safe="")
