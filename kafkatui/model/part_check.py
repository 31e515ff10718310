"""Whether one part of a profile could be connected to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class PartState(Enum):
    """WORKS; FAILS: it does not, or something there is not as it should be; NONE: the profile has no such part."""

    WORKS = "works"
    FAILS = "fails"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class PartCheck:
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
