"""The certificates of brokers, from a handshake with each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kafkatui.codec.server_certificate import server_certificate
from kafkatui.config.tls import tls_context
from kafkatui.config.tls_handshake import certificates_of
from kafkatui.model.certificate import ServerCertificate
from kafkatui.model.cluster import Broker


def read_certificates(brokers: Iterable[Broker], kafka: Mapping[str, str]) -> tuple[ServerCertificate, ...]:
    """Those of the listeners that we use.

    Args:
        kafka: librdkafka properties, of which TLS counts.

    Raises:
        ConfigError: a file of theirs cannot be loaded.
    """
    listed = list(brokers)
    shown = certificates_of([(each.host, each.port) for each in listed], lambda: tls_context(kafka))
    return tuple(server_certificate("kafka", each.address, found) for each, found in zip(listed, shown, strict=True))
