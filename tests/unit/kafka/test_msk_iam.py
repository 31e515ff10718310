"""The token for Amazon MSK is the one that AWS's own signer makes (aws-msk-iam-sasl-signer-python 1.0.2)."""

from __future__ import annotations

import sys
from base64 import urlsafe_b64decode
from datetime import UTC, datetime
from types import ModuleType, SimpleNamespace
from typing import cast

import pytest

from kafkatui.config.client_properties import client_properties
from kafkatui.config.oauth import TokenKind, token_kind
from kafkatui.kafka.connect.msk_iam import AwsCredentials, iam_token, signed_token
from kafkatui.kafka.connect.properties import check_properties
from kafkatui.kafka.connect.tokens import token_source
from kafkatui.model.errors import ConfigError

NOW = datetime(2026, 5, 3, 12, 0, 5, tzinfo=UTC)
ACCESS, SECRET = "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"

SCOPE = "20260503%2Feu-west-1%2Fkafka-cluster%2Faws4_request"
BEGIN = (
    "https://kafka.eu-west-1.amazonaws.com/?Action=kafka-cluster%3AConnect&X-Amz-Algorithm=AWS4-HMAC-SHA256&"
    f"X-Amz-Credential={ACCESS}%2F{SCOPE}&X-Amz-Date=20260503T120005Z&X-Amz-Expires=900&X-Amz-SignedHeaders=host"
)
AS_AWS = {
    "": "&X-Amz-Signature=98a7dd584029acdd8034540afb0f6840f683d9a05db81e56ca7073578850a344",
    "FwoGZ/X+Ivd==": "&X-Amz-Security-Token=FwoGZ%2FX%2BIvd%3D%3D"
    "&X-Amz-Signature=89cb916c9585e25d06b751b7f39f26c4736d6944f4987ffc7199b868af3272e4",
}
"""By session token, what its signer made of the same at that moment."""

PROPERTIES = {
    "bootstrap.servers": "b-1.kafka.eu-west-1.amazonaws.com:9098", "security.protocol": "SASL_SSL",
    "sasl.mechanism": "OAUTHBEARER", "sasl.oauthbearer.aws.region": "eu-west-1",
}  # fmt: skip


@pytest.mark.parametrize("session_token", AS_AWS)
def test_it_is_signed_as_aws_does(session_token: str) -> None:
    token = signed_token("eu-west-1", AwsCredentials(ACCESS, SECRET, session_token), NOW)
    address = urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode()
    assert address == f"{BEGIN}{AS_AWS[session_token]}&User-Agent=kafkatui"
    assert "=" not in token


@pytest.fixture
def no_botocore(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "botocore.session", None)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)


def test_a_profile_that_names_a_region_logs_in_with_it(no_botocore: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert token_kind(PROPERTIES) is TokenKind.AWS
    check_properties(PROPERTIES)
    assert client_properties(PROPERTIES, 1)["sasl_mechanism"] == "OAUTHBEARER"
    source = token_source(PROPERTIES, 1)
    assert source is not None
    with pytest.raises(ConfigError, match="AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set"):
        source.current()
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", ACCESS)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    text, life_seconds = iam_token("eu-west-1")
    assert life_seconds == 900
    assert SECRET not in urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
    token = source.current()
    assert token.expires_at - token.fetched_at == 900


class _OfProfile:
    """botocore's session, which finds what a profile names."""

    def __init__(self) -> None:
        pass

    def get_credentials(self) -> object:
        return self

    def get_frozen_credentials(self) -> object:
        raise _Refused("The config profile (prod) could not be found")


class _Refused(Exception):
    pass


def test_credentials_that_cannot_be_had_are_a_failure_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "botocore", ModuleType("botocore"))
    exceptions = SimpleNamespace(BotoCoreError=_Refused, ClientError=KeyError)
    monkeypatch.setitem(sys.modules, "botocore.exceptions", cast("ModuleType", exceptions))
    monkeypatch.setitem(sys.modules, "botocore.session", cast("ModuleType", SimpleNamespace(Session=_OfProfile)))
    with pytest.raises(ConfigError, match=r"cannot be had: The config profile \(prod\) could not be found"):
        iam_token("eu-west-1")
