"""A cluster that can be opened, as far as it can be told without its secrets."""

from __future__ import annotations

from msgspec import Struct


class KnownCluster(Struct, frozen=True):
    """A profile as it is written; references to secrets are not resolved.

    Attributes:
        bootstrap_servers: Kafka's addresses; empty when none is given.
        zookeeper: the ensemble's connect string; empty when there is none.
        forbids_export: its records are only to be looked at.
        colour: as `Profile` has it.
        problem: why it cannot be opened, in a sentence or two; empty when nothing is known to be wrong.
    """

    name: str
    bootstrap_servers: str = ""
    zookeeper: str = ""
    is_read_only: bool = False
    is_protected: bool = False
    forbids_export: bool = False
    colour: str = ""
    problem: str = ""
