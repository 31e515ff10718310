"""Something that changed in a cluster."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from kafkatui.model.place import Place


class Severity(Enum):
    """How much a person should care."""

    INFO = "info"
    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Event:
    """A change, as one line of the timeline.

    Attributes:
        at_seconds: Unix time at which kafkatui saw it.
        subject: what changed: "orders-1", "broker 3", "/brokers/ids/3".
        text: how it changed: "ISR shrank 2,3,1 → 2,3".
        source: "kafka" or "zookeeper": who said so.
        place: where to look.
    """

    at_seconds: float
    cluster: str
    severity: Severity
    source: str
    subject: str
    text: str
    place: Place
