"""All benchmarks: `python -m benchmarks [--topics N] [--directory DIR]`; the tables go to standard output.

`--topics 10000` is the full size: it takes about six minutes to make and three heaps of 2 GB. KASKADE_VENV names a
virtual environment with kaskade to measure beside it. What was measured last is in benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import time
from importlib.metadata import version
from pathlib import Path

from benchmarks import configs, doctor, groups, idle, many_topics, million, plans, start, tail
from benchmarks.clusters import running_cluster, topic_name
from benchmarks.report import table

SMALL_TOPICS = 30
LARGE_TOPICS = 1_000
SMALL_GROUPS = 1_000
SMALL_ZNODES = 100_000


def machine() -> str:
    """What it ran on and with, in a line."""
    libraries = ", ".join(f"{name} {version(name)}" for name in ("kafkatui", "textual", "confluent-kafka"))
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    cores = os.cpu_count()
    return f"{time.strftime('%Y-%m-%d')}, {cores} cores, load {load}, Python {platform.python_version()}, {libraries}"


def main() -> None:
    """Ask every question, first on a small cluster, then on one with many topics."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--topics", type=int, default=LARGE_TOPICS, help="of 4 partitions each; 10000 is the full size")
    parser.add_argument("--groups", type=int, default=SMALL_GROUPS, help="10000 is the full size")
    parser.add_argument("--znodes", type=int, default=SMALL_ZNODES, help="1000000 is the full size")
    parser.add_argument("--directory", type=Path, help="keeps the large cluster's data for the next run")
    arguments = parser.parse_args()
    print(machine(), end="\n\n")
    with running_cluster(SMALL_TOPICS, 3) as small:
        figures = start.run(small.bootstrap_servers, topic_name(0), zookeeper=small.zookeeper)
        print(table(figures + tail.run(small.bootstrap_servers)), end="\n\n", flush=True)
        told = groups.run(small.bootstrap_servers, arguments.groups)
        print(table(told, "kafka-consumer-groups.sh"), end="\n\n", flush=True)
        told = plans.run(small.bootstrap_servers, small.zookeeper, plans.PARTITIONS)
        print(table(told, "kafka-reassign-partitions.sh"), end="\n\n", flush=True)
    with running_cluster(arguments.topics, 4, arguments.directory) as large:
        print(table(many_topics.run(large.bootstrap_servers, arguments.topics)), end="\n\n", flush=True)
        print(table(configs.run(large.bootstrap_servers), "kafka-configs.sh"), end="\n\n", flush=True)
        told = doctor.run(large.bootstrap_servers, large.zookeeper, f"{large.topics:,} topics")
        told += asyncio.run(idle.run(large.bootstrap_servers, large.zookeeper, topic_name(0)))
        print(table(told), end="\n\n", flush=True)
    with million.own_zookeeper() as connect:
        print(table(million.run(connect, arguments.znodes), "zkCli.sh, zk-shell"))
    print(f"\nafterwards: {machine()}")


if __name__ == "__main__":
    main()
