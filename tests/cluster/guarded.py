"""What a broker with an authorizer is set up as, in each generation: it lets us do everything, and has a login."""

from __future__ import annotations

from typing import Any

from confluent_kafka import KafkaError
from confluent_kafka.admin import AdminClient

from kafkatui.sandbox.cluster import Sandbox, SandboxSettings
from kafkatui.sandbox.ports import HOST, Ports, choose_ports, is_free
from kafkatui.sandbox.readiness import QUIET_CLIENT, wait_until

AUTHORIZERS = {
    "2.3": "kafka.security.auth.SimpleAclAuthorizer",
    "3.9": "kafka.security.authorizer.AclAuthorizer",
    "4.3": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
}

WRITER, WRITER_PASSWORD = "writer", "writer-7702"
"""Who may do only what ACLs leave to everybody, or allow."""

_LOGIN = ("-X", "sasl.mechanism=PLAIN", "-X", "sasl.username=admin", "-X", "sasl.password=admin-4410")
_MODULE = "org.apache.kafka.common.security"


def guarded_settings(kafka: str) -> SandboxSettings:
    """One broker of that generation."""
    ports = _free_ports()
    listeners = {"PLAINTEXT": ports.brokers[0], "SASL_PLAINTEXT": _login_port(ports)}
    if kafka == "4.3":
        listeners["CONTROLLER"] = ports.controllers[0]
    users = f'user_admin="admin-4410" user_{WRITER}="{WRITER_PASSWORD}"'
    plain = f"{_MODULE}.plain.PlainLoginModule required {users};"
    properties: dict[str, object] = {
        "listeners": ",".join(f"{name}://{HOST}:{port}" for name, port in listeners.items()),
        "listener.security.protocol.map": ",".join(f"{name}:{name}" for name in ("PLAINTEXT", "SASL_PLAINTEXT"))
        + ",CONTROLLER:PLAINTEXT",
        "inter.broker.listener.name": "PLAINTEXT",
        "listener.name.sasl_plaintext.sasl.enabled.mechanisms": "PLAIN,SCRAM-SHA-256",
        "listener.name.sasl_plaintext.plain.sasl.jaas.config": plain,
        "listener.name.sasl_plaintext.scram-sha-256.sasl.jaas.config": f"{_MODULE}.scram.ScramLoginModule required;",
        f"delegation.token.{'master' if kafka == '2.3' else 'secret'}.key": "of-the-brokers-1180",
        "authorizer.class.name": AUTHORIZERS[kafka],
        "super.users": "User:ANONYMOUS;User:admin",
        "allow.everyone.if.no.acl.found": "true",
        "transaction.partition.verification.enable": "false",  # so that a transaction can be made to hang
    }
    return SandboxSettings(kafka=kafka, brokers=1, ports=ports, broker_properties=properties)


def at_login(sandbox: Sandbox, *login: str) -> tuple[str, ...]:
    """The options of who logs in: as admin, unless another login is given."""
    ports = sandbox.settings.ports
    assert ports is not None
    return ("-b", f"{HOST}:{_login_port(ports)}", "-X", "security.protocol=SASL_PLAINTEXT", *(login or _LOGIN))


def logs_in(sandbox: Sandbox, user: str, password: str) -> bool:
    """Whether a broker lets a client of librdkafka in."""
    refused: list[KafkaError] = []
    settings: dict[str, Any] = {
        "bootstrap.servers": at_login(sandbox)[1],
        "security.protocol": "SASL_PLAINTEXT",
        "sasl.mechanism": "SCRAM-SHA-256",
        "sasl.username": user,
        "sasl.password": password,
        "error_cb": refused.append,
    }
    client = AdminClient(QUIET_CLIENT | settings)
    answer = client.describe_cluster(request_timeout=10)
    wait_until(lambda: client.poll(0.1) < 0 or answer.done() or bool(refused), 10, "an answer")
    return answer.done() and answer.exception() is None


def _login_port(ports: Ports) -> int:
    return ports.zookeeper + 5


def _free_ports() -> Ports:
    """Those of a sandbox, with one more that is free."""
    for _ in range(50):
        if is_free(_login_port(ports := choose_ports(1))):
            return ports
    raise AssertionError("no free ports")
