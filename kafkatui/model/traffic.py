"""What kafkatui itself costs the cluster."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct


class ClientTraffic(Struct, frozen=True):
    """Requests and bytes since the session began.

    Attributes:
        calls: what was asked for, by operation ("metadata", "list offsets").
        requests: protocol requests of all clients together, their own housekeeping included.
        sent_bytes, received_bytes: on the wire. These three are some seconds old.
    """

    calls: Mapping[str, int]
    requests: int
    sent_bytes: int
    received_bytes: int
