"""The members of a ZooKeeper ensemble, as it keeps them itself since 3.5."""

from __future__ import annotations

from msgspec import Struct

PARTICIPANT, OBSERVER = "participant", "observer"


class EnsembleMember(Struct, frozen=True):
    """One server of the ensemble's own configuration.

    Attributes:
        id: its number.
        peer: where the others reach it: `HOST:PORT:PORT`, several with `|` between.
        role: PARTICIPANT (it votes) or OBSERVER.
        client: where clients reach it, `HOST:PORT`; empty where the configuration does not say.
    """

    id: int
    peer: str
    role: str = PARTICIPANT
    client: str = ""

    @property
    def text(self) -> str:
        """As ZooKeeper writes it, behind `server.N=`."""
        return f"{self.peer}:{self.role}" + (f";{self.client}" if self.client else "")

    @property
    def line(self) -> str:
        """The whole line."""
        return f"server.{self.id}={self.text}"


class DynamicConfig(Struct, frozen=True):
    """All members, in the order of their ids.

    Attributes:
        version: the transaction that made it; None where it does not say.
        others: further lines: groups and weights.
    """

    members: tuple[EnsembleMember, ...]
    version: int | None = None
    others: tuple[str, ...] = ()

    @property
    def voters(self) -> tuple[EnsembleMember, ...]:
        """Those that vote."""
        return tuple(each for each in self.members if each.role == PARTICIPANT)
