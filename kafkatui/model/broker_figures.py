"""What a broker's Java machine tells of itself (JMX): which figures, and what was read of them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from msgspec import Struct, field


class FigureUnit(Enum):
    """What a figure counts; decides how it is told."""

    PER_SECOND = "per second"
    BYTES_PER_SECOND = "bytes per second"
    SHARE = "share"
    COUNT = "count"
    MILLISECONDS = "milliseconds"
    BYTES = "bytes"


class Figure(Struct, frozen=True):
    """A figure, and the bean that has it.

    Attributes:
        name: in JSON and, after `kafkatui_broker_`, in Prometheus' text.
        title: on the screen.
        help: one sentence.
        domain, type: of the bean: `kafka.server`, `BrokerTopicMetrics`.
        bean: its `name`; empty where it has none.
        attribute: of the bean; of HeapMemoryUsage the part is `part`.
        labels: what else names the bean: `request=Produce`.
        controller_only: whether only the controller tells it.
    """

    name: str
    title: str
    help: str
    unit: FigureUnit
    domain: str
    type: str
    bean: str
    attribute: str = "Value"
    part: str = ""
    labels: tuple[tuple[str, str], ...] = ()
    controller_only: bool = False

    @property
    def object_name(self) -> str:
        """The bean as JMX names it."""
        name = f",name={self.bean}" if self.bean else ""
        return f"{self.domain}:type={self.type}{name}" + "".join(f",{key}={value}" for key, value in self.labels)


_RATE = "OneMinuteRate"
_TRAFFIC = ("kafka.server", "BrokerTopicMetrics")
_LATENCY = ("kafka.network", "RequestMetrics", "TotalTimeMs")


def _latency(name: str, title: str, request: str) -> tuple[Figure, Figure]:
    labels = (("request", request),)
    sentence = f"How long a {title} request takes on the broker, queues and replication included:"
    unit = FigureUnit.MILLISECONDS
    return (
        Figure(f"{name}_mean_ms", f"{title}, mean", f"{sentence} on average.", unit, *_LATENCY, "Mean", "", labels),
        Figure(f"{name}_p99_ms", f"{title}, p99", f"{sentence} 99 of 100 are quicker.", unit, *_LATENCY,
               "99thPercentile", "", labels),
    )  # fmt: skip


FIGURES: tuple[Figure, ...] = (
    Figure("messages_in_per_second", "Messages in", "Records that producers send to it, over the last minute.",
           FigureUnit.PER_SECOND, *_TRAFFIC, "MessagesInPerSec", _RATE),
    Figure("bytes_in_per_second", "Bytes in", "Bytes that producers send to it, over the last minute.",
           FigureUnit.BYTES_PER_SECOND, *_TRAFFIC, "BytesInPerSec", _RATE),
    Figure("bytes_out_per_second", "Bytes out", "Bytes that consumers are given, over the last minute.",
           FigureUnit.BYTES_PER_SECOND, *_TRAFFIC, "BytesOutPerSec", _RATE),
    Figure("request_handler_idle", "Request handlers idle",
           "The share of time that its request handlers wait for work; below 30 % it is busy.",
           FigureUnit.SHARE, "kafka.server", "KafkaRequestHandlerPool", "RequestHandlerAvgIdlePercent", _RATE),
    Figure("network_processor_idle", "Network threads idle",
           "The share of time that its network threads wait for requests; below 30 % it is busy.",
           FigureUnit.SHARE, "kafka.network", "SocketServer", "NetworkProcessorAvgIdlePercent"),
    Figure("under_replicated_partitions", "Under-replicated", "Partitions it leads that miss replicas.",
           FigureUnit.COUNT, "kafka.server", "ReplicaManager", "UnderReplicatedPartitions"),
    Figure("offline_partitions", "Offline partitions", "Partitions of the cluster without a leader.",
           FigureUnit.COUNT, "kafka.controller", "KafkaController", "OfflinePartitionsCount", controller_only=True),
    Figure("active_controller", "Active controller", "1 where it is the controller; over all brokers there is one.",
           FigureUnit.COUNT, "kafka.controller", "KafkaController", "ActiveControllerCount", controller_only=True),
    Figure("produce_purgatory", "Produces waiting", "Produce requests that wait for replicas (the purgatory).",
           FigureUnit.COUNT, "kafka.server", "DelayedOperationPurgatory", "PurgatorySize",
           labels=(("delayedOperation", "Produce"),)),
    Figure("fetch_purgatory", "Fetches waiting", "Fetch requests that wait for records (the purgatory).",
           FigureUnit.COUNT, "kafka.server", "DelayedOperationPurgatory", "PurgatorySize",
           labels=(("delayedOperation", "Fetch"),)),
    *_latency("produce", "Produce", "Produce"),
    *_latency("fetch_consumer", "Consumer's fetch", "FetchConsumer"),
    *_latency("fetch_follower", "Follower's fetch", "FetchFollower"),
    Figure("heap_used_bytes", "Heap used", "Memory that objects have in its Java machine.",
           FigureUnit.BYTES, "java.lang", "Memory", "", "HeapMemoryUsage", "used"),
    Figure("heap_max_bytes", "Heap at most", "Memory that they may have (-Xmx).",
           FigureUnit.BYTES, "java.lang", "Memory", "", "HeapMemoryUsage", "max"),
)  # fmt: skip
"""Every figure that is asked for, in the order of the page."""


class BrokerFigures(Struct, frozen=True):
    """What one broker told.

    Attributes:
        source: who told it: "Jolokia" or "Prometheus".
        address: where, without user and password.
        values: by the name of a figure; what it did not tell is not among them.
        totals: of rates whose totals alone are told, so that two looks make a rate.
        at_seconds: when, on a clock that only goes forward.
    """

    broker_id: int
    source: str
    address: str
    values: Mapping[str, float]
    totals: Mapping[str, float] = field(default_factory=dict)
    at_seconds: float = 0.0
