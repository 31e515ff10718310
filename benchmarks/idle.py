"""What kafkatui costs a cluster while nobody does anything: requests a second, page by page.

`python -m benchmarks.idle [TOPICS]` measures on a cluster of its own.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable

from kazoo.client import KazooClient

from benchmarks.clusters import running_cluster, topic_name
from benchmarks.report import Figure, table
from benchmarks.znodes import SIZE, until
from kafkatui.config.settings import Settings
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.profile import Profile, ZooKeeperSettings
from kafkatui.session.feeds import ClientTrafficFeed
from kafkatui.session.session import ClusterSession
from kafkatui.session.sessions import Sessions
from kafkatui.tui.app import KafkatuiApp
from kafkatui.tui.messages import GoTo
from kafkatui.tui.screens.main import MainScreen

TOPICS = 1_000
SECONDS = 60.0
SETTLE_SECONDS = 15.0
"""What a page reads once, and librdkafka's totals, which come every few seconds, are over by then."""

NAME = "bench"


def pages(topic: str) -> dict[str, Place]:
    """The pages, by what they are called."""
    return {
        "Overview": Place(NAME, PlaceKind.CLUSTER),
        "Brokers": Place(NAME, PlaceKind.BROKERS),
        "Topics": Place(NAME, PlaceKind.TOPICS),
        "a topic's partitions": Place(NAME, PlaceKind.TOPIC, topic),
        "Groups": Place(NAME, PlaceKind.GROUPS),
        "ZooKeeper": Place(NAME, PlaceKind.ZOOKEEPER),
    }


async def run(
    bootstrap_servers: str, zookeeper: str, topic: str, seconds: float = SECONDS, settle: float = SETTLE_SECONDS
) -> list[Figure]:
    """The figures; the app runs without a terminal."""
    profile = Profile(NAME, {"bootstrap.servers": bootstrap_servers}, ZooKeeperSettings(zookeeper))
    session = ClusterSession(profile)
    session.start()
    figures = []
    watcher = KazooClient(hosts=zookeeper)
    watcher.start(timeout=10)
    try:
        async with KafkatuiApp(Sessions.of(session), Settings(), Place(NAME, PlaceKind.CLUSTER)).run_test(
            size=SIZE
        ) as pilot:
            await until(lambda: isinstance(pilot.app.screen, MainScreen) and session.metadata.value is not None)
            main = pilot.app.screen
            for called, place in pages(topic).items():
                main.post_message(GoTo(place))
                await asyncio.sleep(settle)
                figures += await of_page(called, session, lambda: packets(watcher), seconds)
    finally:
        session.close()
        watcher.stop()
        watcher.close()
    return figures


async def of_page(
    called: str, session: ClusterSession, zookeeper_packets: Callable[[], int], seconds: float
) -> list[Figure]:
    """What is sent while a page is looked at."""
    before, packets_before = session.fetch(ClientTrafficFeed()), await asyncio.to_thread(zookeeper_packets)
    began = time.perf_counter()
    await asyncio.sleep(seconds)
    took = time.perf_counter() - began
    after, packets_after = session.fetch(ClientTrafficFeed()), await asyncio.to_thread(zookeeper_packets)
    kilobytes = (after.received_bytes - before.received_bytes) / took / 1000
    note = f"{kilobytes:,.1f} kB/s received; of librdkafka's clients, {took:.0f} s"
    return [
        Figure(f"{called}: requests to Kafka", (after.requests - before.requests) / took, "/s", note=note),
        Figure(
            "… to ZooKeeper", (packets_after - packets_before) / took, "/s", note="packets of all clients, brokers too"
        ),
    ]


def packets(client: KazooClient) -> int:
    """Received by the server so far."""
    lines = client.command(b"mntr").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("zk_packets_received"))


def main() -> None:
    """Measure on a cluster of its own."""
    topics = int(sys.argv[1]) if len(sys.argv) > 1 else TOPICS
    with running_cluster(topics, 4) as cluster:
        print(table(asyncio.run(run(cluster.bootstrap_servers, cluster.zookeeper, topic_name(0)))))


if __name__ == "__main__":
    main()
