"""The benchmarks that make what they measure, small: they run to their end, and leave nothing.

What they say of a machine that runs tests is not looked at.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from confluent_kafka.admin import AdminClient, NewTopic  # type: ignore[attr-defined]

from benchmarks import configs, groups, million, plans
from benchmarks.report import Figure, table
from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.sandbox.cluster import Sandbox

pytestmark = pytest.mark.cluster


def of_groups(cluster: Sandbox, connection: KafkaConnection) -> list[Figure]:
    """What the verb takes; the page needs minutes."""
    admin = AdminClient({"bootstrap.servers": cluster.bootstrap_servers})
    admin.create_topics([NewTopic("bench-few", groups.PARTITIONS, 1)])["bench-few"].result(20)
    try:
        groups.fill(cluster.bootstrap_servers, "bench-few")
        groups.make_groups(connection, "bench-few", 4)
        return groups.by_the_verb(cluster.bootstrap_servers, 4, with_tool=False)
    finally:
        groups.remove_groups(connection, 4)
        admin.delete_topics(["bench-few"])["bench-few"].result(20)


def of_znodes(cluster: Sandbox, _: KafkaConnection) -> list[Figure]:
    """A tree of two folders, and few children."""
    assert cluster.zookeeper_connect is not None
    return million.run(cluster.zookeeper_connect, million.BELOW + 10, 60, with_tools=False)


BENCHMARKS: dict[str, tuple[Callable[[Sandbox, KafkaConnection], list[Figure]], str]] = {
    "groups": (of_groups, "lag of all groups"),
    "configs": (lambda each, _: configs.run(each.bootstrap_servers, 1, with_tool=False), "every property of"),
    "plans": (
        lambda each, _: plans.run(each.bootstrap_servers, each.zookeeper_connect or "none", 6, with_tool=False),
        "… replicas that it moves",
    ),
    "million": (of_znodes, "60 children: open → listed"),
}


@pytest.mark.parametrize("name", BENCHMARKS)
def test_a_benchmark_runs(
    cluster: Sandbox, connection: KafkaConnection, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(million, "PAGES_DOWN", 2)
    run, question = BENCHMARKS[name]
    figures = run(cluster, connection)
    assert any(figure.question.startswith(question) for figure in figures)
    assert all(figure.result > 0 for figure in figures if "stall" not in figure.question)
    assert table(figures).count("\n") == len(figures) + 1
    if name == "plans":
        assert figures[-1].result == 4, "of 12 replicas on two brokers the third gets four"
