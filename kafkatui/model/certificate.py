"""The certificate that a server shows to whoever connects with TLS."""

from __future__ import annotations

from msgspec import Struct


class ServerCertificate(Struct, frozen=True):
    """One server's.

    Attributes:
        side: "kafka" or "zookeeper".
        server: host:port.
        valid_from_seconds, valid_until_seconds: Unix time; None when it could not be seen.
        error: why it could not; empty when it could.
    """

    side: str
    server: str
    valid_from_seconds: float | None = None
    valid_until_seconds: float | None = None
    error: str = ""
