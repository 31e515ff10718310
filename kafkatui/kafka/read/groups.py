"""Consumer groups: which there are, who is in them, what they have committed."""

from __future__ import annotations

import struct
from collections.abc import Callable, Collection, Coroutine, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from confluent_kafka import KafkaError
from msgspec import Struct

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.connect.coordinator_call import ask_coordinators
from kafkatui.kafka.connect.errors import error_words
from kafkatui.kafka.read.streams_members import streams_members
from kafkatui.kafka.read.streams_topology import streams_topology
from kafkatui.model.cluster import TopicPartition
from kafkatui.model.errors import KafkatuiError, NotWithThisProfile
from kafkatui.model.group import WHOLE_GROUP, Group, GroupMember, GroupOffsets
from kafkatui.model.replacing import replace

if TYPE_CHECKING:
    from kafkatui.kafka.connect.coordinators import Answers
    from kafkatui.kafka.read.group_requests import GroupRequests

_UNKNOWN = "Unknown"
_DEAD = "Dead"
_GROUP_ID_NOT_FOUND = 69
_CONSUMER_PROTOCOL = "consumer"
"""What consumers, but not Connect workers, call their classic groups' protocol."""

_CLASSIC = "classic"
_CONSUMER = "consumer"
_SHARE = "share"
_STREAMS = "streams"


class GroupListing(Struct, frozen=True):
    """The groups there are, ordered by id.

    Attributes:
        errors: of brokers that could not list theirs, in words: groups may be missing.
    """

    groups: tuple[Group, ...]
    errors: tuple[str, ...] = ()


def list_groups(connection: KafkaConnection, known: Collection[str] = ()) -> GroupListing:
    """All groups with their members.

    Args:
        known: ids of groups that were there before. One that nobody lists stays, with an error, while a broker does not
            tell of its groups; else it is gone when its coordinator says so: one that has just started lists none.

    Raises:
        ConnectError, TimedOut, NotAuthorized: no broker could list anything.
    """
    answers = _ask(connection, "list groups", "list the groups", lambda requests: requests.list_groups())
    listed: dict[str, Any] = {}
    failures: list[KafkatuiError] = []
    for broker_id, (_, response) in answers.found.items():
        if response.error_code:
            failures.append(_failure(connection, response.error_code, f"list the groups of broker {broker_id}"))
        else:
            listed.update((entry.group_id, entry) for entry in response.groups)
    failures += [connection.failure(error, f"list the groups of broker {b}") for b, error in answers.failed.items()]
    if failures and len(failures) == len(answers.found) + len(answers.failed):
        raise failures[0]
    groups = [_with_listed(group, listed[group.id]) for group in describe_groups(connection, sorted(listed))]
    missing = sorted(set(known) - listed.keys())
    if failures:
        groups += [Group(group_id, _UNKNOWN, error=failures[0].what) for group_id in missing]
    else:
        groups += [group for group in describe_groups(connection, missing) if group.error or group.state != _DEAD]
    by_id = tuple(sorted(groups, key=lambda group: group.id))
    return GroupListing(by_id, tuple(failure.what for failure in failures))


def describe_groups(connection: KafkaConnection, group_ids: Iterable[str]) -> tuple[Group, ...]:
    """The groups with these ids, in this order; one that could not be described says why in `error`.

    Raises:
        NotWithThisProfile: no group ever can.
    """
    ids = list(group_ids)
    if not ids:
        return ()
    doing = "describe the group"
    try:
        answers = _ask(connection, "describe groups", doing, lambda requests: requests.describe(ids))
    except NotWithThisProfile:
        raise
    except KafkatuiError as error:
        return tuple(Group(group_id, _UNKNOWN, error=error.what) for group_id in ids)
    groups = []
    for group_id in ids:
        if group_id in answers.found:
            coordinator, entry = answers.found[group_id]
            code = entry.error_code
            if code == _GROUP_ID_NOT_FOUND:
                groups.append(Group(group_id, _DEAD, coordinator=coordinator))
            elif code:
                groups.append(Group(group_id, _UNKNOWN, error=_failure(connection, code, doing).what))
            else:
                groups.append(_group(entry, coordinator))
        else:
            reason = _missing(connection, answers, group_id, doing)
            groups.append(Group(group_id, _UNKNOWN, error=reason))
    others = _other_groups(connection, [group.id for group in groups if group.state == _DEAD and not group.error])
    return tuple(others.get(group.id, group) for group in groups)


def _other_groups(connection: KafkaConnection, group_ids: Sequence[str]) -> dict[str, Group]:
    """Those that are share groups (KIP-932) or streams groups (KIP-1071): to the other requests there is none such."""
    if not group_ids:
        return {}
    try:
        answers = _ask(
            connection, "describe groups", "describe the group", lambda each: each.describe_others(group_ids)
        )
    except KafkatuiError:  # it stays as the other requests told it
        return {}
    return {
        group_id: _other_group(entry, coordinator)
        for group_id, (coordinator, entry) in answers.found.items()
        if entry.group_state != _DEAD
    }


def _other_group(entry: Any, coordinator: int) -> Group:
    """A group from its entry in a ShareGroupDescribe or, having a topology, in a StreamsGroupDescribe response."""
    topology = None
    if hasattr(entry, "topology"):
        topology = streams_topology(entry)
        members, group_type, assignor = streams_members(entry), _STREAMS, ""
    else:
        members, group_type, assignor = [_member(each) for each in entry.members], _SHARE, entry.assignor_name or ""
    return Group(
        entry.group_id,
        entry.group_state or _UNKNOWN,
        group_type,
        coordinator,
        assignor,
        tuple(sorted(members, key=lambda member: member.member_id)),
        topology=topology,
    )


def _broker_lag(part: Any) -> int:
    """What the broker counts as left; −1 where it does not (below Kafka 4.2)."""
    lag = getattr(part, "lag", None)
    return -1 if lag is None else int(lag)


def as_listed(connection: KafkaConnection, group: Group) -> Group:
    """The group with the type and state that the brokers list, where no request describes it.

    Raises:
        KafkatuiError: no broker could be asked.
    """
    answers = _ask(connection, "list groups", "list the groups", lambda requests: requests.list_groups())
    for _, response in answers.found.values():
        for entry in response.groups:
            if entry.group_id == group.id:
                return _with_listed(group, entry)
    return group


def read_share_starts(connection: KafkaConnection, group_ids: Sequence[str]) -> dict[str, GroupOffsets]:
    """Where each share group's work begins in each partition: what lies before was acknowledged or given up.

    Why a group could not be read is under `WHOLE_GROUP`.
    """
    ids = list(group_ids)
    if not ids:
        return {}
    doing = "read where share groups are"
    try:
        answers = _ask(connection, "group offsets", doing, lambda requests: requests.fetch_share_offsets(ids))
    except KafkatuiError as error:
        return {group_id: not_read(group_id, error.what) for group_id in ids}
    found = {}
    for group_id in ids:
        if group_id not in answers.found:
            found[group_id] = not_read(group_id, _missing(connection, answers, group_id, doing))
            continue
        _, entry = answers.found[group_id]
        if entry.error_code:
            found[group_id] = not_read(group_id, _failure(connection, entry.error_code, doing).what)
        else:
            found[group_id] = _share_starts(group_id, entry)
    return found


def _share_starts(group_id: str, entry: Any) -> GroupOffsets:
    parts = [(topic.topic_name, part) for topic in entry.topics for part in topic.partitions]
    return GroupOffsets(
        group_id,
        {
            (topic, part.partition_index): part.start_offset
            for topic, part in parts
            if not part.error_code and part.start_offset >= 0
        },
        {},
        {
            (topic, part.partition_index): error_words(KafkaError(part.error_code))
            for topic, part in parts
            if part.error_code
        },
        {
            (topic, part.partition_index): part.lag
            for topic, part in parts
            if not part.error_code and _broker_lag(part) >= 0
        },
    )


def read_committed(connection: KafkaConnection, group_ids: Sequence[str]) -> dict[str, GroupOffsets]:
    """What each group has committed, on all its partitions; why a group could not be read is under `WHOLE_GROUP`.

    Raises:
        NotWithThisProfile: no group ever can.
    """
    ids = list(group_ids)
    if not ids:
        return {}
    try:
        answers = _ask(
            connection, "group offsets", "read what groups have committed", lambda requests: requests.fetch_offsets(ids)
        )
    except NotWithThisProfile:
        raise
    except KafkatuiError as error:
        return {group_id: not_read(group_id, error.what) for group_id in ids}
    committed: dict[str, GroupOffsets] = {}
    for group_id in ids:
        doing = f"read what {group_id} has committed"
        if group_id not in answers.found:
            committed[group_id] = not_read(group_id, _missing(connection, answers, group_id, doing))
            continue
        _, entry = answers.found[group_id]
        if entry.error_code and entry.error_code != _GROUP_ID_NOT_FOUND:
            committed[group_id] = not_read(group_id, _failure(connection, entry.error_code, doing).what)
        else:
            committed[group_id] = _group_offsets(group_id, entry)
    return committed


def _ask(
    connection: KafkaConnection,
    operation: str,
    doing: str,
    ask: Callable[[GroupRequests], Coroutine[Any, Any, Answers]],
) -> Answers:
    from kafkatui.kafka.read.group_requests import GroupRequests

    return ask_coordinators(connection, operation, doing, GroupRequests, ask)


def _failure(connection: KafkaConnection, code: int, doing: str) -> KafkatuiError:
    from kafkatui.kafka.connect.coordinators import error_of

    return connection.failure(error_of(code), doing)


def _missing(connection: KafkaConnection, answers: Answers, group_id: str, doing: str) -> str:
    error = answers.failed.get(group_id)
    return connection.failure(error, doing).what if error else f"Could not {doing}: the broker left it out."


def not_read(group_id: str, reason: str) -> GroupOffsets:
    """What a group committed, where that could not be read."""
    return GroupOffsets(group_id, {}, {}, {WHOLE_GROUP: reason})


def _group_offsets(group_id: str, entry: Any) -> GroupOffsets:
    committed: dict[TopicPartition, int] = {}
    metadata: dict[TopicPartition, str] = {}
    errors: dict[TopicPartition, str] = {}
    for topic in entry.topics or ():
        for partition in topic.partitions:
            key = (topic.name, partition.partition_index)
            if partition.error_code:
                errors[key] = error_words(KafkaError(partition.error_code))
            elif partition.committed_offset >= 0:
                committed[key] = partition.committed_offset
                if partition.metadata:
                    metadata[key] = partition.metadata
    return GroupOffsets(group_id, committed, metadata, errors)


def _with_listed(group: Group, listed: Any) -> Group:
    """What only the listing tells: the type (Kafka 3.8), and the state of one that is no consumer group (KIP-932)."""
    group_type = (getattr(listed, "group_type", "") or "").lower()
    if group.state == _DEAD and group_type not in ("", _CLASSIC, _CONSUMER):
        return replace(group, type=group_type, state=getattr(listed, "group_state", "") or _UNKNOWN)
    return replace(group, type=group_type) if group_type else group


def _group(entry: Any, coordinator: int) -> Group:
    """A group from its entry in a ConsumerGroupDescribe or, having a protocol, in a DescribeGroups response."""
    if hasattr(entry, "protocol_type"):
        has_assignments = entry.protocol_type == _CONSUMER_PROTOCOL
        members = [_classic_member(member, has_assignments) for member in entry.members]
        assignor, group_type, is_simple = entry.protocol_data, "", not entry.protocol_type
    else:
        members = [_member(member) for member in entry.members]
        assignor, group_type, is_simple = entry.assignor_name, _CONSUMER, False
    return Group(
        id=entry.group_id,
        state=entry.group_state or _UNKNOWN,
        type=group_type,
        coordinator=coordinator,
        assignor=assignor or "",
        members=tuple(sorted(members, key=lambda member: member.member_id)),
        is_simple=is_simple,
    )


def _member(member: Any) -> GroupMember:
    return GroupMember(
        member_id=member.member_id,
        client_id=member.client_id,
        host=member.client_host.removeprefix("/"),
        assignment=tuple(
            sorted(
                (topic.topic_name, partition)
                for topic in member.assignment.topic_partitions
                for partition in topic.partitions
            )
        ),
        instance_id=getattr(member, "instance_id", None) or None,
        topics=tuple(sorted(member.subscribed_topic_names)),
    )


def _classic_member(member: Any, has_assignment: bool) -> GroupMember:
    return GroupMember(
        member_id=member.member_id,
        client_id=member.client_id,
        host=member.client_host.removeprefix("/"),
        assignment=_classic_assignment(member.member_assignment) if has_assignment else (),
        instance_id=getattr(member, "group_instance_id", None) or None,
        topics=_classic_subscription(member.member_metadata) if has_assignment else (),
    )


def _classic_assignment(data: bytes) -> tuple[TopicPartition, ...]:
    """A member's partitions as its group's leader wrote them; none when unreadable."""
    if not data:
        return ()
    import kafka  # noqa: F401 - all of it before a part: see test_imports_of_kafka_python
    from kafka.protocol.consumer.metadata import ConsumerProtocolAssignment

    try:
        assigned = ConsumerProtocolAssignment.decode(data).assigned_partitions
    except (ValueError, IndexError, struct.error):  # a client may write what it likes
        return ()
    return tuple(sorted((topic.topic, partition) for topic in assigned for partition in topic.partitions))


def _classic_subscription(data: bytes) -> tuple[str, ...]:
    """The topics a member asked for when it joined; none when unreadable."""
    if not data:
        return ()
    import kafka  # noqa: F401 - all of it before a part: see test_imports_of_kafka_python
    from kafka.protocol.consumer.metadata import ConsumerProtocolSubscription

    try:
        return tuple(sorted(ConsumerProtocolSubscription.decode(data).topics))
    except (ValueError, IndexError, struct.error):  # a client may write what it likes
        return ()
