"""The requests that change consumer groups, to their coordinators through kafka-python."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import kafka  # noqa: F401 - all of it before a part: see test_imports_of_kafka_python
from kafka.protocol.admin import DeleteGroupsRequest
from kafka.protocol.consumer import LeaveGroupRequest, OffsetCommitRequest, OffsetDeleteRequest
from kafka.protocol.consumer.group import DEFAULT_GENERATION_ID, UNKNOWN_MEMBER_ID

from kafkatui.kafka.connect.coordinators import (
    GROUPS_A_REQUEST,
    Answers,
    BrokerRequest,
    CoordinatorRequests,
    by_broker,
)
from kafkatui.kafka.read.messages.share_groups import AlterShareGroupOffsetsRequest, DeleteShareGroupOffsetsRequest
from kafkatui.model.cluster import TopicPartition, by_topic
from kafkatui.model.group import Commit

_BROKERS_RETENTION = -1
_NO_LEADER_EPOCH = -1
_COMMIT_VERSION = 8
"""The last that names topics; from 10 on they are topic ids (KIP-848)."""

_MANY_MEMBERS_VERSION = 3
"""KIP-345, Kafka 2.4: others may be named, not only oneself."""

_REMOVED = "removed with kafkatui"

MemberIdentity = tuple[str, str | None]
"""A member's id, and its `group.instance.id` when it is static."""


class GroupChanges(CoordinatorRequests):
    """What is changed about groups."""

    async def commit(self, group_id: str, commits: Mapping[TopicPartition, Commit]) -> Answers:
        """Each partition's entry in the OffsetCommitResponse; a group with members refuses, and stays as it is."""
        topic_type = OffsetCommitRequest.OffsetCommitRequestTopic
        topics = [
            topic_type(
                name=topic,
                partitions=[
                    topic_type.OffsetCommitRequestPartition(
                        partition_index=partition,
                        committed_offset=commits[topic, partition].offset,
                        committed_leader_epoch=_NO_LEADER_EPOCH,
                        committed_metadata=commits[topic, partition].metadata,
                    )
                    for partition in partitions
                ],
            )
            for topic, partitions in by_topic(commits).items()
        ]
        message = OffsetCommitRequest(
            group_id=group_id,
            generation_id_or_member_epoch=DEFAULT_GENERATION_ID,
            member_id=UNKNOWN_MEMBER_ID,
            group_instance_id=None,
            retention_time_ms=_BROKERS_RETENTION,
            topics=topics,
            max_version=_COMMIT_VERSION,
        )
        return await self._to_coordinator(group_id, list(commits), message, _partition_entries)

    async def delete_offsets(self, group_id: str, partitions: Sequence[TopicPartition]) -> Answers:
        """Each partition's entry in the OffsetDeleteResponse, or that of the whole answer when it failed as a whole."""
        self.version(OffsetDeleteRequest)  # raises where the broker does not know it
        topic_type = OffsetDeleteRequest.OffsetDeleteRequestTopic
        topics = [
            topic_type(
                name=topic, partitions=[topic_type.OffsetDeleteRequestPartition(partition_index=id_) for id_ in ids]
            )
            for topic, ids in by_topic(partitions).items()
        ]
        message = OffsetDeleteRequest(group_id=group_id, topics=topics)
        return await self._to_coordinator(group_id, list(partitions), message, _partition_entries)

    async def alter_share_starts(self, group_id: str, starts: Mapping[TopicPartition, int]) -> Answers:
        """Each partition's entry in the AlterShareGroupOffsetsResponse; a group with members refuses."""
        self.version(AlterShareGroupOffsetsRequest)  # raises where the broker does not know it
        topic_type = AlterShareGroupOffsetsRequest.AlterShareGroupOffsetsRequestTopic
        part_type = topic_type.AlterShareGroupOffsetsRequestPartition
        topics = [
            topic_type(
                topic_name=topic,
                partitions=[part_type(partition_index=id_, start_offset=starts[topic, id_]) for id_ in ids],
            )
            for topic, ids in by_topic(starts).items()
        ]
        message = AlterShareGroupOffsetsRequest(group_id=group_id, topics=topics)
        return await self._to_coordinator(group_id, list(starts), message, _share_entries)

    async def delete_share_topics(self, group_id: str, topics: Sequence[str]) -> Answers:
        """Each topic's entry in the DeleteShareGroupOffsetsResponse; a group with members refuses."""
        self.version(DeleteShareGroupOffsetsRequest)  # raises where the broker does not know it
        topic_type = DeleteShareGroupOffsetsRequest.DeleteShareGroupOffsetsRequestTopic
        wanted = [topic_type(topic_name=topic) for topic in topics]
        message = DeleteShareGroupOffsetsRequest(group_id=group_id, topics=wanted)
        return await self._to_coordinator(group_id, list(topics), message, _topic_entries)

    async def remove_members(self, group_id: str, members: Sequence[MemberIdentity]) -> Answers:
        """Each member's entry in the LeaveGroupResponse, or that of the whole answer when it failed as a whole."""
        identity = LeaveGroupRequest.MemberIdentity
        message = LeaveGroupRequest(
            group_id=group_id,
            members=[
                identity(member_id=member_id, group_instance_id=instance_id, reason=_REMOVED)
                for member_id, instance_id in members
            ],
            min_version=_MANY_MEMBERS_VERSION,
        )
        self.version(message)  # raises where the broker does not know it
        return await self._to_coordinator(group_id, list(members), message, _member_entries)

    async def delete_groups(self, group_ids: Sequence[str]) -> Answers:
        """Each group's entry in a DeleteGroupsResponse."""
        coordinators = await self.find_coordinators(group_ids)
        requests = [
            BrokerRequest(broker_id, ids, DeleteGroupsRequest(groups_names=ids))
            for broker_id, ids in by_broker(coordinators.found, GROUPS_A_REQUEST)
        ]
        answers = await self.send(
            requests, lambda request, response: {entry.group_id: entry for entry in response.results}
        )
        answers.failed.update(coordinators.failed)
        return answers

    async def _to_coordinator(
        self,
        group_id: str,
        about: Sequence[Any],
        message: Any,
        entries: Callable[[BrokerRequest, Any], Mapping[Any, Any]],
    ) -> Answers:
        coordinators = await self.find_coordinators([group_id])
        if group_id in coordinators.failed:
            return Answers(failed=dict.fromkeys(about, coordinators.failed[group_id]))
        return await self.send([BrokerRequest(coordinators.found[group_id][0], about, message)], entries)


def _partition_entries(request: BrokerRequest, response: Any) -> Mapping[TopicPartition, Any]:
    if getattr(response, "error_code", 0):
        return dict.fromkeys(request.about, response)
    return {(topic.name, entry.partition_index): entry for topic in response.topics for entry in topic.partitions}


def _share_entries(request: BrokerRequest, response: Any) -> Mapping[TopicPartition, Any]:
    if response.error_code:
        return dict.fromkeys(request.about, response)
    return {
        (topic.topic_name, entry.partition_index): entry for topic in response.responses for entry in topic.partitions
    }


def _topic_entries(request: BrokerRequest, response: Any) -> Mapping[str, Any]:
    if response.error_code:
        return dict.fromkeys(request.about, response)
    return {topic.topic_name: topic for topic in response.responses}


def _member_entries(request: BrokerRequest, response: Any) -> Mapping[MemberIdentity, Any]:
    if response.error_code:
        return dict.fromkeys(request.about, response)
    return {(entry.member_id, entry.group_instance_id): entry for entry in response.members}
