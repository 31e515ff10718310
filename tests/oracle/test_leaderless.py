"""The same while some partitions have no leader: what metadata tell is Kafka's, and nothing else is made up."""

from __future__ import annotations

import pytest
from confluent_kafka import Consumer, TopicPartition
from confluent_kafka.admin import NewTopic  # type: ignore[attr-defined]

from kafkatui.sandbox.cluster import Sandbox
from kafkatui.sandbox.readiness import QUIET_CLIENT, wait_until
from tests.cluster.sharing import admin_of, has_leaders, heal
from tests.oracle.comparison import Comparison
from tests.oracle.conftest import ToolMachines
from tests.oracle.kafka_says import KafkaSays
from tests.oracle.random_state import RandomState

pytestmark = pytest.mark.cluster

SEED = 20
VICTIM = 2
ASSIGNMENT = [[VICTIM], [1], [3]]
"""One that loses its leader, two that lose nothing; others of the state lose a replica."""

WAIT_SECONDS = 60.0


def leader_ids(sandbox: Sandbox, topic: str) -> list[int]:
    found = admin_of(sandbox).list_topics(topic, timeout=10).topics[topic].partitions
    return [found[number].leader for number in sorted(found)]


@pytest.mark.timeout(300)
def test_what_has_no_leader_is_told_as_kafka_tells_it(killable_cluster: Sandbox, tool_machines: ToolMachines) -> None:
    state = RandomState(killable_cluster, SEED)
    topic, group = f"{state.prefix}alone", f"{state.prefix}reader"
    try:
        state.build()
        admin = admin_of(killable_cluster)
        admin.create_topics([NewTopic(topic, len(ASSIGNMENT), replica_assignment=ASSIGNMENT)])[topic].result(40)
        wait_until(lambda: has_leaders(admin, topic, len(ASSIGNMENT)), WAIT_SECONDS, f"the leaders of {topic}")
        consumer = Consumer({"bootstrap.servers": killable_cluster.bootstrap_servers, "group.id": group} | QUIET_CLIENT)
        commits = [TopicPartition(topic, number, 0) for number in range(len(ASSIGNMENT))]
        consumer.commit(offsets=commits, asynchronous=False)
        consumer.close()
        kafka = KafkaSays(tool_machines.of(killable_cluster.release.line), killable_cluster)
        comparison = Comparison(kafka, killable_cluster, state.prefix, [group])
        assert comparison.metadata_problems() == []
        state.leave()  # a member whose coordinator goes would be missed for a whole session
        killable_cluster.stop_broker(VICTIM)
        wait_until(lambda: leader_ids(killable_cluster, topic) == [-1, 1, 3], WAIT_SECONDS, "the leaders to move")
        assert comparison.metadata_problems() == [], "\n".join(state.steps)
        assert comparison.made_up(group) == []
        assert comparison.leaderless_count(topic) == 1
    finally:
        heal(killable_cluster)
        state.remove()
