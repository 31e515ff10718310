"""How records are sent: what a producer is built with."""

from __future__ import annotations

from msgspec import Struct

from kafkatui.model.errors import FieldError

AS_CONFIGURED = ""
COMPRESSIONS = (AS_CONFIGURED, "none", "lz4", "zstd", "snappy", "gzip")
ACKS = (AS_CONFIGURED, "all", "1", "0")


class SendSettings(Struct, frozen=True):
    """What is not left to the profile's properties and librdkafka's defaults.

    Attributes:
        compression: what batches are packed with; empty: as configured, without that nothing.
        acks: who must have a record before it counts as delivered: "all" replicas in sync, the leader ("1"), nobody
            ("0"); empty: as configured, without that all.
        is_idempotent: in order and once each, also where a request has to be repeated; takes acks from all.

    Raises:
        FieldError: they contradict each other.
    """

    compression: str = AS_CONFIGURED
    acks: str = AS_CONFIGURED
    is_idempotent: bool = False

    def __post_init__(self) -> None:
        if self.is_idempotent and self.acks not in (AS_CONFIGURED, "all"):
            raise FieldError("acks", f"Idempotence takes acks from all, not {self.acks}.", "Leave one of them out.")


DEFAULT_SETTINGS = SendSettings()
