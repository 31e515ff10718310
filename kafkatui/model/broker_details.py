"""What the metadata does not tell of the brokers."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct


class BrokerDetails(Struct, frozen=True):
    """What the metadata does not tell of the brokers; the next metadata have it.

    Attributes:
        controller_id: the quorum's leader; None with ZooKeeper, where the metadata names the controller.
        racks: by broker id, as last told.
    """

    controller_id: int | None
    racks: Mapping[int, str | None]
