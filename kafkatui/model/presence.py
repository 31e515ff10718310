"""Whether a broker is there, and since when it is not."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from kafkatui.model.cluster import Broker


class PresenceState(Enum):
    """UP: in the metadata and answering.

    UNREACHABLE: in the metadata, but it does not answer kafkatui. GONE: seen before, not in the metadata.
    """

    UP = "up"
    UNREACHABLE = "unreachable"
    GONE = "gone"


class BrokerPresence(Struct, frozen=True):
    """A broker the session has seen, or that a replica list names.

    Attributes:
        since_seconds: Unix time since when it is unreachable or gone; None when up, or if kafkatui did not see it go.
        back_at_seconds: Unix time at which it was in the metadata again; None when kafkatui did not see it away.
    """

    broker: Broker
    state: PresenceState
    since_seconds: float | None = None
    back_at_seconds: float | None = None


class LinkState(Enum):
    """Whether Kafka and ZooKeeper belong together: linked only after `/cluster/id` equals the cluster's id."""

    NONE = "no ZooKeeper"
    CONNECTING = "connecting"
    LINKED = "linked"
    MISMATCH = "another cluster"
    UNKNOWN = "not compared"
    FAILED = "no connection"


class Link(Struct, frozen=True):
    """The link between the two sides, with the sentence that explains it."""

    state: LinkState
    text: str = ""
