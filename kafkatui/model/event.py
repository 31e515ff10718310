"""Something that changed in a cluster."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.replacing import replace


class Severity(Enum):
    """How much a person should care."""

    INFO = "info"
    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"


class EventKind(Enum):
    """What about the cluster changed."""

    CLUSTER = "cluster"
    BROKER = "broker"
    CONTROLLER = "controller"
    TOPIC = "topic"
    PARTITIONS = "partitions"
    LEADER = "leader"
    ISR = "isr"
    REPLICAS = "replicas"
    REASSIGNMENT = "reassignment"
    CONFIG = "config"
    ACL = "acl"
    GROUP = "group"
    SESSION = "session"
    SERVER = "server"
    ACTION = "action"


class Cause(Struct, frozen=True):
    """What many events may have in common; those close to each other are shown as one.

    Attributes:
        words: how all of them changed, in one line; `{effects}` stands for what they differ in.
        noun_plural: what changed: "partitions".
        place: where such a line leads.
    """

    words: str
    noun_plural: str
    place: Place


class Event(Struct, frozen=True):
    """A change, as one line of the timeline.

    Attributes:
        at_seconds: Unix time at which kafkatui saw it.
        subject: what changed: "orders-1", "broker 3", "/brokers/ids/3".
        text: how it changed: "ISR shrank 2,3,1 → 2,3".
        source: "kafka", "zookeeper" or "kafkatui": who said so.
        place: where to look.
        kind: what about the cluster changed; None where nobody said.
        changed_at_seconds: when it happened, as the znode has it; None where that is not told.
        within_seconds: it happened at most so long before it was seen; None where nobody can tell.
        cause: what it may share with others; None for what stands alone.
        effect: in what it differs from those.
        brokers: ids of brokers that it has to do with, besides its place.
        members: what a line for many stands for, the first of them; empty for one change.
        count: how many changes it stands for.
    """

    at_seconds: float
    cluster: str
    severity: Severity
    source: str
    subject: str
    text: str
    place: Place
    kind: EventKind | None = None
    changed_at_seconds: float | None = None
    within_seconds: float | None = None
    cause: Cause | None = None
    effect: str = ""
    brokers: tuple[int, ...] = ()
    members: tuple[Event, ...] = ()
    count: int = 1

    @property
    def singles(self) -> tuple[Event, ...]:
        """What it stands for, as far as that is kept; itself when it is one change."""
        return self.members or (self,)

    def seen(self, *, changed_at_seconds: float | None = None, within_seconds: float | None = None) -> Event:
        """The same, with what is known of when it happened; so its members."""
        members = tuple(
            replace(each, changed_at_seconds=changed_at_seconds, within_seconds=within_seconds) for each in self.members
        )
        return replace(self, changed_at_seconds=changed_at_seconds, within_seconds=within_seconds, members=members)

    def without_members(self) -> Event:
        """The line for many alone, where there is no room for what it stands for."""
        return replace(self, members=())

    def concerns(self, kind: PlaceKind, name: str) -> bool:
        """Whether this one change has to do with that thing."""
        if kind is PlaceKind.BROKER and name.isdecimal() and int(name) in self.brokers:
            return True
        if _LISTS.get(self.place.kind) is kind:  # what is gone is told by where it was listed
            return self.place.cursor == name
        return (self.place.kind, self.place.name) == (kind, name)


_LISTS = {PlaceKind.TOPICS: PlaceKind.TOPIC, PlaceKind.GROUPS: PlaceKind.GROUP, PlaceKind.BROKERS: PlaceKind.BROKER}


class EventSources(Struct, frozen=True):
    """How soon what changes is seen.

    Attributes:
        is_watching: whether ZooKeeper's watches are set and what they will be compared with has been read.
        watches_all: whether that is so of every partition.
        metadata_seconds: between two readings of the metadata.
        others_seconds: between two readings of what neither tells of: groups, ACLs and others; None: they are not read.
    """

    is_watching: bool = False
    watches_all: bool = False
    metadata_seconds: float = 2.0
    others_seconds: float | None = None
