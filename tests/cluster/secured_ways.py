"""Ways into the secured cluster: those that work, those that work in part, and the bad days."""

from __future__ import annotations

from collections.abc import Mapping

from kafkatui.model.profile import Profile, ZooKeeperSettings
from tests.cluster.screen import NAME
from tests.cluster.secured import PASSWORD, STORE_PASSWORD, USER, WRONG_PASSWORD, SecuredCluster
from tests.cluster.token_service import CLIENT_ID, CLIENT_SECRET

Properties = Mapping[str, str]
Way = tuple[str, Properties]
"""A listener and the properties beside its address; {NAME} stands for a file's path, {text:NAME} for its text,
{service} and {token} for where tokens are given and a file with one."""

TLS = {"security.protocol": "SSL", "ssl.ca.location": "{ca.pem}"}
PEM_FILES = {"ssl.certificate.location": "{client.pem}", "ssl.key.location": "{client.key}"}
PEM_TEXTS = {"ssl.certificate.pem": "{text:client.pem}", "ssl.key.pem": "{text:client.key}"}
LOCKED = {"ssl.key.location": "{client-locked.key}", "ssl.key.password": STORE_PASSWORD}
LOGIN = {"sasl.username": USER, "sasl.password": PASSWORD}
PLAIN = {"security.protocol": "SASL_PLAINTEXT", "sasl.mechanism": "PLAIN", **LOGIN}
SCRAM = {"security.protocol": "SASL_PLAINTEXT", "sasl.mechanism": "SCRAM-SHA-256", **LOGIN}
OVER_TLS = {"security.protocol": "SASL_SSL", "ssl.ca.location": "{ca.pem}"}
TOKEN_LOGIN = {**OVER_TLS, "sasl.mechanism": "OAUTHBEARER"}
OIDC = {
    **TOKEN_LOGIN,
    "sasl.oauthbearer.method": "oidc",
    "sasl.oauthbearer.token.endpoint.url": "{service}",
    "sasl.oauthbearer.client.id": CLIENT_ID,
    "sasl.oauthbearer.client.secret": CLIENT_SECRET,
    "sasl.oauthbearer.scope": "kafka",
}
WRONG = {"sasl.password": WRONG_PASSWORD}

WAYS: dict[str, Way] = {
    "TLS": ("SSL", TLS),
    "TLS, authority as text": ("SSL", {"security.protocol": "ssl", "ssl.ca.pem": "{text:ca.pem}"}),
    "TLS, certificate unchecked": (
        "EXPIRED",
        {"security.protocol": "SSL", "enable.ssl.certificate.verification": "false"},
    ),
    "TLS, name unchecked": ("ELSEWHERE", {**TLS, "ssl.endpoint.identification.algorithm": "none"}),
    "client certificate": ("MUTUAL", {**TLS, **PEM_FILES}),
    "client certificate, locked key": ("MUTUAL", {**TLS, **PEM_FILES, **LOCKED}),
    "client certificate as text": ("MUTUAL", {**TLS, **PEM_TEXTS}),
    "PLAIN": ("SASL_PLAINTEXT", PLAIN),
    "SCRAM": ("SASL_PLAINTEXT", SCRAM),
    "PLAIN over TLS": ("SASL_SSL", {**PLAIN, **OVER_TLS}),
    "SCRAM over TLS": ("SASL_SSL", {**SCRAM, **OVER_TLS}),
    "SCRAM-SHA-512 over TLS": ("SASL_SSL", {**SCRAM, **OVER_TLS, "sasl.mechanism": "SCRAM-SHA-512"}),
    "unsecured token": (
        "SASL_PLAINTEXT",
        {
            "security.protocol": "SASL_PLAINTEXT",
            "sasl.mechanism": "OAUTHBEARER",
            "enable.sasl.oauthbearer.unsecure.jwt": "true",
            "sasl.oauthbearer.config": f"principal={USER}",
        },
    ),
    "PKCS#12": (
        "MUTUAL",
        {
            **TLS,
            "ssl.keystore.location": "{client.p12}",
            "ssl.keystore.password": STORE_PASSWORD,
            "ssl.ca.location": "{trust.p12}",
            "ssl.truststore.password": STORE_PASSWORD,
        },
    ),
    "JKS": ("SSL", {**TLS, "ssl.ca.location": "{trust.jks}", "ssl.truststore.password": STORE_PASSWORD}),
    "token of a service": ("SASL_SSL", OIDC),
    "token of a command": ("SASL_SSL", {**TOKEN_LOGIN, "sasl.oauthbearer.token": "${command:cat {token}}"}),
}

WAYS_WITHOUT_GROUPS: dict[str, tuple[Way, str]] = {
    "PKCS#12 and nothing that reads it": (
        ("MUTUAL", {**TLS, "ssl.keystore.location": "{client.p12}", "ssl.keystore.password": STORE_PASSWORD}),
        "ssl.keystore.location",
    ),
}

BAD_DAYS: dict[str, tuple[Way, str, str]] = {
    "wrong password, PLAIN": (
        ("SASL_PLAINTEXT", {**PLAIN, **WRONG}),
        "Not allowed",
        "refused the login: Invalid username or password. Check sasl.username and sasl.password.",
    ),
    "wrong password, SCRAM over TLS": (
        ("SASL_SSL", {**SCRAM, **OVER_TLS, **WRONG}),
        "Not allowed",
        "refused the login: invalid credentials with SASL mechanism SCRAM-SHA-256. Check sasl.username",
    ),
    "mechanism not offered": (
        ("SASL_PLAINTEXT", {**SCRAM, "sasl.mechanism": "SCRAM-SHA-512"}),
        "No connection",
        "does not offer the SASL mechanism SCRAM-SHA-512, but PLAIN, SCRAM-SHA-256, OAUTHBEARER. Correct sasl.mechani",
    ),
    "wrong authority": (
        ("SSL", {**TLS, "ssl.ca.location": "{other.pem}"}),
        "No connection",
        "has a certificate signed by an unknown authority, none in ",
    ),
    "expired": (("EXPIRED", TLS), "No connection", "has a certificate that has expired. It has to be renewed"),
    "wrong host": (
        ("ELSEWHERE", TLS),
        "No connection",
        "has a certificate for other hosts than 127.0.0.1. Use a name that it is for",
    ),
    "no client certificate": (
        ("MUTUAL", TLS),
        "Not allowed",
        "asks for a client certificate that it trusts. Set ssl.certificate.location and ssl.key.location",
    ),
    "plaintext on a TLS port": (
        ("SSL", {}),
        "No connection",
        "speaks TLS, which security.protocol does not ask for. Set security.protocol=SSL",
    ),
    "SASL plaintext on a TLS port": (
        ("SASL_SSL", PLAIN),
        "No connection",
        "speaks TLS, which security.protocol does not ask for. Set security.protocol=SASL_SSL",
    ),
    "TLS on a plaintext port": (
        ("PLAINTEXT", TLS),
        "No connection",
        "speaks no TLS, which security.protocol asks for. Set security.protocol=PLAINTEXT",
    ),
    "no login on a SASL port": (
        ("SASL_PLAINTEXT", {}),
        "No connection",
        "wants a SASL login (PLAIN, SCRAM-SHA-256, OAUTHBEARER). Set security.protocol=SASL_PLAINTEXT",
    ),
    "login on a port without": (("PLAINTEXT", PLAIN), "No connection", "takes no SASL login. Set security.protocol"),
}


def profile_of(cluster: SecuredCluster, way: Way) -> Profile:
    """How to reach it that way."""
    listener, properties = way
    kafka = {"bootstrap.servers": cluster.address(listener)}
    return Profile(NAME, kafka | {name: filled_in(cluster, value) for name, value in properties.items()})


def filled_in(cluster: SecuredCluster, value: str) -> str:
    """The value with its file's path or text."""
    value = value.replace("{service}", f"{cluster.tokens.url}/token")
    if "{token}" in value:
        path = cluster.certificates.path("token")
        path.write_text(f"{cluster.tokens.token()}\n")
        value = value.replace("{token}", str(path))
    if value.startswith("{text:"):
        return cluster.certificates.text(value.removeprefix("{text:").removesuffix("}"))
    return cluster.certificates.location(value[1:-1]) if value.startswith("{") else value


AUTH = {"auth": f"digest:{USER}:{PASSWORD}"}
ZK_TLS = {"tls.ca": "{ca.pem}"}
ZK_CERTIFICATE = {
    "tls.certificate": "{client.pem}",
    "tls.key": "{client-locked.key}",
    "tls.key.password": STORE_PASSWORD,
}


def zookeeper_profile_of(cluster: SecuredCluster, properties: Properties, *, is_tls: bool) -> Profile:
    """Kafka in plain, ZooKeeper with these properties."""
    connect = cluster.address("ZOOKEEPER_TLS") if is_tls else cluster.sandbox.zookeeper_connect
    assert connect is not None
    settings = ZooKeeperSettings(connect, {name: filled_in(cluster, value) for name, value in properties.items()})
    return Profile(NAME, {"bootstrap.servers": cluster.address("PLAINTEXT")}, settings)
