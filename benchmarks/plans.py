"""A plan that evens out 1,000 partitions, beside the one of kafka-reassign-partitions.sh: how long, how many moves.

`python -m benchmarks.plans [PARTITIONS]` measures on a cluster of its own.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from confluent_kafka.admin import AdminClient, NewTopic  # type: ignore[attr-defined]

from benchmarks.report import Figure, table
from benchmarks.timed import kafka_tool, timed, verb
from kafkatui.sandbox.cluster import Sandbox, SandboxSettings

PARTITIONS = 1_000
TIMEOUT_SECONDS = 120.0

Assignment = dict[int, list[int]]


def run(bootstrap_servers: str, zookeeper: str, partitions: int, *, with_tool: bool = True) -> list[Figure]:
    """The figures, for a topic with two replicas of each partition on brokers 1 and 2, to be spread over three."""
    admin = AdminClient({"bootstrap.servers": bootstrap_servers})
    topic = f"bench-plan-{time.time_ns()}"
    now = {number: [1, 2] if number % 2 else [2, 1] for number in range(partitions)}
    wanted = NewTopic(topic, partitions, replica_assignment=list(now.values()))
    admin.create_topics([wanted], operation_timeout=TIMEOUT_SECONDS)[topic].result(TIMEOUT_SECONDS)
    try:
        command = ("topic", "reassign", topic, "--by", "replicas", "--dry-run", "-o", "json")
        if with_tool:
            timed(verb(bootstrap_servers, zookeeper, *command))  # writes the bytecode
        ours = timed(verb(bootstrap_servers, zookeeper, *command))
        own_moves = moves(now, assignment_of(json.loads(ours.output), topic))
        theirs = theirs_moves = None
        if with_tool:
            theirs, proposed = generated(bootstrap_servers, topic)
            theirs_moves = float(moves(now, proposed))
    finally:
        admin.delete_topics([topic])[topic].result(TIMEOUT_SECONDS)
    return [
        Figure(f"a plan for {partitions:,} partitions, start of the program included", ours.seconds, "s", None, theirs,
               "kafkatui topic reassign --dry-run beside --generate"),
        Figure("… memory, peak", ours.memory, "MB"),
        Figure("… replicas that it moves", own_moves, "", None, theirs_moves, "as few as even them out"),
    ]  # fmt: skip


def generated(bootstrap_servers: str, topic: str) -> tuple[float, Assignment]:
    """How long Kafka's tool takes, and what it proposes."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "topics.json"
        file.write_text(json.dumps({"version": 1, "topics": [{"topic": topic}]}))
        taken = timed(
            kafka_tool(
                "reassign.ReassignPartitionsCommand", "--bootstrap-server", bootstrap_servers, "--generate",
                "--topics-to-move-json-file", str(file), "--broker-list", "1,2,3",
            )
        )  # fmt: skip
    proposed = taken.output.decode().split("Proposed partition reassignment configuration")[1].strip()
    return taken.seconds, assignment_of(json.loads(proposed), topic)


def assignment_of(plan: dict[str, Any], topic: str) -> Assignment:
    """The replicas of each partition that a plan in Kafka's form names, wherever in it that form stands.

    Raises:
        ValueError: it stands nowhere.
    """
    if isinstance(plan.get("partitions"), list):
        return {each["partition"]: each["replicas"] for each in plan["partitions"] if each["topic"] == topic}
    for value in plan.values():
        if isinstance(value, dict) and isinstance(value.get("partitions"), list):
            return assignment_of(value, topic)
    raise ValueError("There is no plan in it.")


def moves(now: Assignment, then: Assignment) -> int:
    """Replicas that get a log where they had none."""
    return sum(len(set(replicas) - set(now[partition])) for partition, replicas in then.items())


def main() -> None:
    """Measure on a cluster of its own."""
    partitions = int(sys.argv[1]) if len(sys.argv) > 1 else PARTITIONS
    with Sandbox(SandboxSettings()) as sandbox:
        figures = run(sandbox.bootstrap_servers, sandbox.zookeeper_connect or "none", partitions)
        print(table(figures, "kafka-reassign-partitions.sh"))


if __name__ == "__main__":
    main()
