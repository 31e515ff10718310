"""What a consumer group is tied to: topics, members, its coordinator, a connector, ACLs, quotas and znodes."""

from __future__ import annotations

from collections.abc import Sequence

from kafkatui.insight.lag import total_lag
from kafkatui.model.counted import counted
from kafkatui.model.group import OLD
from kafkatui.model.group_samples import GroupSample
from kafkatui.model.observed import Observed
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.quota import DEFAULT, Quota
from kafkatui.report.progress import progress_rows
from kafkatui.report.relations import (
    RelationKind,
    RelationReadings,
    RelationRow,
    acl_ties,
    connector_ties,
    lag_words,
    ties,
    znode_ties,
    znodes_of,
)

IDLE = "idle: it was given nothing"


def group_relations(group_id: str, readings: RelationReadings) -> list[RelationRow]:
    """All ties of a group, the topics it reads first."""
    group: Observed[GroupSample] = readings.group if readings.group is not None else Observed.unknown()
    place = Place(readings.cluster, PlaceKind.GROUP, group_id)
    is_old = group.value is not None and group.value.group.type == OLD
    return [
        *ties(RelationKind.TOPIC, group, lambda sample: _topic_ties(sample, readings), "it has read nothing"),
        *ties(RelationKind.BROKER, group, lambda sample: _coordinator_ties(sample, readings), _no_coordinator(is_old)),
        *ties(RelationKind.MEMBER, group, lambda sample: _member_ties(sample, place), "nobody is in it now"),
        *connector_ties(readings, lambda each: each.consumer_group == group_id, "none reads as this group"),
        *acl_ties(readings, "GROUP", group_id, Place(readings.cluster, PlaceKind.CLUSTER, tab="acls")),
        *ties(RelationKind.QUOTA, readings.quotas, lambda quotas: _quota_ties(quotas, group.value, readings),
              "none names a client id of its members"),
        *(znode_ties(readings, znodes_of(PlaceKind.GROUP, group_id)) if is_old else ()),
    ]  # fmt: skip


def _no_coordinator(is_old: bool) -> str:
    return "none: it keeps its offsets in ZooKeeper" if is_old else "no coordinator is known"


def _topic_ties(sample: GroupSample, readings: RelationReadings) -> list[RelationRow]:
    """With its lag there, the topic with most of it first."""
    metadata = readings.metadata.value
    rows = progress_rows(sample, metadata)
    found = []
    for name in sorted({row.topic for row in rows}):
        parts = [row for row in rows if row.topic == name]
        lag = total_lag(parts)
        is_gone = metadata is not None and name not in metadata.topics
        read = sum(row.member is not None for row in parts)
        words = f"{lag_words(lag)}, {counted(read, 'partition')} of {len(parts):,} read now"
        place = Place(readings.cluster, PlaceKind.TOPIC, name, tab="groups", cursor=sample.group.id)
        row = RelationRow(RelationKind.TOPIC, name, "the topic is gone" if is_gone else words, place, is_wrong=is_gone)
        found.append((-(lag.known or 0), row))
    return [row for _, row in sorted(found, key=lambda each: each[0])]


def _coordinator_ties(sample: GroupSample, readings: RelationReadings) -> list[RelationRow]:
    broker = sample.group.coordinator
    if broker is None:
        return []
    place = Place(readings.cluster, PlaceKind.BROKER, str(broker))
    return [RelationRow(RelationKind.BROKER, str(broker), "coordinates it", place)]


def _member_ties(sample: GroupSample, place: Place) -> list[RelationRow]:
    return [
        RelationRow(
            RelationKind.MEMBER,
            member.name,
            IDLE if member.is_idle else f"reads {counted(len(member.assignment), 'partition')}",
            place.at(tab="members", cursor=member.member_id),
            is_wrong=member.is_idle,
        )
        for member in sample.group.members
    ]


def _quota_ties(quotas: Sequence[Quota], sample: GroupSample | None, readings: RelationReadings) -> list[RelationRow]:
    """Those of a client id that a member has, and those of every client id without one."""
    clients = {member.client_id for member in sample.group.members} if sample is not None else set()
    place = Place(readings.cluster, PlaceKind.CLUSTER, tab="quotas")
    return [
        RelationRow(
            RelationKind.QUOTA, quota.entity.text, f"{quota.name} {quota.value:,.10g}", place.at(cursor=quota.text)
        )
        for quota in quotas
        if clients and quota.entity.client_id in (*clients, DEFAULT)
    ]
