"""The requests that read consumer groups; why not librdkafka's is said in `kafka.connect.coordinators`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import kafka  # noqa: F401 - all of it before a part: see test_imports_of_kafka_python
from kafka.protocol.admin import DescribeGroupsRequest, ListGroupsRequest
from kafka.protocol.consumer import OffsetFetchRequest

from kafkatui.kafka.connect.coordinators import (
    GROUPS_A_REQUEST,
    Answers,
    BrokerRequest,
    CoordinatorRequests,
    by_broker,
)
from kafkatui.kafka.read.messages.consumer_group_describe import GROUP_ID_NOT_FOUND, ConsumerGroupDescribeRequest
from kafkatui.kafka.read.messages.share_groups import DescribeShareGroupOffsetsRequest, ShareGroupDescribeRequest
from kafkatui.kafka.read.messages.streams_groups import StreamsGroupDescribeRequest

_MANY_GROUPS_VERSION = 8  # KIP-709, Kafka 3.0
_UNSUPPORTED_VERSION = 35


class GroupRequests(CoordinatorRequests):
    """What is asked about groups."""

    async def list_groups(self) -> Answers:
        """Every broker's ListGroupsResponse, by broker id."""
        await self.on_any_broker(self.manager.cluster.refresh_metadata)
        requests = [
            BrokerRequest(broker.node_id, [broker.node_id], ListGroupsRequest(min_version=0))
            for broker in self.manager.cluster.brokers()
        ]
        return await self.send(requests, lambda request, response: {request.broker_id: response})

    async def describe(self, group_ids: Sequence[str]) -> Answers:
        """Each group's entry in the response of the kind that knows it."""
        coordinators = await self.find_coordinators(group_ids)
        answers = Answers(failed=coordinators.failed)
        rest = {group_id: broker_id for group_id, (broker_id, _) in coordinators.found.items()}
        if self.offers(ConsumerGroupDescribeRequest):
            await self._describe(
                rest, answers, lambda ids: ConsumerGroupDescribeRequest(ids, include_authorized_operations=False)
            )
            of_other_type = [
                group_id
                for group_id, (_, entry) in answers.found.items()
                if entry.error_code in (GROUP_ID_NOT_FOUND, _UNSUPPORTED_VERSION)
            ]
            rest = {group_id: rest[group_id] for group_id in of_other_type}
        await self._describe(rest, answers, lambda ids: DescribeGroupsRequest(ids, include_authorized_operations=False))
        return answers

    async def describe_others(self, group_ids: Sequence[str]) -> Answers:
        """The entries of those that are share or streams groups, in the response of the kind that knows each.

        Nothing where the brokers have neither.
        """
        kinds = [each for each in (ShareGroupDescribeRequest, StreamsGroupDescribeRequest) if self.offers(each)]
        if not kinds:
            return Answers()
        coordinators = await self.find_coordinators(group_ids)
        answers = Answers(failed=coordinators.failed)
        rest = {group_id: broker_id for group_id, (broker_id, _) in coordinators.found.items()}
        for kind in kinds:
            told = Answers()
            await self._describe(rest, told, partial(kind, include_authorized_operations=False))
            answers.found.update({each: found for each, found in told.found.items() if not found[1].error_code})
            rest = {group_id: broker_id for group_id, broker_id in rest.items() if group_id not in answers.found}
        return answers

    async def fetch_share_offsets(self, group_ids: Sequence[str]) -> Answers:
        """Each share group's entry in a DescribeShareGroupOffsetsResponse, with all its partitions."""
        self.version(DescribeShareGroupOffsetsRequest)  # raises where the broker does not know it
        coordinators = await self.find_coordinators(group_ids)
        group = DescribeShareGroupOffsetsRequest.DescribeShareGroupOffsetsRequestGroup
        requests = [
            BrokerRequest(
                broker_id, ids, DescribeShareGroupOffsetsRequest([group(group_id=each, topics=None) for each in ids])
            )
            for broker_id, ids in by_broker(coordinators.found, GROUPS_A_REQUEST)
        ]
        answers = await self.send(
            requests, lambda request, response: {entry.group_id: entry for entry in response.groups}
        )
        answers.failed.update(coordinators.failed)
        return answers

    async def fetch_offsets(self, group_ids: Sequence[str]) -> Answers:
        """Each group's entry in an OffsetFetchResponse, with all partitions it has committed."""
        coordinators = await self.find_coordinators(group_ids)
        many = self.version(OffsetFetchRequest) >= _MANY_GROUPS_VERSION
        requests = [
            BrokerRequest(broker_id, ids, _offset_fetch(ids, many))
            for broker_id, ids in by_broker(coordinators.found, GROUPS_A_REQUEST if many else 1)
        ]
        answers = await self.send(requests, _offset_entries)
        answers.failed.update(coordinators.failed)
        return answers

    async def _describe(
        self, coordinators: Mapping[str, int], answers: Answers, message: Callable[[list[str]], Any]
    ) -> None:
        pairs = {group_id: (broker_id, None) for group_id, broker_id in coordinators.items()}
        requests = [
            BrokerRequest(broker_id, ids, message(ids)) for broker_id, ids in by_broker(pairs, GROUPS_A_REQUEST)
        ]
        described = await self.send(
            requests, lambda request, response: {entry.group_id: entry for entry in response.groups}
        )
        answers.found.update(described.found)
        answers.failed.update(described.failed)


def _offset_fetch(group_ids: Sequence[str], many: bool) -> Any:
    if not many:
        return OffsetFetchRequest(group_id=group_ids[0], topics=None, min_version=2, max_version=7)
    group = OffsetFetchRequest.OffsetFetchRequestGroup
    groups = [group(group_id=group_id, topics=None) for group_id in group_ids]
    return OffsetFetchRequest(groups=groups, min_version=_MANY_GROUPS_VERSION, max_version=_MANY_GROUPS_VERSION)


def _offset_entries(request: BrokerRequest, response: Any) -> Mapping[Any, Any]:
    if response.API_VERSION >= _MANY_GROUPS_VERSION:
        return {entry.group_id: entry for entry in response.groups}
    return {request.about[0]: response}
