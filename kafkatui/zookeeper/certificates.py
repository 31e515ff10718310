"""The certificates of an ensemble's servers, from a handshake with each."""

from __future__ import annotations

from kafkatui.codec.server_certificate import server_certificate
from kafkatui.config.tls_handshake import certificates_of
from kafkatui.model.certificate import ServerCertificate
from kafkatui.model.errors import ConfigError
from kafkatui.model.profile import ZooKeeperSettings
from kafkatui.zookeeper.settings import client_options


def read_certificates(settings: ZooKeeperSettings) -> tuple[ServerCertificate, ...]:
    """Those of the servers of the connect string; none where they are not connected to with TLS.

    Raises:
        ConfigError: the settings are malformed, or a file of theirs cannot be loaded.
    """
    options = client_options(settings)
    if not options.use_tls:
        return ()
    try:
        shown = certificates_of(options.hosts, options.tls_context)
    except OSError as error:
        raise ConfigError(f"The files of ZooKeeper's tls.* settings cannot be loaded: {error.strerror}.") from None
    return tuple(
        server_certificate("zookeeper", f"{host}:{port}", found)
        for (host, port), found in zip(options.hosts, shown, strict=True)
    )
