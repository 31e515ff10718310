"""kill -9 of the controller on Kafka 2.3 with ZooKeeper 3.4 and on 4.3 with KRaft, with its topic's page open.

Shorter than `test_failover`: every part of the screen tells the same before, during and after, soon after the cluster
knows it. On KRaft the header names the quorum's leader, and replicas that are away are described as Kafka's tool does.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from confluent_kafka.admin import NewTopic  # type: ignore[attr-defined]
from kafka import TopicPartition
from kafka.admin import KafkaAdminClient

from kafkatui.sandbox.cluster import Sandbox, SandboxSettings
from tests.cluster.conftest import running
from tests.cluster.kafka_tool import describe_as_kafka
from tests.cluster.verbs import run_verb
from tests.terminal.cluster_screen import ClusterScreen, assert_nothing_contradicts, timeline
from tests.terminal.conftest import OpenTerminal
from tests.terminal.terminal import Terminal
from tests.terminal.test_failover import is_whole, restart, settled
from tests.terminal.traffic import admin_of, count_elsewhere, own_topic, steady_traffic

pytestmark = [pytest.mark.cluster, pytest.mark.terminal]

TOPIC = "failover"
SHOWN_SECONDS = 5.0
"""A change shows so soon after the cluster knows it."""


@pytest.fixture(params=["2.3", "4.3"])
def cluster_of_three(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    """Three brokers of a generation, empty."""
    if request.param == "4.3":
        yield request.getfixturevalue("killable_4_3")
        return
    with running(SandboxSettings(kafka=request.param)) as sandbox:
        yield sandbox


@pytest.mark.timeout(120)
def test_the_screen_tells_the_same_while_the_controller_dies_and_comes_back(
    cluster_of_three: Sandbox, open_terminal: OpenTerminal, kafka_tools: str
) -> None:
    cluster = cluster_of_three
    terminal = open_terminal("-b", cluster.bootstrap_servers, "-z", cluster.zookeeper_connect or "none")
    victim = controller_shown(terminal)
    second, third = victim % 3 + 1, (victim + 1) % 3 + 1
    replicas = [[victim, second, third], [second, third, victim], [third, victim, second]]
    # On KRaft, replicas that are away become eligible when fewer than these are left in sync.
    minimum = {"min.insync.replicas": "3"} if cluster.zookeeper_connect is None else {}
    with own_topic(cluster, TOPIC, replicas, minimum), steady_traffic(cluster, TOPIC, 3):
        terminal.wait_for(TOPIC, 20)
        terminal.press(":")
        terminal.wait_for("Go to")
        terminal.write(f"topic {TOPIC}\r")
        elsewhere = count_elsewhere(cluster, TOPIC)
        before = settled(terminal, lambda screen: screen.partitions[0].rate not in "…?", 20)
        assert_nothing_contradicts(before, TOPIC, elsewhere)
        assert before.brokers_up == (3, 3)
        assert "ctrl" in before.brokers[victim]

        cluster.stop_broker(victim, kill=True)
        try:
            silent = settled(terminal, lambda screen: is_silent_everywhere(screen, victim), 3)
            assert_nothing_contradicts(silent, TOPIC, elsewhere)
            check_gone(terminal, cluster, victim, elsewhere)
            if cluster.zookeeper_connect is None:
                check_replicas_away(cluster, victim, kafka_tools)
        finally:
            restart(cluster, victim)
        healed = settled(terminal, is_whole, 30)
        assert_nothing_contradicts(healed, TOPIC, elsewhere)
        settled(terminal, lambda screen: all(row.end not in "?…" for row in screen.partitions), SHOWN_SECONDS)
        check_timeline(terminal, victim)


def controller_shown(terminal: Terminal) -> int:
    """The header's controller, as soon as it has one."""
    terminal.wait_for(lambda shown: re.search(r" ctrl \d ", shown.lines()[0]), 20)
    match = re.search(r" ctrl (\d) ", terminal.lines()[0])
    assert match
    return int(match[1])


def is_silent_everywhere(screen: ClusterScreen, victim: int) -> bool:
    """Table, Explorer and header say that a broker does not answer: each may be drawn a frame before the others."""
    says_so = screen.brokers.get(victim, "").startswith("no answer ") and screen.topics.get(TOPIC) == "!"
    return says_so and screen.partitions[0].end == "?" and screen.brokers_up == (2, 3) and "2/3" in screen.tree_root


def check_gone(terminal: Terminal, cluster: Sandbox, victim: int, elsewhere: int) -> None:
    """Soon after the cluster has another leader, every part of the screen has it, too."""
    admin = admin_of(cluster)
    deadline = time.monotonic() + 40
    while (leader := admin.list_topics(timeout=10).topics[TOPIC].partitions[0].leader) in (victim, -1):
        assert time.monotonic() < deadline
        time.sleep(0.1)

    def shows(screen: ClusterScreen) -> bool:
        is_led = screen.partitions[0].leader == str(leader) and screen.under_replicated == 3 + elsewhere
        return is_led and screen.brokers[victim].startswith("gone ")

    gone = settled(terminal, shows, SHOWN_SECONDS)
    assert_nothing_contradicts(gone, TOPIC, elsewhere)
    assert f"ctrl {victim}" not in gone.header
    assert all(row.isr.endswith(f"−{victim}") for row in gone.partitions)
    # A new leader below the minimum does not know its end before all are back (KIP-966).
    first = 1 if cluster.zookeeper_connect is None else 0
    settled(terminal, lambda screen: all(row.end not in "?…" for row in screen.partitions[first:]), SHOWN_SECONDS)


def check_replicas_away(cluster: Sandbox, victim: int, kafka_tools: str) -> None:
    """A replica that is eligible (KIP-966) and one that cannot be added, as Kafka's own tool prints them."""
    second = victim % 3 + 1
    admin = admin_of(cluster)
    client = KafkaAdminClient(bootstrap_servers=cluster.bootstrap_servers.split(",")[second - 1])
    admin.create_topics([NewTopic("moving", 1, replica_assignment=[[second]])])["moving"].result(20)
    client.alter_partition_reassignments({TopicPartition("moving", 0): [second, victim]})
    for topic, words in (
        ("moving", f"\tAdding Replicas: {victim}\tRemoving Replicas: \t"),
        (TOPIC, f"\tElr: {victim}\t"),
    ):
        ours = run_verb(cluster, "describe", "topic", topic).stdout
        assert words in ours.decode()
        assert ours == describe_as_kafka(kafka_tools, cluster.bootstrap_servers, topic)
    client.close()
    admin.delete_topics(["moving"])["moving"].result(20)


def check_timeline(terminal: Terminal, victim: int) -> None:
    """The list of events tells it in order, and no change of controller but the one that was."""
    terminal.press("6")
    terminal.wait_for("Delay")
    terminal.press("z")  # the panel about the row would leave no room for all of them
    story = [
        rf"✗  broker {victim} +does not answer",
        rf"✗  broker {victim} +left the cluster",
        rf"!  {TOPIC}-1 +ISR shrank ",
        rf"✓  broker {victim} +joined the cluster",
        rf"✓  {TOPIC}-1 +ISR expanded ",
    ]
    told = timeline(terminal, [*story, r"controller +\S+ → "])
    places = [match.start() for line in story if (match := re.search(line, told))]
    assert places == sorted(places), told
    assert len(re.findall(r"controller +\S+ → ", told)) == 1, told
    assert "→ none" not in told, told
