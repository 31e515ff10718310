"""What a profile is asked as fields of a dialog, and the profile that was meant."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kafkatui.config.key_stores import StoreType, pem_of_truststore, pkcs12_of_keystore, type_by_content
from kafkatui.config.profile_text import Entry
from kafkatui.config.properties import parse_properties
from kafkatui.config.references import has_reference
from kafkatui.config.trust_stores import OF_JAVA, authorities
from kafkatui.model.colour import COLOURS
from kafkatui.model.errors import ConfigError, FieldError
from kafkatui.model.field import Choice, Chosen, Field, FieldKind, Values
from kafkatui.model.replacing import replace
from kafkatui.model.secrets import MASK, is_secret

_PROTOCOLS = ("", "PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL")
_MECHANISMS = ("", "PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER", "GSSAPI")

_REFERENCES = "Kept in the keyring; or ${env:NAME}, ${file:/path}, ${command:…}."

OF_KAFKA: Mapping[str, str] = {
    "security_protocol": "security.protocol",
    "sasl_mechanism": "sasl.mechanism",
    "username": "sasl.username",
    "password": "sasl.password",
    "ca": "ssl.ca.location",
    "truststore_password": "ssl.truststore.password",
    "keystore": "ssl.keystore.location",
    "keystore_password": "ssl.keystore.password",
    "certificate": "ssl.certificate.location",
    "key": "ssl.key.location",
    "key_password": "ssl.key.password",
    "registry": "schema.registry.url",
    "connect": "connect.url",
}
"""The fields that are one property of librdkafka each; all others are in the table below them."""


def _words(words: tuple[str, ...]) -> tuple[Choice, ...]:
    return tuple(Choice(word, word.replace("-SHA", "") or "–", "–: as librdkafka has it without.") for word in words)


def _types(sentence: str) -> tuple[Choice, ...]:
    """Those of a truststore or keystore."""
    named = (("", "–", "As the file looks. "), *((each.value, each.value, "") for each in StoreType))
    return tuple(Choice(value, title, f"{how}{sentence}") for value, title, how in named)


NAME = Field("name", "Name", "What the cluster is called here; empty: its first server.", is_positional=True)

FIELDS = (
    Field("bootstrap_servers", "Kafka", "Its addresses; empty: see ZooKeeper.", metavar="HOST:PORT,HOST:PORT",
          option="--bootstrap-server"),
    Field("zookeeper", "ZooKeeper", "Its connect string; empty: none.", metavar="HOST:PORT,HOST:PORT/CHROOT"),
    Field("security_protocol", "Protocol", "TLS, a login, both or neither.", FieldKind.CHOICE,
          choices=_words(_PROTOCOLS), default=""),
    Field("sasl_mechanism", "Login", "How user and password are told.", FieldKind.CHOICE, choices=_words(_MECHANISMS),
          default=""),
    Field("username", "User", "For the login."),
    Field("password", "Password", _REFERENCES, FieldKind.SECRET),
    Field("jaas", "or JAAS", "A sasl.jaas.config of Java, read for user and password.", FieldKind.SECRET),
    Field("ca", "Truststore", "File of the authorities that sign the brokers' certificates."),
    Field("truststore_type", "its type", "PEM, without a password; PKCS12 or JKS, with theirs.",
          FieldKind.CHOICE, choices=_types("Of PKCS12 and JKS the authorities are taken out."), default=""),
    Field("truststore_password", "its password", _REFERENCES, FieldKind.SECRET),
    Field("keystore", "Keystore", "File with kafkatui's own certificate and key."),
    Field("keystore_type", "its type", "PKCS12 or PEM; of JKS it is said how it becomes PKCS12.", FieldKind.CHOICE,
          choices=_types("librdkafka reads PKCS12 and PEM; how JKS becomes PKCS12 is said."), default=""),
    Field("keystore_password", "its password", _REFERENCES, FieldKind.SECRET),
    Field("certificate", "or certificate", "PEM file of kafkatui's own certificate."),
    Field("key", "and key", "PEM file of its private key."),
    Field("key_password", "its password", _REFERENCES, FieldKind.SECRET),
    Field("registry", "Schemas", "The schema registry's URL.", metavar="http://HOST:8081"),
    Field("connect", "Connect", "A Kafka Connect worker's URL; connect.NAME.url of several among the properties.",
          metavar="http://HOST:8083"),
    Field("timeouts", "Time-outs", "Seconds, by name: request, zookeeper, registry, connect=10.", FieldKind.PAIRS,
          option="--timeout"),
    Field("properties", "Properties", "Any other of librdkafka, one a line.", FieldKind.PAIRS,
          option="-X"),
    Field("zookeeper_properties", "of ZooKeeper", "auth=digest:user:password, tls.ca=PATH, one a line.",
          FieldKind.PAIRS),
    Field("read_only", "Read-only", "Never write to this cluster or its ensemble.", FieldKind.FLAG),
    Field("protected", "Protected", "Changes are confirmed by typing a name.", FieldKind.FLAG),
    Field("no_export", "No export", "Its records are only looked at: not copied, written to files or sent elsewhere.",
          FieldKind.FLAG),
    Field("colour", "Colour", "What its name stands out by, in the header and in lists.", FieldKind.CHOICE,
          choices=tuple(Choice(word, word or "–", "–: as every other name.") for word in ("", *COLOURS)), default=""),
)  # fmt: skip


def fields_of(entry: Mapping[str, Any]) -> tuple[Field, ...]:
    """The fields filled in from a profile; a secret that stands in the file itself is masked, and stays."""
    return tuple(replace(each, default=_default(each, entry)) for each in FIELDS)


def _default(field: Field, entry: Mapping[str, Any]) -> Any:
    kafka = {name: _text(value) for name, value in (entry.get("kafka") or {}).items()}
    if field.name in OF_KAFKA:
        value = _shown(OF_KAFKA[field.name], kafka.get(OF_KAFKA[field.name], ""))
        if field.kind is FieldKind.CHOICE:
            return next((each.value for each in field.choices if each.value.upper() == value.upper()), "")
        return value or None
    match field.name:
        case "properties":
            return tuple(
                f"{name}={_shown(name, value)}" for name, value in kafka.items() if not _has_field(name, value)
            )
        case "zookeeper_properties" | "timeouts":
            table = entry.get(field.name) or {}
            return tuple(f"{name}={_shown(name, _text(value))}" for name, value in table.items())
        case "read_only" | "protected" | "no_export":
            return bool(entry.get(field.name))
        case "colour":
            return next((each for each in COLOURS if each == entry.get("colour")), "")
        case "bootstrap_servers":
            servers = entry.get("bootstrap_servers")
            return ",".join(map(str, servers)) if isinstance(servers, list) else servers
    return entry.get(field.name)


def _has_field(name: str, value: str) -> bool:
    """Whether a property is typed in a field of its own; a word that is none of the choices is not."""
    field = next((each for each in FIELDS if OF_KAFKA.get(each.name) == name), None)
    return field is not None and (
        field.kind is not FieldKind.CHOICE or any(each.value == value.upper() for each in field.choices)
    )


def _shown(name: str, value: str) -> str:
    return MASK if value and is_secret(name) and not has_reference(value) else value


def _text(value: Any) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def entry_of(values: Values, old: Mapping[str, Any]) -> Entry:
    """The profile that is meant by what is typed.

    Args:
        old: as it stands in the file: what no field asks for stays, and so does a secret that is shown masked.

    Raises:
        FieldError: a value cannot be meant.
    """
    entry: Entry = dict(old)
    _set(entry, "bootstrap_servers", _list_or_text(values.get("bootstrap_servers"), old.get("bootstrap_servers")))
    _set(entry, "zookeeper", _typed(values.get("zookeeper")))
    for flag in ("read_only", "protected", "no_export"):
        _set(entry, flag, True if values.get(flag) else False if old.get(flag) is False else None)
    if "colour" in values:
        _set(entry, "colour", _colour(values["colour"]))
    _set(entry, "kafka", _kept(_kafka(values), old.get("kafka") or {}))
    of_zookeeper = _pairs(values, "zookeeper_properties")
    _set(entry, "zookeeper_properties", _kept(of_zookeeper, old.get("zookeeper_properties") or {}))
    _set(entry, "timeouts", _timeouts(values, old.get("timeouts") or {}))
    return entry


def _set(entry: Entry, name: str, value: Any) -> None:
    if value is None or value == {}:
        entry.pop(name, None)
    else:
        entry[name] = value


def _typed(value: Any) -> str | None:
    text = value.value if isinstance(value, Chosen) else value
    return str(text).strip() or None if text is not None else None


def _colour(value: Any) -> str | None:
    """One of the names; FieldError for any other word."""
    word = _typed(value)
    if word is not None and word not in COLOURS:
        raise FieldError("colour", f"There is no colour {word}.", f"Valid: {', '.join(COLOURS)}.")
    return word


def _list_or_text(value: Any, old: Any) -> Any:
    """As the file has it: a list that is the same stays one."""
    text = _typed(value)
    return old if isinstance(old, list) and text == ",".join(map(str, old)) else text


def _kafka(values: Values) -> dict[str, str]:
    kafka = _pairs(values, "properties")
    for name, property_name in OF_KAFKA.items():
        if (text := _typed(values.get(name))) is not None:
            kafka[property_name] = text
    _check_truststore(values)
    kafka |= _of_keystore(values, kafka)
    if (jaas := _typed(values.get("jaas"))) is not None:
        from kafkatui.config.foreign.java_client import kafka_properties

        remarks: list[str] = []
        kafka |= kafka_properties({"sasl.jaas.config": jaas}, remarks)
        if remarks:
            raise FieldError("jaas", remarks[0])
    return kafka


def _check_truststore(values: Values) -> None:
    """Do nothing where the truststore can be read, by librdkafka or with its password.

    Raises:
        FieldError: it cannot; with the commands that make PEM of it.
    """
    path, password = _typed(values.get("ca")), _typed(values.get("truststore_password"))
    kind = _store_type(values, "truststore_type", path)
    if path is None or kind not in OF_JAVA:
        if password is not None and kind is StoreType.PEM:
            raise FieldError("truststore_password", "PEM has no password.", "Leave it out.")
        return
    if password is None:
        pem, steps = pem_of_truststore(path, kind)
        what = f"{path} is {kind.value}, and librdkafka reads PEM only."
        raise FieldError("ca", what, f"Give its password too, or {pem}, made by: {steps}")
    if password != MASK and not has_reference(password) and Path(path).is_file():
        try:
            authorities(path, kind, password)
        except ConfigError as error:
            raise FieldError("truststore_password", error.what, error.advice) from None


def _of_keystore(values: Values, kafka: dict[str, str]) -> dict[str, str]:
    """What takes a keystore's place among `kafka`, where that is PEM: a certificate, and the key beside it.

    Raises:
        FieldError: it is JKS; with the command that makes PKCS#12 of it.
    """
    path = _typed(values.get("keystore"))
    kind = _store_type(values, "keystore_type", path)
    if path is None or kind in (None, StoreType.PKCS12):
        return {}
    if kind is StoreType.JKS:
        pkcs12, step = pkcs12_of_keystore(path)
        raise FieldError(
            "keystore", f"{path} is JKS, and librdkafka reads PKCS12 or PEM.", f"Give {pkcs12}, made by: {step}"
        )
    del kafka["ssl.keystore.location"]
    password = kafka.pop("ssl.keystore.password", None)
    found = {"ssl.certificate.location": path, "ssl.key.location": path}
    if password is not None:
        found["ssl.key.password"] = password
    return found | {name: kafka[name] for name in found if name in kafka}


def _store_type(values: Values, field: str, path: str | None) -> StoreType | None:
    """As it was chosen, else as the file looks."""
    typed = _typed(values.get(field))
    if typed is None:
        return None if path is None else type_by_content(path)
    try:
        return StoreType(typed.upper())
    except ValueError:
        raise FieldError(field, f"{typed} is no type of a store.", "Valid: PEM, PKCS12, JKS.") from None


def _pairs(values: Values, field: str) -> dict[str, str]:
    try:
        return {name: value for name, value in parse_properties(values.get(field) or (), field).items() if value}
    except ConfigError as error:
        raise FieldError(field, error.what.partition(": ")[2] or error.what, error.advice) from None


def _kept(typed: Mapping[str, str], old: Mapping[str, Any]) -> dict[str, Any]:
    """What is typed, in the order of the file; a value that says the same is left as it is written (`true`, 5)."""
    for name, value in typed.items():
        if MASK in value and not (name in old and _says(value, name, old[name])):
            raise FieldError("properties", f"{name} is masked: what it stands for is not known.", "Type it anew.")
    names = [name for name in old if name in typed] + [name for name in typed if name not in old]
    return {name: old[name] if name in old and _says(typed[name], name, old[name]) else typed[name] for name in names}


def _says(typed: str, name: str, old: Any) -> bool:
    return typed in (MASK, _text(old)) if is_secret(name) else typed == _text(old)


def _timeouts(values: Values, old: Mapping[str, Any]) -> dict[str, float]:
    found: dict[str, float] = {}
    for text in values.get("timeouts") or ():
        name, _, value = text.partition("=")
        try:
            number = float(value)
        except ValueError:
            raise FieldError("timeouts", f"{name.strip()} is a number of seconds.", "request=20") from None
        name = name.strip()
        found[name] = old[name] if old.get(name) == number else int(number) if number.is_integer() else number
    return found
