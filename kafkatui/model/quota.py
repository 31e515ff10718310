"""Client quotas: how much users, client ids and addresses may."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

QUOTAS: Mapping[str, str] = {
    "producer_byte_rate": "bytes a second, per broker, that producers may send",
    "consumer_byte_rate": "bytes a second, per broker, that consumers may fetch",
    "request_percentage": "percent of a thread's time, per broker, that requests may take",
    "controller_mutation_rate": "partitions a second that may be created or deleted",
    "connection_creation_rate": "connections a second, per broker, that an address may open",
}
"""What each is, by its name in Kafka."""

DEFAULT = "<default>"
"""Stands for whoever has no quota of its own."""

ENTITY_TYPES = ("user", "client-id", "ip")


class QuotaEntity(Struct, frozen=True, order=True):
    """Whom a quota holds for. Each attribute: a name, `DEFAULT`, or empty where it does not matter."""

    user: str = ""
    client_id: str = ""
    ip: str = ""

    @property
    def parts(self) -> tuple[tuple[str, str | None], ...]:
        """Type and name of what it is made of, as the protocol has them; None for the default."""
        values = zip(ENTITY_TYPES, (self.user, self.client_id, self.ip), strict=True)
        return tuple((kind, None if name == DEFAULT else name) for kind, name in values if name)

    @property
    def text(self) -> str:
        """`user alice, client-id <default>`."""
        return ", ".join(f"{kind} {DEFAULT if name is None else name}" for kind, name in self.parts)


class Quota(Struct, frozen=True, order=True):
    """One quota of one entity.

    Attributes:
        name: as Kafka calls it: "producer_byte_rate".
    """

    entity: QuotaEntity
    name: str
    value: float

    @property
    def text(self) -> str:
        """What it is called by, whatever its value is."""
        return f"{self.name} of {self.entity.text}"


def number_text(value: float) -> str:
    """1024.0 → "1024", 12.5 → "12.5": as Kafka's own tool takes it."""
    return f"{value:.0f}" if value == int(value) else repr(value)
