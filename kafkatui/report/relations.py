"""What an object of the cluster is tied to: a row for each tie, made of what was read of either end."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import TypeVar

from msgspec import Struct

from kafkatui.model.acl import Acl
from kafkatui.model.cluster import ClusterMetadata
from kafkatui.model.connector import Connector, Connectors
from kafkatui.model.group_samples import GroupSample, GroupsSample
from kafkatui.model.lag import LagTotal
from kafkatui.model.observed import Observed, ObservedState
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.presence import Link, LinkState
from kafkatui.model.quota import Quota
from kafkatui.model.replacing import replace
from kafkatui.model.schema_subject import Subjects

T = TypeVar("T")

NOT_READ = "not read yet"


class RelationKind(Enum):
    """What the other end is."""

    TOPIC = "topic"
    BROKER = "broker"
    GROUP = "group"
    MEMBER = "member"
    SUBJECT = "subject"
    CONNECTOR = "connector"
    ACL = "ACL"
    QUOTA = "quota"
    ZNODE = "znode"
    SESSION = "session"


class RelationRow(Struct, frozen=True):
    """One thing that an object is tied to; or that there is none of a kind, or that nobody knows.

    Attributes:
        name: what it is called; empty where there is none, or nobody knows.
        tie: how it is tied; of what is not known why.
        place: where it is; None where it has no page.
        state: how well it is known.
        is_wrong: whether the tie needs a person.
    """

    kind: RelationKind
    name: str
    tie: str
    place: Place | None = None
    state: ObservedState = ObservedState.OK
    is_wrong: bool = False

    @property
    def is_unknown(self) -> bool:
        """Whether nobody knows if there are any, rather than that there are none."""
        return not self.name and self.state is not ObservedState.OK


class RelationReadings(Struct, frozen=True):
    """What was read of everything that an object may be tied to.

    Attributes:
        cluster: the profile's name, for places.
        old_groups: those that keep their offsets in ZooKeeper.
        group: the group, where one is asked about.
    """

    cluster: str
    metadata: Observed[ClusterMetadata]
    groups: Observed[GroupsSample]
    acls: Observed[tuple[Acl, ...]]
    quotas: Observed[tuple[Quota, ...]]
    subjects: Observed[Subjects]
    connectors: Observed[Connectors]
    link: Link
    old_groups: Observed[GroupsSample]
    group: Observed[GroupSample] | None = None


def ties(
    kind: RelationKind, observed: Observed[T], make: Callable[[T], Sequence[RelationRow]], none: str
) -> list[RelationRow]:
    """The rows of a kind, as well known as the reading they come from.

    Args:
        none: what to say where there are none.
    """
    if observed.value is None:
        return [RelationRow(kind, "", observed.reason or NOT_READ, state=observed.state)]
    rows = make(observed.value) or [RelationRow(kind, "", none)]
    return [replace(row, state=observed.state) for row in rows]


def group_ties(
    readings: RelationReadings, make: Callable[[GroupsSample], Sequence[RelationRow]], none: str
) -> list[RelationRow]:
    """The groups; those of a broker that did not list its own may be missing, which a row says."""
    rows = ties(RelationKind.GROUP, readings.groups, make, none)
    errors = readings.groups.value.errors if readings.groups.value is not None else ()
    if not errors:
        return rows
    found = [row for row in rows if row.name]
    words = f"there may be {'more' if found else 'some'}: {errors[0]}"
    return [*found, RelationRow(RelationKind.GROUP, "", words, state=ObservedState.FAILED)]


def acl_ties(readings: RelationReadings, resource_type: str, name: str, place: Place) -> list[RelationRow]:
    """Who may do what with it.

    Args:
        place: where the ACLs are listed.
    """

    def make(acls: Sequence[Acl]) -> list[RelationRow]:
        return [
            RelationRow(
                RelationKind.ACL,
                f"{acl.principal} {acl.permission} {acl.operation}",
                f"on {acl.pattern_type} {acl.resource} from {acl.host}",
                place.at(cursor=acl.text),
            )
            for acl in acls
            if acl.applies_to(resource_type, name)
        ]

    return ties(RelationKind.ACL, readings.acls, make, "none applies to it")


def znode_ties(readings: RelationReadings, paths: Mapping[str, str]) -> list[RelationRow]:
    """Where ZooKeeper keeps it: nothing is read for that, so that one may not be there.

    Args:
        paths: each with what is there.
    """
    link = readings.link
    if link.state is not LinkState.LINKED:
        state = {LinkState.NONE: ObservedState.NOT_SUPPORTED, LinkState.CONNECTING: ObservedState.UNKNOWN}
        return [
            RelationRow(
                RelationKind.ZNODE, "", link.text or NOT_READ, state=state.get(link.state, ObservedState.FAILED)
            )
        ]
    return [
        RelationRow(RelationKind.ZNODE, path, words, Place(readings.cluster, PlaceKind.ZNODE, path))
        for path, words in paths.items()
    ]


_PATHS: Mapping[PlaceKind, Mapping[str, str]] = {
    PlaceKind.TOPIC: {
        "/brokers/topics/{name}": "its partitions and who keeps them",
        "/config/topics/{name}": "its own configuration, where it has some",
    },
    PlaceKind.BROKER: {
        "/brokers/ids/{name}": "its registration, while it lives",
        "/config/brokers/{name}": "its own dynamic configuration, where it has some",
    },
    PlaceKind.GROUP: {"/consumers/{name}": "what it committed, where it is of the old consumer"},
}


def znodes_of(kind: PlaceKind, name: str) -> dict[str, str]:
    """Where ZooKeeper keeps a thing of Kafka, and what is there; nothing of other kinds."""
    return {pattern.format(name=name): words for pattern, words in _PATHS.get(kind, {}).items()}


def connector_ties(readings: RelationReadings, is_tied: Callable[[Connector], bool], none: str) -> list[RelationRow]:
    """Connectors of Kafka Connect; of several Connects one that does not answer says so."""
    place = Place(readings.cluster, PlaceKind.CLUSTER, tab="connectors")

    def make(known: Connectors) -> list[RelationRow]:
        rows = [
            RelationRow(
                RelationKind.CONNECTOR,
                each.address,
                f"{each.type or 'connector'} {each.state or '?'}, {each.running} of {len(each.tasks)} tasks run",
                place.at(cursor=each.address),
                is_wrong=each.is_failed,
            )
            for each in known.connectors
            if is_tied(each)
        ]
        return rows

    rows = ties(RelationKind.CONNECTOR, readings.connectors, make, none)
    silent = readings.connectors.value.silent if readings.connectors.value is not None else {}
    return rows + [
        RelationRow(RelationKind.CONNECTOR, "", f"{name}: {reason}", state=ObservedState.FAILED)
        for name, reason in silent.items()
    ]


def lag_words(total: LagTotal) -> str:
    """ "lag 1,204", with what is not known of it."""
    words = "lag ?" if total.known is None else f"lag {total.known:,}"
    return f"{words} +{total.unknown:,} unknown" if total.unknown else words
