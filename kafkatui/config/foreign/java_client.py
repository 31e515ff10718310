"""The properties of Kafka's Java clients as librdkafka's."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kafkatui.config.file import LONGEST_SECONDS, SHORTEST_SECONDS
from kafkatui.config.key_stores import StoreType, pem_of_truststore, pkcs12_of_keystore, type_by_name
from kafkatui.config.trust_stores import LOCATION, PASSWORD

_SAME = frozenset({
    "security.protocol", "sasl.mechanism", "sasl.kerberos.service.name", "client.id", "client.rack",
    "client.dns.lookup",
    "ssl.cipher.suites", "ssl.key.password", "connections.max.idle.ms", "metadata.max.age.ms", "reconnect.backoff.ms",
    "reconnect.backoff.max.ms", "retry.backoff.ms", "sasl.oauthbearer.token.endpoint.url", "schema.registry.url",
    "isolation.level",
})  # fmt: skip

_RENAMED: Mapping[str, str] = {
    "send.buffer.bytes": "socket.send.buffer.bytes",
    "receive.buffer.bytes": "socket.receive.buffer.bytes",
    "socket.connection.setup.timeout.ms": "socket.connection.setup.timeout.ms",
    "ssl.truststore.certificates": "ssl.ca.pem",
    "ssl.keystore.certificate.chain": "ssl.certificate.pem",
    "ssl.keystore.key": "ssl.key.pem",
    "basic.auth.user.info": "schema.registry.basic.auth.user.info",
    "schema.registry.basic.auth.user.info": "schema.registry.basic.auth.user.info",
}

_HANDLED = frozenset({
    "bootstrap.servers", "name", "request.timeout.ms", "sasl.jaas.config", "ssl.endpoint.identification.algorithm",
    "ssl.truststore.location", "ssl.truststore.type", "ssl.truststore.password", "ssl.keystore.location",
    "ssl.keystore.type", "ssl.keystore.password", "basic.auth.credentials.source",
})  # fmt: skip

_LIBRDKAFKAS = ("ssl.ca.", "ssl.certificate.", "ssl.key.", "sasl.username", "sasl.password", "enable.ssl.", "socket.")
"""What begins so is librdkafka's own name already."""

_JAAS = re.compile(r"\s*([\w.$]+)\s+\w+\b(.*?);?\s*", re.DOTALL)
_JAAS_OPTION = re.compile(r"([\w.]+)\s*=\s*(?:\"((?:\\.|[^\"\\])*)\"|'((?:\\.|[^'\\])*)'|([^\s;]+))")


def kafka_properties(java: Mapping[str, str], remarks: list[str]) -> dict[str, str]:
    """librdkafka's properties of a Java client's; `bootstrap.servers` and `request.timeout.ms` are not among them.

    Args:
        remarks: gets a sentence for each that is not taken over.
    """
    kafka = {name: value for name, value in java.items() if name in _SAME or name.startswith(_LIBRDKAFKAS)}
    kafka.update({_RENAMED[name]: value for name, value in java.items() if name in _RENAMED})
    if "ssl.endpoint.identification.algorithm" in java:
        kafka["ssl.endpoint.identification.algorithm"] = java["ssl.endpoint.identification.algorithm"] or "none"
    kafka.update(_jaas(java.get("sasl.jaas.config", ""), java, remarks))
    kafka.update(_truststore(java, remarks))
    kafka.update(_keystore(java, remarks))
    known = _SAME | _HANDLED | _RENAMED.keys()
    others = sorted(name for name in java if name not in known and not name.startswith(_LIBRDKAFKAS))
    if others:
        remarks.append(f"Not taken over, no setting of a connection or none that librdkafka has: {', '.join(others)}.")
    return kafka


def request_timeout(java: Mapping[str, str], remarks: list[str]) -> dict[str, float]:
    """`request.timeout.ms` as our table of time-outs has it."""
    text = java.get("request.timeout.ms", "").strip()
    if not text:
        return {}
    if not text.isdecimal():
        remarks.append("request.timeout.ms is no number, and is left out.")
        return {}
    seconds = min(max(int(text) / 1000, SHORTEST_SECONDS), LONGEST_SECONDS)
    if seconds * 1000 != int(text):
        remarks.append(f"request.timeout.ms={text} becomes {seconds} s, what kafkatui allows.")
    return {"request": seconds}


def _jaas(text: str, java: Mapping[str, str], remarks: list[str]) -> dict[str, str]:
    """User and password, or what stands for them, of a `sasl.jaas.config`."""
    if not text.strip():
        return {}
    match = _JAAS.fullmatch(text)
    module = match[1].rpartition(".")[2] if match is not None else ""
    options = {
        each[1]: re.sub(r"\\(.)", r"\1", next((value for value in each.groups()[1:] if value is not None), ""))
        for each in _JAAS_OPTION.finditer(match[2] if match is not None else "")
    }
    if options.get("tokenauth", "").lower() == "true":
        remarks.append("The login is with a delegation token (tokenauth), which librdkafka does not have.")
    match module:
        case "PlainLoginModule" | "ScramLoginModule":
            return _taken(options, {"username": "sasl.username", "password": "sasl.password"}, module, remarks)
        case "Krb5LoginModule":
            known = {"principal": "sasl.kerberos.principal", "keyTab": "sasl.kerberos.keytab",
                     "serviceName": "sasl.kerberos.service.name"}  # fmt: skip
            return _taken(options, known, module, remarks)
        case "OAuthBearerLoginModule":
            return _oauth(options, java, remarks)
    remarks.append(f"sasl.jaas.config names {module or 'no login module'}, which is not known: no user is taken over.")
    return {}


def _taken(options: Mapping[str, str], names: Mapping[str, str], module: str, remarks: list[str]) -> dict[str, str]:
    left_out = sorted(options.keys() - names.keys() - {"tokenauth"})
    if left_out:
        remarks.append(f"Of {module} in sasl.jaas.config {', '.join(left_out)} is not taken over.")
    return {names[option]: value for option, value in options.items() if option in names}


def _oauth(options: Mapping[str, str], java: Mapping[str, str], remarks: list[str]) -> dict[str, str]:
    if java.get("sasl.oauthbearer.token.endpoint.url"):
        known = {"clientId": "sasl.oauthbearer.client.id", "clientSecret": "sasl.oauthbearer.client.secret",
                 "scope": "sasl.oauthbearer.scope"}  # fmt: skip
        return {"sasl.oauthbearer.method": "oidc", **_taken(options, known, "OAuthBearerLoginModule", remarks)}
    principal = options.get("unsecuredLoginStringClaim_sub")
    if principal is not None:
        return {"enable.sasl.oauthbearer.unsecure.jwt": "true", "sasl.oauthbearer.config": f"principal={principal}"}
    remarks.append("OAuthBearerLoginModule without sasl.oauthbearer.token.endpoint.url: how to log in is not known.")
    return {}


def _store_type(java: Mapping[str, str], store: str) -> StoreType:
    typed = java.get(f"ssl.{store}.type", "").upper()
    by_name = {each.value: each for each in StoreType}
    if typed:
        return by_name.get(typed, StoreType.JKS)
    return type_by_name(java.get(f"ssl.{store}.location", "")) or StoreType.JKS


def _truststore(java: Mapping[str, str], remarks: list[str]) -> dict[str, str]:
    """librdkafka reads authorities as PEM only; where there is a password, they are taken out of the store."""
    path, kind = java.get("ssl.truststore.location", ""), _store_type(java, "truststore")
    password = java.get(PASSWORD, "")
    if not path:
        return {}
    if kind is StoreType.PEM:
        return {LOCATION: path}
    if password:
        return {LOCATION: path, PASSWORD: password}
    pem, steps = pem_of_truststore(path, kind)
    remarks.append(
        f"The truststore is {kind.value}, which librdkafka does not read; ssl.ca.location is {pem}, made by: "
        f"{steps} (its password is asked there, and not kept)."
    )
    return {LOCATION: pem}


def _keystore(java: Mapping[str, str], remarks: list[str]) -> dict[str, str]:
    path, kind = java.get("ssl.keystore.location", ""), _store_type(java, "keystore")
    if not path:
        return {}
    if kind is StoreType.PEM:
        return {"ssl.certificate.location": path, "ssl.key.location": path}
    password, key_password = java.get("ssl.keystore.password", ""), java.get("ssl.key.password", "")
    if key_password and key_password != password:
        remarks.append(
            "The key has another password than its keystore, which PKCS#12 does not know: give them the same."
        )
    found = {"ssl.keystore.location": path, **({"ssl.keystore.password": password} if password else {})}
    if kind is StoreType.JKS:
        found["ssl.keystore.location"], step = pkcs12_of_keystore(path)
        remarks.append(
            "The keystore is JKS, which librdkafka does not read; ssl.keystore.location is "
            f"{found['ssl.keystore.location']}, made by: {step}"
        )
    return found
