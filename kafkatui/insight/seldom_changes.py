"""What is read now and then, compared with the reading before: groups, moves, ACLs, quotas, servers and others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from kafkatui.insight.changes import id_list
from kafkatui.insight.event_groups import told
from kafkatui.model.acl import Acl
from kafkatui.model.cluster import TopicPartition, partition_text
from kafkatui.model.ensemble import Ensemble, EnsembleServer
from kafkatui.model.event import Cause, Event, EventKind, Severity
from kafkatui.model.group import Group
from kafkatui.model.group_samples import GroupsSample
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.quota import Quota, number_text
from kafkatui.model.replica_sets import Reassignment
from kafkatui.model.scram import ScramCredential
from kafkatui.model.znode import ZooKeeperClients

REBALANCING = ("preparingrebalance", "completingrebalance", "assigning", "reconciling")
"""States in which a group's partitions are handed out anew."""

BACK_SHARE = 0.5
"""A lag is told to be back once it is under so much of the threshold: one that stands at it would be told for ever."""


class Change(Struct, frozen=True):
    """One change, before it is known when it was seen.

    Attributes:
        words: what it shares with others, as `Cause.words`; empty for what stands alone.
        nouns: what those are.
    """

    kind: EventKind
    severity: Severity
    subject: str
    text: str
    place: Place
    words: str = ""
    nouns: str = ""
    brokers: tuple[int, ...] = ()


class Seen(Struct, frozen=True):
    """Who saw it, and when.

    Attributes:
        within_seconds: since the reading before.
    """

    cluster: str
    at_seconds: float
    within_seconds: float
    source: str = "kafka"

    def events(self, changes: Iterable[Change]) -> list[Event]:
        """The changes as events; many with the same words as one line."""
        by_words: dict[str, list[Change]] = {}
        for change in changes:
            by_words.setdefault(change.words or f"{change.subject} {change.text}", []).append(change)
        return [event for shared in by_words.values() for event in told(shared, self._event)]

    def _event(self, change: Change) -> Event:
        tab = change.place.tab if change.place.kind is PlaceKind.CLUSTER else "events"
        cause = Cause(change.words, change.nouns, Place(self.cluster, PlaceKind.CLUSTER, tab=tab))
        return Event(
            self.at_seconds, self.cluster, change.severity, self.source, change.subject, change.text, change.place,
            change.kind, None, self.within_seconds, cause if change.words else None, brokers=change.brokers,
        )  # fmt: skip


def group_changes(cluster: str, before: GroupsSample, after: GroupsSample, lag_threshold: int) -> Iterator[Change]:
    """Groups that came, went, rebalanced or were left by their members, and whose lag crossed the threshold."""
    old = {group.id: group for group in before.groups if not group.error}
    new = {group.id: group for group in after.groups if not group.error}
    untold = {group.id for group in (*before.groups, *after.groups) if group.error}

    def change(severity: Severity, group_id: str, text: str, words: str = "") -> Change:
        place = Place(cluster, PlaceKind.GROUP, group_id)
        return Change(EventKind.GROUP, severity, group_id, text, place, words, "groups")

    for group_id in sorted(new.keys() - old.keys() - untold):
        yield change(Severity.INFO, group_id, f"is new, {_members(len(new[group_id].members))}", "are new")
    if not after.errors:
        for group_id in sorted(old.keys() - new.keys() - untold):
            gone = change(Severity.WARNING, group_id, "is gone: deleted, or its offsets expired", "are gone")
            place = Place(cluster, PlaceKind.GROUPS, cursor=group_id)
            yield Change(gone.kind, gone.severity, gone.subject, gone.text, place, gone.words, gone.nouns)
    for group_id in sorted(old.keys() & new.keys()):
        if (how := _how_changed(old[group_id], new[group_id])) is not None:
            yield change(how[0], group_id, how[1])
        was, now = (sample.lags[group_id].exact if group_id in sample.lags else None for sample in (before, after))
        if was is None or now is None:
            continue
        if was < lag_threshold <= now:
            yield change(Severity.WARNING, group_id, f"lag {was:,} → {now:,}, over {lag_threshold:,}")
        elif was >= lag_threshold * BACK_SHARE > now:
            yield change(Severity.GOOD, group_id, f"lag {was:,} → {now:,}, far under {lag_threshold:,} again")


def _how_changed(old: Group, new: Group) -> tuple[Severity, str] | None:
    was, now = len(old.members), len(new.members)
    if was and not now and new.state.lower() not in REBALANCING:
        return Severity.WARNING, f"lost its last member, it had {was}"
    if now and not was and old.state.lower() not in REBALANCING:
        return Severity.GOOD, f"has members again: {now}"
    if new.state.lower() in REBALANCING:
        return None if old.state.lower() in REBALANCING else (Severity.INFO, f"rebalances, {_members(now)}")
    ids, others = ({member.member_id: member.assignment for member in group.members} for group in (old, new))
    if ids.keys() != others.keys():
        return Severity.INFO, f"rebalanced: members {was} → {now}" if was != now else f"rebalanced, {now} members"
    return (Severity.INFO, f"rebalanced, {_members(now)}") if ids != others else None


def _members(count: int) -> str:
    return f"{count} member{'' if count == 1 else 's'}"


def move_changes(
    cluster: str, before: Mapping[TopicPartition, Reassignment], after: Mapping[TopicPartition, Reassignment]
) -> Iterator[Change]:
    """Reassignments that were begun or have ended."""

    def change(key: TopicPartition, move: Reassignment, severity: Severity, text: str) -> Change:
        place = Place(cluster, PlaceKind.TOPIC, key[0], cursor=str(key[1]))
        brokers = (*move.adding, *move.removing)
        words = "reassignment begun" if severity is Severity.INFO else "reassignment ended"
        return Change(
            EventKind.REASSIGNMENT, severity, partition_text(key), text, place, words, "partitions", brokers
        )  # fmt: skip

    for key in sorted(after.keys() - before.keys()):
        move = after[key]
        text = f"reassignment begun: adds {id_list(move.adding)}, removes {id_list(move.removing)}"
        yield change(key, move, Severity.INFO, text)
    for key in sorted(before.keys() - after.keys()):
        yield change(key, before[key], Severity.GOOD, "reassignment ended")


def acl_changes(cluster: str, before: Iterable[Acl], after: Iterable[Acl]) -> Iterator[Change]:
    """ACLs that were added or removed."""
    old, new = set(before), set(after)
    for acls, word in ((new - old, "added"), (old - new, "removed")):
        for acl in sorted(acls):
            place = _acl_place(cluster, acl)
            yield Change(EventKind.ACL, Severity.WARNING, "ACL", f"{word}: {acl.text}", place, word, "ACLs")


def _acl_place(cluster: str, acl: Acl) -> Place:
    if acl.resource_type == "TOPIC" and acl.pattern_type == "LITERAL" and acl.resource != "*":
        return Place(cluster, PlaceKind.TOPIC, acl.resource, tab="acls")
    return Place(cluster, PlaceKind.CLUSTER, tab="acls")


def quota_changes(cluster: str, before: Iterable[Quota], after: Iterable[Quota]) -> Iterator[Change]:
    """Quotas that were set, changed or removed."""
    old, new = ({each.text: (each, number_text(each.value)) for each in side} for side in (before, after))
    place = Place(cluster, PlaceKind.CLUSTER, tab="quotas")
    for text in sorted(old.keys() | new.keys()):
        was, now = (side[text][1] if text in side else "none" for side in (old, new))
        if was != now:
            quota = (new.get(text) or old[text])[0]
            how = f"{quota.name}: {was} → {now}"
            yield Change(EventKind.CONFIG, Severity.INFO, quota.entity.text, how, place)


def user_changes(cluster: str, before: Iterable[ScramCredential], after: Iterable[ScramCredential]) -> Iterator[Change]:
    """SCRAM credentials that were set or removed."""
    old, new = ({(each.user, each.mechanism): each for each in side} for side in (before, after))
    place = Place(cluster, PlaceKind.CLUSTER, tab="users")
    for user, mechanism in sorted(old.keys() | new.keys()):
        was, now = old.get((user, mechanism)), new.get((user, mechanism))
        if was != now:
            how = "set" if was is None else "removed" if now is None else "changed"
            yield Change(EventKind.CONFIG, Severity.INFO, f"user {user}", f"{mechanism}: {how}", place)


def server_changes(cluster: str, before: Ensemble, after: Ensemble) -> Iterator[Change]:
    """Servers of the ensemble that stopped or began to serve, and how they do."""
    old = {server.address: server for server in before.servers}
    place = Place(cluster, PlaceKind.ZOOKEEPER, tab="ensemble")
    for server in after.servers:
        was = old.get(server.address)
        if was is not None and (how := _server_change(was, server)) is not None:
            yield Change(EventKind.SERVER, how[0], f"ZooKeeper {server.address}", how[1], place)


def _server_change(was: EnsembleServer, now: EnsembleServer) -> tuple[Severity, str] | None:
    if was.serves and not now.serves:
        return Severity.BAD, f"serves no more: {now.problem or now.mode or 'it does not say why'}"
    if now.serves and not was.serves:
        return Severity.GOOD, f"serves again, as {now.mode}"
    if was.mode != now.mode:
        return Severity.WARNING, f"{was.mode or 'silent'} → {now.mode or 'silent'}"
    if was.version and now.version and was.version != now.version:
        return Severity.INFO, f"version {was.version} → {now.version}"
    return None


def session_changes(cluster: str, before: ZooKeeperClients, after: ZooKeeperClients) -> Iterator[Change]:
    """Sessions that a server got or does not have any more."""
    if before.addresses is None or after.addresses is None or before.server != after.server:
        return
    place = Place(cluster, PlaceKind.ZOOKEEPER, tab="sessions")
    for session in sorted(after.addresses.keys() - before.addresses.keys()):
        text = f"opened from {after.addresses[session]}"
        yield Change(EventKind.SESSION, Severity.INFO, f"session {session:#x}", text, place, "opened", "sessions")
    for session in sorted(before.addresses.keys() - after.addresses.keys()):
        text = f"left {before.server} ({before.addresses[session]})"
        words = f"left {before.server}"
        yield Change(EventKind.SESSION, Severity.INFO, f"session {session:#x}", text, place, words, "sessions")
