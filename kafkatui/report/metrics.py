"""What is known of a cluster as figures for a monitoring system; what could not be read is left out and said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct, field

from kafkatui.insight.health import health
from kafkatui.insight.lag import group_progress
from kafkatui.model.broker_figures import FIGURES, BrokerFigures
from kafkatui.model.cluster import ClusterMetadata
from kafkatui.model.config_entry import LogDir
from kafkatui.model.group import Group, GroupOffsets
from kafkatui.model.group_samples import GroupsSample
from kafkatui.model.metric import Measurement, Metric
from kafkatui.model.observed import Observed
from kafkatui.model.offset_sample import OffsetSample
from kafkatui.report.cluster_health import minimum_isr
from kafkatui.report.progress import partition_counts
from kafkatui.report.topics import Configs

PREFIX = "kafkatui"


class Readings(Struct, frozen=True):
    """What was read for it, one look each.

    Attributes:
        unreachable: ids of brokers that do not answer.
        configs: of all topics, with min.insync.replicas.
        figures: of brokers by their ids, what their Java machines tell; none where nobody says where that is.
    """

    metadata: ClusterMetadata
    unreachable: frozenset[int]
    configs: Configs
    offsets: Observed[OffsetSample]
    groups: Observed[GroupsSample]
    log_dirs: Observed[tuple[LogDir, ...]]
    figures: Mapping[int, Observed[BrokerFigures]] = field(default_factory=dict)


def cluster_metrics(readings: Readings) -> list[Metric]:
    """Every figure there is; those without measurements are left out."""
    metrics = [
        *_brokers(readings),
        *_partitions(readings),
        *_offsets(readings.offsets),
        *_groups(readings),
        *_disks(readings.log_dirs),
        *_figures(readings.figures),
        _read(readings),
    ]
    return [metric for metric in metrics if metric.measurements]


def _one(name: str, help_text: str, value: float | None, **labels: Any) -> Metric:
    return _many(name, help_text, [] if value is None else [(labels, value)])


def _many(name: str, help_text: str, found: Iterable[tuple[Mapping[str, Any], float]]) -> Metric:
    measurements = tuple(
        Measurement(tuple((key, str(label)) for key, label in labels.items()), value) for labels, value in found
    )
    return Metric(f"{PREFIX}_{name}", help_text, measurements)


def _brokers(readings: Readings) -> Iterator[Metric]:
    metadata = readings.metadata
    known = health(metadata, unreachable=readings.unreachable)
    down = {*known.missing_brokers, *known.unreachable_brokers}
    ids = sorted({*metadata.brokers, *down})
    yield _one("cluster_info", "The cluster; always 1.", 1, cluster_id=metadata.cluster_id or "")
    yield _many(
        "broker_up",
        "Whether a broker that is there, or that some replica is assigned to, is in the metadata and answers.",
        [({"broker": broker_id}, broker_id not in down) for broker_id in ids],
    )
    if metadata.is_controller_known:
        yield _many(
            "broker_is_controller",
            "Whether a broker is the controller.",
            [({"broker": broker_id}, broker_id == metadata.controller_id) for broker_id in ids],
        )


def _partitions(readings: Readings) -> Iterator[Metric]:
    metadata = readings.metadata
    minimums = minimum_isr(readings.configs)
    is_known = len(minimums) == len(metadata.topics)
    known = health(metadata, min_isr=minimums if is_known else None)
    yield _one("topics", "Topics, Kafka's own too.", len(metadata.topics))
    yield _one("partitions", "Partitions of all topics.", known.partitions)
    yield _one("under_replicated_partitions", "Partitions with replicas out of sync.", known.under_replicated)
    yield _one("offline_partitions", "Partitions without a leader.", known.leaderless)
    yield _one(
        "under_min_isr_partitions",
        "Partitions with fewer replicas in sync than min.insync.replicas, or none to lead: acks=all is refused.",
        known.under_min_isr,
    )
    yield _one(
        "at_min_isr_partitions",
        "Partitions that miss replicas and have just min.insync.replicas in sync.",
        known.at_min_isr,
    )
    yield _one("not_preferred_partitions", "Partitions led by another than their first replica.", known.not_preferred)


def _offsets(offsets: Observed[OffsetSample]) -> Iterator[Metric]:
    ranges = sorted(offsets.value.ranges.items()) if offsets.value is not None else []
    places = [({"topic": topic, "partition": number}, found) for (topic, number), found in ranges]
    yield _many(
        "partition_begin_offset",
        "Offset of the oldest record there may be.",
        [(labels, found.begin) for labels, found in places if found.begin is not None],
    )
    yield _many(
        "partition_end_offset",
        "Offset that the next record gets (the high watermark).",
        [(labels, found.end) for labels, found in places if found.end is not None],
    )


def _groups(readings: Readings) -> Iterator[Metric]:
    sample = readings.groups.value
    if sample is None:
        return
    counts = partition_counts(readings.metadata)
    lags: list[tuple[Mapping[str, Any], float]] = []
    commits: list[tuple[Mapping[str, Any], float]] = []
    for group in sample.groups:
        offsets = sample.committed.get(group.id, GroupOffsets(group.id, {}, {}, {}))
        for part in group_progress(group, offsets, sample.offsets.ranges, topics=counts):
            labels = {"group": group.id, "topic": part.topic, "partition": part.partition}
            if part.committed is not None:
                commits.append((labels, part.committed))
                if part.lag is not None:
                    lags.append((labels, part.lag))
    described = [group for group in sample.groups if not group.error]
    yield _many("group_members", "Members of a consumer group.", _by_group(described, lambda group: len(group.members)))
    yield _many(
        "group_state",
        "The state a consumer group is in; always 1.",
        [({"group": group.id, "state": group.state}, 1) for group in described],
    )
    yield _many("group_committed_offset", "Offset that a consumer group reads next.", commits)
    yield _many(
        "group_lag",
        "End of the partition less what the group has committed, as Kafka's own tool counts it; below 0 for a commit "
        "beyond the end.",
        lags,
    )
    known = [(group_id, total) for group_id, total in sample.lags.items() if total.exact is not None]
    yield _many(
        "group_lag_sum",
        "Records a consumer group has still to read in all; absent while some partition's lag is not known.",
        [({"group": group_id}, float(total.exact or 0)) for group_id, total in known],
    )


def _by_group(groups: Iterable[Group], value: Any) -> list[tuple[Mapping[str, Any], float]]:
    return [({"group": group.id}, value(group)) for group in groups]


def _disks(observed: Observed[tuple[LogDir, ...]]) -> Iterator[Metric]:
    log_dirs = [each for each in observed.value or () if each.path]
    yield _many(
        "log_size_bytes",
        "Bytes of a replica's log on a broker's disk.",
        [
            (
                {
                    "broker": replica.broker_id, "log_dir": log_dir.path, "topic": replica.topic,
                    "partition": replica.partition, "is_future": str(replica.is_future).lower(),
                },
                replica.size_bytes,
            )
            for log_dir in log_dirs
            for replica in log_dir.replicas
        ],
    )  # fmt: skip
    yield _many(
        "log_dir_online",
        "Whether a broker can use a log directory.",
        [({"broker": each.broker_id, "log_dir": each.path}, not each.error) for each in log_dirs],
    )
    yield _many(
        "log_dir_usable_bytes",
        "Bytes left on the volume of a log directory (Kafka 3.3).",
        [
            ({"broker": each.broker_id, "log_dir": each.path}, each.usable_bytes)
            for each in log_dirs
            if each.usable_bytes is not None
        ],
    )


def _figures(figures: Mapping[int, Observed[BrokerFigures]]) -> Iterator[Metric]:
    told = {broker_id: each.value.values for broker_id, each in sorted(figures.items()) if each.value is not None}
    for figure in FIGURES:
        yield _many(
            f"broker_{figure.name}",
            f"{figure.help} From its JMX beans.",
            [
                ({"broker": broker_id}, values[figure.name])
                for broker_id, values in told.items()
                if figure.name in values
            ],
        )


def _read(readings: Readings) -> Metric:
    sample, log_dirs = readings.groups.value, readings.log_dirs.value
    whole = {
        "offsets": readings.offsets.value is not None,
        "groups": sample is not None and not sample.errors and not any(group.error for group in sample.groups),
        "log_dirs": log_dirs is not None and not any(each.error for each in log_dirs),
        "configs": all(each.has_value for each in readings.configs.values()),
    }
    if readings.figures:
        whole["jmx"] = all(each.value is not None for each in readings.figures.values())
    return _many(
        "reading_complete",
        "Whether everything could be read that the figures come from; what could not is left out, not 0.",
        [({"reading": name}, is_whole) for name, is_whole in whole.items()],
    )
