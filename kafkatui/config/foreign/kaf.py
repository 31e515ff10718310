"""kaf's ~/.kaf/config."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kafkatui.config.foreign.profile import ForeignProfile, foreign_profile
from kafkatui.config.oauth import AWS_REGION
from kafkatui.model.errors import ConfigError, NotSupported
from kafkatui.model.extras import how_to_install


def kaf_profiles(text: str, source: str) -> list[ForeignProfile]:
    """The clusters of the file.

    Raises:
        NotSupported: the extra that reads YAML is not installed.
        ConfigError: it is no YAML, or not kaf's.
    """
    try:
        import yaml
    except ImportError:
        raise NotSupported("kaf's file is YAML.", f"To read it: {how_to_install('yaml')}.") from None
    try:
        data = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark is not None else ""
        raise ConfigError(f"{source}{where}: it is no YAML.") from None
    clusters = data.get("clusters") if isinstance(data, dict) else None
    if not isinstance(clusters, list):
        raise ConfigError(f"{source}: it has no list of clusters.", "kaf's own is in ~/.kaf/config.")
    return [_profile(each) for each in clusters if isinstance(each, dict)]


def _profile(cluster: Mapping[str, Any]) -> ForeignProfile:
    remarks: list[str] = []
    brokers = cluster.get("brokers") or []
    kafka = {"security.protocol": _text(cluster.get("security-protocol"))}
    kafka |= _login(_table(cluster.get("SASL")), remarks) | _tls(_table(cluster.get("TLS")))
    kafka["schema.registry.url"] = _text(cluster.get("schema-registry-url"))
    credentials = _table(cluster.get("schema-registry-credentials"))
    if credentials.get("username"):
        user = f"{_text(credentials.get('username'))}:{_text(credentials.get('password'))}"
        kafka["schema.registry.basic.auth.user.info"] = user
    if not kafka["security.protocol"]:
        kafka["security.protocol"] = _protocol(cluster)
    servers = ",".join(_text(each) for each in brokers) if isinstance(brokers, list) else _text(brokers)
    return foreign_profile(_text(cluster.get("name")), servers, kafka, remarks)


def _protocol(cluster: Mapping[str, Any]) -> str:
    """What kaf does without one: each part as it is configured."""
    has_login = bool(_table(cluster.get("SASL")).get("mechanism"))
    has_tls = cluster.get("TLS") is not None
    return {(True, True): "SASL_SSL", (True, False): "SASL_PLAINTEXT", (False, True): "SSL"}.get(
        (has_login, has_tls), ""
    )


def _login(sasl: Mapping[str, Any], remarks: list[str]) -> dict[str, str]:
    mechanism = _text(sasl.get("mechanism"))
    found = {
        "sasl.mechanism": mechanism,
        "sasl.username": _text(sasl.get("username")),
        "sasl.password": _text(sasl.get("password")),
    }
    if mechanism == "OAUTHBEARER" and sasl.get("tokenURL"):
        scopes = sasl.get("scopes")
        found |= {
            "sasl.oauthbearer.method": "oidc",
            "sasl.oauthbearer.token.endpoint.url": _text(sasl.get("tokenURL")),
            "sasl.oauthbearer.client.id": _text(sasl.get("clientID")),
            "sasl.oauthbearer.client.secret": _text(sasl.get("clientSecret")),
            "sasl.oauthbearer.scope": " ".join(map(_text, scopes)) if isinstance(scopes, list) else "",
        }
    elif sasl.get("token"):
        remarks.append("The fixed token of SASL is not taken over: librdkafka has no property for one.")
    if mechanism == "AWS_MSK_IAM":
        remarks.append(
            "AWS_MSK_IAM is no mechanism of librdkafka, the login is not taken over: set sasl.mechanism=OAUTHBEARER, "
            f"and {AWS_REGION} to the cluster's region."
        )
        del found["sasl.mechanism"]
    return found


def _tls(tls: Mapping[str, Any]) -> dict[str, str]:
    found = {
        "ssl.ca.location": _text(tls.get("cafile")),
        "ssl.certificate.location": _text(tls.get("clientfile")),
        "ssl.key.location": _text(tls.get("clientkeyfile")),
    }
    return {**found, "enable.ssl.certificate.verification": "false"} if tls.get("insecure") is True else found


def _table(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()
