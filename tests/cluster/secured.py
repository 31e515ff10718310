"""One broker with a listener for each way to secure it, and a ZooKeeper with TLS and protected znodes."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from confluent_kafka import Consumer
from confluent_kafka import TopicPartition as ClientTopicPartition
from confluent_kafka.admin import (  # type: ignore[attr-defined]
    AdminClient,
    NewTopic,
    ScramCredentialInfo,
    ScramMechanism,
    UserScramCredentialAlteration,
    UserScramCredentialUpsertion,
)
from kazoo.client import KazooClient
from kazoo.security import make_digest_acl

from kafkatui.sandbox.cluster import Sandbox, SandboxSettings
from kafkatui.sandbox.ports import HOST, Ports, choose_ports, is_free
from tests.cluster.token_service import AUDIENCE, ISSUER, TokenService, token_service
from tests.drive.producer import Producer

STORE_PASSWORD = "store-password-7491"
USER, PASSWORD = "alice", "alice-password-8302"
WRONG_PASSWORD = "not-hers-5518"

TOPIC, GROUP, PROTECTED = "orders", "billing", "/protected"

LISTENERS = ("PLAINTEXT", "SSL", "MUTUAL", "SASL_PLAINTEXT", "SASL_SSL", "ELSEWHERE", "EXPIRED")
"""Names of the listeners; the ports follow each other in this order, the first is the sandbox's own."""

_TLS_LISTENERS = {
    "SSL": "server",
    "MUTUAL": "server",
    "SASL_SSL": "server",
    "ELSEWHERE": "elsewhere",
    "EXPIRED": "expired",
}
_PROTOCOLS = {"MUTUAL": "SSL", "ELSEWHERE": "SSL", "EXPIRED": "SSL"}
_MODULES = {
    "plain": f'org.apache.kafka.common.security.plain.PlainLoginModule required user_{USER}="{PASSWORD}";',
    "scram-sha-256": "org.apache.kafka.common.security.scram.ScramLoginModule required;",
    "scram-sha-512": "org.apache.kafka.common.security.scram.ScramLoginModule required;",
    "oauthbearer": "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required"
    ' unsecuredLoginStringClaim_sub="broker";',
}
_NOT_OFFERED = {("sasl_plaintext", "scram-sha-512")}


class Certificates:
    """Authorities, servers' and a client's certificates in `directory`, made by the JDK's keytool.

    `NAME.p12` holds a key with its chain under `STORE_PASSWORD`, `NAME.pem` a certificate alone.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        for authority in ("ca", "other"):
            self._keytool(authority, "-genkeypair", "-dname", f"CN={authority}", "-validity", "30", "-ext", "bc:c")
            self._keytool(authority, "-exportcert", "-rfc", "-file", str(self.path(f"{authority}.pem")))
        here = f"san=ip:{HOST},dns:localhost"
        self._sign("server", here)
        self._sign("elsewhere", "san=dns:elsewhere.example")
        self._sign("expired", here, "-startdate", "-10d", "-validity", "5")
        self._sign("client", "san=dns:client.example")
        self._keytool("trust", "-importcert", "-noprompt", "-file", str(self.path("ca.pem")))
        store = ("-keystore", self.location("trust.jks"), "-storetype", "JKS", "-storepass", STORE_PASSWORD)
        _checked(["keytool", "-importcert", "-noprompt", "-file", self.location("ca.pem"), *store], self.directory)
        self._openssl("-nokeys", "-clcerts", "-out", "client.pem")
        self._openssl("-nocerts", "-nodes", "-out", "client.key")
        self._openssl("-nocerts", "-passout", f"pass:{STORE_PASSWORD}", "-out", "client-locked.key")

    def path(self, name: str) -> Path:
        """Where a file is."""
        return self.directory / name

    def location(self, name: str) -> str:
        """Where a file is, as a property has it."""
        return str(self.path(name))

    def text(self, name: str) -> str:
        """A PEM file's text."""
        return self.path(name).read_text()

    def renew(self, owner: str) -> Path:
        """A store with another certificate of a server's, which holds for long."""
        self._sign("renewed", f"san=ip:{HOST},dns:localhost", owner=owner)
        return self.path("renewed.p12")

    def _sign(self, name: str, extension: str, *options: str, owner: str = "") -> None:
        """A key in a store of its own with a certificate of the authority `ca`, by the store's name or the owner's."""
        shutil.copy(self.path("ca.p12"), self.path(f"{name}.p12"))
        validity = () if options else ("-validity", "30")
        self._run(
            name, "-genkeypair", "-alias", name, "-signer", "ca", "-dname", f"CN={owner or name}", "-ext", extension,
            *validity, *options,
        )  # fmt: skip
        self._run(name, "-delete", "-alias", "ca")

    def _keytool(self, name: str, *arguments: str) -> None:
        self._run(name, arguments[0], "-alias", name, *arguments[1:])

    def _run(self, name: str, command: str, *arguments: str) -> None:
        key = ("-keyalg", "RSA", "-keysize", "2048") if command == "-genkeypair" else ()
        store = ("-keystore", self.location(f"{name}.p12"), "-storetype", "PKCS12", "-storepass", STORE_PASSWORD)
        _checked(["keytool", command, *arguments, *key, *store], self.directory)

    def _openssl(self, *arguments: str) -> None:
        store = ("-in", self.location("client.p12"), "-passin", f"pass:{STORE_PASSWORD}")
        _checked(["openssl", "pkcs12", *store, *arguments], self.directory)


def _checked(command: Sequence[str], directory: Path) -> None:
    done = subprocess.run(command, cwd=directory, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, f"{command[:2]}: {done.stdout}{done.stderr}"


@dataclass(frozen=True, slots=True)
class SecuredCluster:
    """What the tests need to know of it."""

    sandbox: Sandbox
    certificates: Certificates
    ports: dict[str, int]
    tokens: TokenService

    def address(self, listener: str) -> str:
        """host:port of a listener, or of "ZOOKEEPER_TLS"."""
        return f"{HOST}:{self.ports[listener]}"


@contextmanager
def secured_cluster(directory: Path) -> Iterator[SecuredCluster]:
    """Starts it, stopped at the end; the certificates are made in `directory`."""
    certificates = Certificates(directory)
    own, ports = _choose_ports()
    with token_service() as tokens:
        settings = SandboxSettings(
            brokers=1,
            ports=own,
            broker_properties=_broker_properties(certificates, ports) | _token_properties(tokens),
            zookeeper_properties=_zookeeper_properties(certificates, ports["ZOOKEEPER_TLS"]),
        )
        with Sandbox(settings) as sandbox:
            yield SecuredCluster(sandbox, certificates, ports, tokens)


def _choose_ports() -> tuple[Ports, dict[str, int]]:
    """The sandbox's ports, and those of every listener in the rest of their block of ten."""
    for _ in range(50):
        own = choose_ports(1)
        names = (*LISTENERS[1:], "ZOOKEEPER_TLS")
        further = dict(zip(names, range(own.controllers[-1] + 1, own.zookeeper + 10), strict=True))
        if all(map(is_free, further.values())):
            return own, {"PLAINTEXT": own.brokers[0], **further}
    raise AssertionError("no free ports")


def _broker_properties(certificates: Certificates, ports: dict[str, int]) -> dict[str, object]:
    protocols = ",".join(f"{name}:{_PROTOCOLS.get(name, name)}" for name in LISTENERS)
    properties: dict[str, object] = {
        "listeners": ",".join(f"{name}://{HOST}:{ports[name]}" for name in LISTENERS),
        "listener.security.protocol.map": protocols,
        "inter.broker.listener.name": "PLAINTEXT",
        "ssl.truststore.location": certificates.path("trust.p12"),
        "ssl.truststore.password": STORE_PASSWORD,
        "auto.create.topics.enable": False,
        "listener.name.ssl.ssl.client.auth": "requested",
        "listener.name.mutual.ssl.client.auth": "required",
    }
    for listener, certificate in _TLS_LISTENERS.items():
        prefix = f"listener.name.{listener.lower()}.ssl"
        properties[f"{prefix}.keystore.location"] = certificates.path(f"{certificate}.p12")
        properties[f"{prefix}.keystore.password"] = STORE_PASSWORD
    for listener in ("sasl_plaintext", "sasl_ssl"):
        modules = {name: each for name, each in _MODULES.items() if (listener, name) not in _NOT_OFFERED}
        properties[f"listener.name.{listener}.sasl.enabled.mechanisms"] = ",".join(modules).upper()
        for mechanism, module in modules.items():
            properties[f"listener.name.{listener}.{mechanism}.sasl.jaas.config"] = module
    return properties


def _token_properties(tokens: TokenService) -> dict[str, object]:
    """On the listener SASL_SSL tokens are checked: who signed them, for whom, until when."""
    listener = "listener.name.sasl_ssl"
    handler = "org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler"
    return {
        f"{listener}.oauthbearer.sasl.server.callback.handler.class": handler,
        f"{listener}.oauthbearer.sasl.jaas.config": _MODULES["oauthbearer"].split(" unsecured")[0] + ";",
        f"{listener}.sasl.oauthbearer.jwks.endpoint.url": f"{tokens.url}/keys",
        f"{listener}.sasl.oauthbearer.expected.issuer": ISSUER,
        f"{listener}.sasl.oauthbearer.expected.audience": AUDIENCE,
        f"{listener}.oauthbearer.connections.max.reauth.ms": 3_600_000,
    }


def _zookeeper_properties(certificates: Certificates, port: int) -> dict[str, object]:
    return {
        "serverCnxnFactory": "org.apache.zookeeper.server.NettyServerCnxnFactory",
        "secureClientPort": port,
        "secureClientPortAddress": HOST,
        "ssl.keyStore.location": certificates.path("server.p12"),
        "ssl.keyStore.password": STORE_PASSWORD,
        "ssl.trustStore.location": certificates.path("trust.p12"),
        "ssl.trustStore.password": STORE_PASSWORD,
        "ssl.clientAuth": "want",
    }


def fill(cluster: SecuredCluster) -> None:
    """A topic, a group's commit, a user for SCRAM and a znode that only this user may read."""
    properties: dict[str, str | int | float | bool] = {"bootstrap.servers": cluster.address("PLAINTEXT")}
    admin = AdminClient(properties)
    admin.create_topics([NewTopic(TOPIC, 2, 1, config={"retention.ms": "123456"})])[TOPIC].result(20)
    mechanisms = (ScramMechanism.SCRAM_SHA_256, ScramMechanism.SCRAM_SHA_512)
    credentials = [ScramCredentialInfo(each, 8192) for each in mechanisms]
    upsertions: list[UserScramCredentialAlteration] = [
        UserScramCredentialUpsertion(USER, each, PASSWORD.encode()) for each in credentials
    ]
    admin.alter_user_scram_credentials(upsertions)[USER].result(20)
    producer = Producer(properties)
    for number in range(4):
        producer.produce(TOPIC, f"value {number}".encode(), partition=number % 2)
    assert producer.flush(20) == 0
    with closing(Consumer({**properties, "group.id": GROUP})) as consumer:
        consumer.commit(offsets=[ClientTopicPartition(TOPIC, 0, 1)], asynchronous=False)
    client = KazooClient(cluster.sandbox.zookeeper_connect)
    client.start(20)
    client.create(PROTECTED, b"behind an ACL", acl=[make_digest_acl(USER, PASSWORD, all=True)])
    client.stop()
