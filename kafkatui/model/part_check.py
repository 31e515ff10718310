"""Whether one part of a profile could be connected to."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct


class PartState(Enum):
    """WORKS; FAILS: it does not, or something there is not as it should be; NONE: the profile has no such part."""

    WORKS = "works"
    FAILS = "fails"
    NONE = "none"


class PartCheck(Struct, frozen=True):
    """What came of connecting to one part.

    Attributes:
        part: "Kafka", "Kafka's second client", "ZooKeeper", "schema registry", "Connect", "JMX figures".
        text: what is there, or why it does not work and what to do; no secrets.
        seconds: how long that took; None where nobody was asked.
    """

    part: str
    state: PartState
    text: str
    seconds: float | None = None
