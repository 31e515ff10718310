"""What differs between two clusters, or between a cluster and what it was."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from msgspec import Struct

from kafkatui.model.cluster_state import ClusterState, StatePart, TopicState

NO_AUTHORIZER = "no authorizer"


class ClusterDifferenceRow(Struct, frozen=True):
    """One thing that is not the same.

    Attributes:
        name: the topic, the group, or the ACL as a line.
        what: of it: "topic", "partitions", "replication", a property's name, "group", "type", "topics", "acl".
        left, right: what it is there; None: it is not there. A property that is not there has the brokers' default.
    """

    part: StatePart
    name: str
    what: str
    left: str | None
    right: str | None


class ClusterComparison(Struct, frozen=True):
    """What came of comparing two.

    Attributes:
        not_compared: parts that could not be read on a side, with whose and why.
    """

    left: str
    right: str
    rows: tuple[ClusterDifferenceRow, ...]
    not_compared: Mapping[StatePart, str]

    @property
    def is_same(self) -> bool:
        """Whether everything was compared, and nothing differs."""
        return not self.rows and not self.not_compared

    @property
    def sentence(self) -> str:
        """What came of it, in a sentence or two."""
        count = len(self.rows)
        if self.is_same:
            return f"{self.left} and {self.right} are the same."
        told = f"{count} difference{'' if count == 1 else 's'} between {self.left} and {self.right}."
        missing = [f"Not compared: {part.value}. {reason}" for part, reason in self.not_compared.items()]
        return " ".join([told, *missing])


def compared(left: ClusterState, right: ClusterState, ignored: Collection[StatePart] = ()) -> ClusterComparison:
    """What differs, by part and name, but for the parts that are ignored."""
    missing = {
        part: " ".join(f"{side.name}: {side.not_read[part]}" for side in (left, right) if part in side.not_read)
        for part in StatePart
        if part not in ignored and (part in left.not_read or part in right.not_read)
    }
    wanted = [part for part in StatePart if part not in ignored and part not in missing]
    rows = [row for row in _all(left, right) if row.part in wanted]
    rows.sort(key=lambda row: (list(StatePart).index(row.part), row.name, row.what))
    return ClusterComparison(left.name, right.name, tuple(rows), missing)


def _all(left: ClusterState, right: ClusterState) -> Iterator[ClusterDifferenceRow]:
    for name in left.topics.keys() | right.topics.keys():
        ours, theirs = left.topics.get(name), right.topics.get(name)
        if ours is None or theirs is None:
            yield ClusterDifferenceRow(StatePart.TOPICS, name, "topic", _shape(ours), _shape(theirs))
        else:
            yield from _topic(name, ours, theirs)
    if left.groups is not None and right.groups is not None:
        for name in left.groups.keys() | right.groups.keys():
            mine, yours = left.groups.get(name), right.groups.get(name)
            reads = [None if each is None else ", ".join(each.topics) or "nothing" for each in (mine, yours)]
            if mine is None or yours is None:
                yield ClusterDifferenceRow(StatePart.GROUPS, name, "group", *_reading(reads))
                continue
            if mine.type and yours.type and mine.type != yours.type:
                yield ClusterDifferenceRow(StatePart.GROUPS, name, "type", mine.type, yours.type)
            if reads[0] != reads[1]:
                yield ClusterDifferenceRow(StatePart.GROUPS, name, "topics", reads[0], reads[1])
    yield from _acls(left, right)


def _reading(reads: list[str | None]) -> tuple[str | None, str | None]:
    left, right = (None if each is None else f"reads {each}" for each in reads)
    return left, right


def _shape(topic: TopicState | None) -> str | None:
    return None if topic is None else f"{topic.partitions} × {topic.replication_factor}"


def _topic(name: str, left: TopicState, right: TopicState) -> Iterator[ClusterDifferenceRow]:
    if left.partitions != right.partitions:
        yield ClusterDifferenceRow(
            StatePart.PARTITIONS, name, "partitions", str(left.partitions), str(right.partitions)
        )
    if left.replication_factor != right.replication_factor:
        factors = str(left.replication_factor), str(right.replication_factor)
        yield ClusterDifferenceRow(StatePart.REPLICATION, name, "replication", *factors)
    ours, theirs = left.configs or {}, right.configs or {}
    for each in ours.keys() | theirs.keys():
        if ours.get(each) != theirs.get(each):
            yield ClusterDifferenceRow(StatePart.CONFIGS, name, each, ours.get(each), theirs.get(each))


def _acls(left: ClusterState, right: ClusterState) -> Iterator[ClusterDifferenceRow]:
    if left.has_authorizer != right.has_authorizer:
        words = [NO_AUTHORIZER if each.has_authorizer is False else "ACLs" for each in (left, right)]
        yield ClusterDifferenceRow(StatePart.ACLS, "authorizer", "authorizer", words[0], words[1])
    ours, theirs = frozenset(left.acls or ()), frozenset(right.acls or ())
    for line in ours ^ theirs:
        there = "there"
        yield ClusterDifferenceRow(
            StatePart.ACLS, line, "acl", there if line in ours else None, there if line in theirs else None
        )
