"""How long the doctor takes: with all to be read, and with what an open session knows.

`python -m benchmarks.doctor [TOPICS]` measures on a cluster of its own, with 10 partitions a topic.
"""

from __future__ import annotations

import sys
import time

from benchmarks.clusters import running_cluster
from benchmarks.report import Figure, median, table
from benchmarks.timed import timed, verb
from kafkatui.model.profile import Profile, ZooKeeperSettings
from kafkatui.session.feeds import EXAMINATION
from kafkatui.session.session import ClusterSession

TOPICS = 1_000
PARTITIONS_EACH = 10
RUNS = 5
WARM_UP_SECONDS = 30.0
"""By then the session has read what the doctor looks at, which it does not do at once."""

TIMEOUT_SECONDS = 120.0


def run(
    bootstrap_servers: str, zookeeper: str, size: str, runs: int = RUNS, warm_up: float = WARM_UP_SECONDS
) -> list[Figure]:
    """The figures; targets are for 1,000 topics with 10,000 partitions."""
    command = verb(bootstrap_servers, zookeeper, "doctor", "-o", "json")
    timed(command, (0, 1, 2))  # writes the bytecode
    cold = [timed(command, (0, 1, 2)) for _ in range(runs)]
    warm, findings = in_a_session(bootstrap_servers, zookeeper, runs, warm_up)
    return [
        Figure(f"{size}: cold, kafkatui doctor with its start", median([each.seconds for each in cold]), "s", 5.0,
               note=f"median of {runs}"),
        Figure("… memory, peak", max(each.memory for each in cold), "MB"),
        Figure("… with what the session knows", median(warm), "s", 2.0, note=f"median of {runs}, {findings} findings"),
        Figure("… longest", max(warm), "s", 2.0),
    ]  # fmt: skip


def in_a_session(bootstrap_servers: str, zookeeper: str, runs: int, warm_up: float) -> tuple[list[float], int]:
    """Seconds of each look, and how many findings the last had."""
    profile = Profile("bench", {"bootstrap.servers": bootstrap_servers}, ZooKeeperSettings(zookeeper))
    session = ClusterSession(profile)
    session.start()
    session.hold(EXAMINATION)
    try:
        deadline = time.monotonic() + TIMEOUT_SECONDS
        while session.observed(EXAMINATION).value is None:
            if time.monotonic() > deadline:
                raise TimeoutError("the doctor found nothing out")
            time.sleep(0.2)
        time.sleep(warm_up)
        seconds = []
        for _ in range(runs):
            began = time.perf_counter()
            found = session.fetch(EXAMINATION)
            seconds.append(time.perf_counter() - began)
        return seconds, len(found.findings)
    finally:
        session.release(EXAMINATION)
        session.close()


def main() -> None:
    """Measure on a cluster of its own."""
    topics = int(sys.argv[1]) if len(sys.argv) > 1 else TOPICS
    with running_cluster(topics, PARTITIONS_EACH) as cluster:
        size = f"{topics:,} topics, {topics * PARTITIONS_EACH:,} partitions"
        print(table(run(cluster.bootstrap_servers, cluster.zookeeper, size)))


if __name__ == "__main__":
    main()
