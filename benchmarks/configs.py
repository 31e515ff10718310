"""The configurations of all topics, beside kafka-configs.sh.

`python -m benchmarks.configs [TOPICS]` measures on a cluster of its own.
"""

from __future__ import annotations

import sys
import time

from benchmarks.clusters import running_cluster
from benchmarks.report import Figure, median, table
from benchmarks.timed import kafka_tool, memory_of, seconds_of, timed, verb
from kafkatui.model.profile import Profile
from kafkatui.session.feeds import MetadataFeed, TopicConfigsFeed
from kafkatui.session.session import ClusterSession

TOPICS = 10_000
RUNS = 3
BATCH = 500


def run(bootstrap_servers: str, runs: int = RUNS, *, with_tool: bool = True) -> list[Figure]:
    """The figures."""
    taken = [in_this_process(bootstrap_servers) for _ in range(runs)]
    topics, properties = taken[0][1:]
    if with_tool:
        timed(verb(bootstrap_servers, "none", "topics", "-l", "-i", "-o", "csv"))  # writes the bytecode
    ours = timed(verb(bootstrap_servers, "none", "topics", "-l", "-i", "-o", "csv"))
    theirs = None
    if with_tool:
        command = ("--bootstrap-server", bootstrap_servers, "--entity-type", "topics", "--describe", "--all")
        theirs = timed(kafka_tool("kafka.admin.ConfigCommand", *command, heap="2g"))
    return [
        Figure(f"every property of {topics:,} topics, read", median([each[0] for each in taken]), "s",
               note=f"{properties:,} properties, {BATCH} topics a request; median of {runs}"),
        Figure("topics with cleanup, retention, size, groups, offsets", ours.seconds, "s", None,
               seconds_of(theirs), "kafkatui topics -l beside --describe --all, their start included"),
        Figure("… memory, peak", ours.memory, "MB", None, memory_of(theirs)),
    ]  # fmt: skip


def in_this_process(bootstrap_servers: str) -> tuple[float, int, int]:
    """Seconds for all, once there is a connection; how many topics and properties."""
    session = ClusterSession(Profile("bench", {"bootstrap.servers": bootstrap_servers}))
    try:
        names = tuple(session.fetch(MetadataFeed()).topics)
        began = time.perf_counter()
        found = [
            each
            for start in range(0, len(names), BATCH)
            for each in session.fetch(TopicConfigsFeed(names[start : start + BATCH])).values()
        ]
        return time.perf_counter() - began, len(found), sum(map(len, found))
    finally:
        session.close()


def main() -> None:
    """Measure on a cluster of its own."""
    topics = int(sys.argv[1]) if len(sys.argv) > 1 else TOPICS
    with running_cluster(topics, 1) as cluster:
        print(table(run(cluster.bootstrap_servers), "kafka-configs.sh"))


if __name__ == "__main__":
    main()
