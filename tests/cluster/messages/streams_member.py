"""A member of a streams group (KIP-1071) that does nothing: no Python client can be one."""

from __future__ import annotations

from typing import Any

import kafka  # noqa: F401 - all of it before a part
from kafka.admin import KafkaAdminClient
from kafka.protocol.api_message import ApiMessage

_NO_COORDINATOR = (14, 15, 16)
"""The coordinator loads, there is none, it is another broker."""


class StreamsGroupHeartbeatRequest(ApiMessage, load_json=__package__):  # type: ignore[call-arg,misc]
    """Its fields are in the JSON file of its name."""


class StreamsGroupHeartbeatResponse(ApiMessage, load_json=__package__):  # type: ignore[call-arg,misc]
    """Its fields are in the JSON file of its name."""


class StreamsMember:
    """Of an application with one subtopology, "0", that reads `topics`, and keeps its state in `changelog` if given.

    Attributes:
        tasks: the partitions of the subtopology that it was given.
    """

    def __init__(self, client: KafkaAdminClient, group: str, topics: list[str], changelog: str = "") -> None:
        self.tasks: list[int] = []
        self._client = client
        self._who = {"group_id": group, "member_id": f"{group}-member"}
        self._topics, self._changelog = topics, changelog
        self._epoch = 0

    def joins(self) -> bool:
        """Whether it could; False while the group has no coordinator."""
        topology = StreamsGroupHeartbeatRequest.Topology
        info = topology.Subtopology.TopicInfo
        compact = info.KeyValue(key="cleanup.policy", value="compact")
        kept = [info(name=self._changelog, partitions=0, replication_factor=1, topic_configs=[compact])]
        reads = topology.Subtopology(subtopology_id="0", source_topics=self._topics, source_topic_regex=[],
            state_changelog_topics=kept if self._changelog else [], repartition_sink_topics=[],
            repartition_source_topics=[],
            copartition_groups=[])  # fmt: skip
        whole = topology(epoch=0, subtopologies=[reads])
        answer = self._heartbeat(0, topology=whole, process_id="process-1", rebalance_timeout_ms=60_000)
        assert answer.error_code in (0, *_NO_COORDINATOR), answer
        return not answer.error_code

    def stay(self) -> None:
        """Says that it is there, and what it works on."""
        answer = self._heartbeat(self._epoch)
        assert answer.error_code == 0, answer

    def leave(self) -> None:
        self._heartbeat(-1)

    def _heartbeat(self, epoch: int, **more: Any) -> Any:
        ids = StreamsGroupHeartbeatRequest.TaskIds
        own = [ids(subtopology_id="0", partitions=self.tasks)] if self.tasks else []
        message = StreamsGroupHeartbeatRequest(
            **self._who, member_epoch=epoch, endpoint_information_epoch=0, active_tasks=own, standby_tasks=[],
            warmup_tasks=[], **more,
        )  # fmt: skip
        answer = self._client._manager.run(self._client._manager.send, message)
        if answer.active_tasks is not None:
            self.tasks = sorted(partition for each in answer.active_tasks for partition in each.partitions)
        self._epoch = answer.member_epoch
        return answer
