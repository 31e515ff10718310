"""What a doctor found in the sample cluster."""

from __future__ import annotations

import time

from kafkatui.model.event import Severity
from kafkatui.model.finding import Evidence, Examination, Finding, Subject
from kafkatui.model.place import PlaceKind


def findings() -> tuple[Finding, ...]:
    """A broker that is gone, and a topic that is kept once, of which nobody wants to hear."""
    now = time.time()
    evidence = (Evidence("kafka", "not in the metadata", now), Evidence("zookeeper", "no /brokers/ids/3", now))
    broker = Subject("broker 3", PlaceKind.BROKER, "3")
    orders = Subject("orders", PlaceKind.TOPIC, "orders", "partitions", "0")
    return (
        Finding("broker-gone", Severity.BAD, broker, "Broker 3 is gone.", evidence, now - 90, "It is bad.",
                "Start it."),
        Finding(
            "topic-one-replica", Severity.WARNING, orders, "orders is kept once.", (), now, "It is risky.", "Add one.",
            "partition.reassign", mute_reason="a scratch topic",
        ),
    )  # fmt: skip


def examination(found: tuple[Finding, ...] | None = None) -> Examination:
    """One look."""
    return Examination(findings() if found is None else found, time.time())
