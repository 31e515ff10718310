"""Every number that our verbs print of a state, beside the same number from Kafka's own tools."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kafkatui.sandbox.cluster import Sandbox
from tests.oracle.kafka_says import GroupRow, KafkaPartition, KafkaRecord, KafkaSays, Partition
from tests.oracle.verbs_say import Row, rows

EARLIEST, LATEST = -2, -1

NOT_KAFKAS: Mapping[str, Collection[str]] = {
    "topics": ("rate_per_second", "messages_per_second"),
    "groups": (),
    "describe group": (
        "produced_per_second",
        "consumed_per_second",
        "eta_seconds",
        "time_lag_seconds",
        "retained_share",
        "records_lost",
    ),
    "describe topic": (),
    "brokers": (),
    "tail": (),
}
"""Numbers that none of Kafka's tools gives: rates and what follows from them."""


class Compared:
    """One verb's row of which each number has to be asked for; what is different is said."""

    def __init__(self, verb: str, name: str, row: Row) -> None:
        self._verb = verb
        self._name = name
        self._row = row
        self._asked: set[str] = set(NOT_KAFKAS[verb])
        self.problems: list[str] = []

    def equal(self, key: str, kafka: Any, *allowed: Any) -> None:
        """The value of `key` is Kafka's, or one of those that mean the same."""
        self._asked.add(key)
        ours = self._row.get(key, "no such key")
        if ours != kafka and ours not in allowed:
            self.problems.append(f"{self._verb} {self._name}: {key} is {ours!r}, Kafka says {kafka!r}")

    def done(self) -> list[str]:
        """The problems, a number that nobody compared being one."""
        left = [
            key
            for key, value in self._row.items()
            if key not in self._asked and isinstance(value, int | float) and not isinstance(value, bool)
        ]
        return self.problems + [f"{self._verb} {self._name}: nobody compares {key}" for key in left]


@dataclass(frozen=True)
class Figures:
    """What Kafka's tools said at one time; two equal ones show that nothing changed in between."""

    everything: Mapping[str, Mapping[int, KafkaPartition]]
    begins: Mapping[Partition, int]
    ends: Mapping[Partition, int]
    sizes: Mapping[int, Mapping[Partition, int]]
    group_rows: Mapping[str, Mapping[Partition, GroupRow]]
    records: Mapping[str, Counter[KafkaRecord]]


class Comparison:
    """Compares everything under a prefix.

    Args:
        kafka: the tools.
        sandbox: the cluster.
        prefix: of the names of the topics and groups.
        groups: the ids of the groups there are under it.
    """

    def __init__(self, kafka: KafkaSays, sandbox: Sandbox, prefix: str, groups: Collection[str]) -> None:
        self._kafka = kafka
        self._sandbox = sandbox
        self._prefix = prefix
        self._groups = sorted(groups)

    def read(self, *, reading_timeout_ms: int) -> Figures:
        """What Kafka's tools say now.

        Args:
            reading_timeout_ms: how long the console consumer waits for more before it ends.
        """
        records = {  # first: the console consumer joins a group, and the topic of Kafka's own grows
            isolation: self._kafka.records(self._prefix, isolation=isolation, timeout_ms=reading_timeout_ms)
            for isolation in ("read_committed", "read_uncommitted")
        }
        everything = self._kafka.partitions()
        names = sorted(name for name in everything if name.startswith(self._prefix))
        return Figures(
            everything=everything,
            begins=self._kafka.offsets(names, time=EARLIEST),
            ends=self._kafka.offsets(names, time=LATEST),
            sizes=self._kafka.sizes(),
            group_rows=self._kafka.group_rows(self._groups),
            records=records,
        )

    def problems(self, kafka: Figures) -> list[str]:
        """What is different, a sentence each; empty when nothing is."""
        partitions = {name: parts for name, parts in kafka.everything.items() if name.startswith(self._prefix)}
        return [
            *self._topics(partitions, kafka.begins, kafka.ends, kafka.sizes, kafka.group_rows),
            *self._partitions(partitions, kafka.begins, kafka.ends),
            *self._brokers(kafka.everything, kafka.sizes),
            *self._group_list(kafka.group_rows, kafka.begins, kafka.ends),
            *self._group_progress(kafka.group_rows, kafka.begins, kafka.ends),
            *(problem for isolation in kafka.records for problem in self._records(isolation, kafka.records[isolation])),
        ]

    def metadata_problems(self) -> list[str]:
        """The same of what the metadata say alone, while some partitions have no leader to tell more."""
        everything = self._kafka.partitions()
        partitions = {name: parts for name, parts in everything.items() if name.startswith(self._prefix)}
        listed = {row["name"]: row for row in rows(self._sandbox, "topics", self._prefix)}
        problems = _same_names("topics", listed, partitions)
        for name in partitions.keys() & listed.keys():
            compared = Compared("topics", name, listed[name])
            _compare_replicas(compared, partitions[name])
            problems += compared.problems
            for row in rows(self._sandbox, "describe", "topic", name):
                compared = Compared("describe topic", f"{name}-{row['partition']}", row)
                _compare_partition(compared, partitions[name][row["partition"]])
                problems += compared.problems
                if partitions[name][row["partition"]].leader is None and row["messages"] is not None:
                    problems.append(f"describe topic {name}: {row['messages']} messages without a leader to tell")
        return problems

    def made_up(self, group: str) -> list[str]:
        """Ends and lags told of partitions that have no leader to tell them; what a leader told is in `problems`."""
        everything = self._kafka.partitions()
        return [
            f"describe group {group}: {row['topic']}-{row['partition']} has {key} {row[key]} without a leader to tell"
            for row in rows(self._sandbox, "describe", "group", group)
            for key in ("end_offset", "lag")
            if everything[row["topic"]][row["partition"]].leader is None and row[key] is not None
        ]

    def leaderless_count(self, topic: str) -> int:
        """How many partitions of a topic our list says have no leader."""
        [row] = [row for row in rows(self._sandbox, "topics", topic) if row["name"] == topic]
        return int(row["leaderless"])

    def _topics(
        self,
        partitions: Mapping[str, Mapping[int, KafkaPartition]],
        begins: Mapping[Partition, int],
        ends: Mapping[Partition, int],
        sizes: Mapping[int, Mapping[Partition, int]],
        group_rows: Mapping[str, Mapping[Partition, GroupRow]],
    ) -> Iterator[str]:
        listed = {row["name"]: row for row in rows(self._sandbox, "topics", "--long", self._prefix)}
        yield from _same_names("topics", listed, partitions)
        for name in partitions.keys() & listed.keys():
            parts = [(name, number) for number in partitions[name]]
            configs = self._kafka.configs(name)
            compared = Compared("topics", name, listed[name])
            _compare_replicas(compared, partitions[name])
            compared.equal("messages", sum(ends[part] - begins[part] for part in parts))
            compared.equal("size_bytes", sum(found.get(part, 0) for found in sizes.values() for part in parts))
            compared.equal("groups", sum(any(topic == name for topic, _ in found) for found in group_rows.values()))
            compared.equal("cleanup_policy", configs["cleanup.policy"])
            compared.equal("retention_ms", int(configs["retention.ms"]))
            yield from compared.done()

    def _partitions(
        self,
        partitions: Mapping[str, Mapping[int, KafkaPartition]],
        begins: Mapping[Partition, int],
        ends: Mapping[Partition, int],
    ) -> Iterator[str]:
        for name, parts in partitions.items():
            described = {row["partition"]: row for row in rows(self._sandbox, "describe", "topic", name)}
            yield from _same_names(f"describe topic {name}", described, parts)
            for number in parts.keys() & described.keys():
                begin, end = begins[name, number], ends[name, number]
                compared = Compared("describe topic", f"{name}-{number}", described[number])
                _compare_partition(compared, parts[number])
                compared.equal("begin_offset", begin)
                compared.equal("end_offset", end)
                compared.equal("messages", end - begin)
                yield from compared.done()

    def _brokers(
        self,
        everything: Mapping[str, Mapping[int, KafkaPartition]],
        sizes: Mapping[int, Mapping[Partition, int]],
    ) -> Iterator[str]:
        parts = [part for found in everything.values() for part in found.values()]
        for row in rows(self._sandbox, "brokers"):
            broker = row["id"]
            held = [part for part in parts if broker in part.replicas]
            out = sum(broker not in part.isr for part in held)
            compared = Compared("brokers", str(broker), row)
            compared.equal("id", broker)
            compared.equal("leaders", sum(part.leader == broker for part in parts))
            compared.equal("replicas", len(held))
            compared.equal("out_of_sync", out)
            led = [part for part in parts if part.leader == broker]
            compared.equal("under_replicated", sum(len(part.isr) < len(part.replicas) for part in led))
            compared.equal("size_bytes", sum(sizes[broker].values()))
            yield from compared.done()

    def _group_list(
        self,
        group_rows: Mapping[str, Mapping[Partition, GroupRow]],
        begins: Mapping[Partition, int],
        ends: Mapping[Partition, int],
    ) -> Iterator[str]:
        listed = {row["id"]: row for row in rows(self._sandbox, "groups", self._prefix)}
        states = self._kafka.group_states(self._groups)
        yield from _same_names("groups", listed, states)
        for name in states.keys() & listed.keys():
            found = group_rows[name]
            compared = Compared("groups", name, listed[name])
            compared.equal("state", states[name].state)
            compared.equal("coordinator", states[name].coordinator)
            compared.equal("members", states[name].members)
            compared.equal("topics", len({topic for topic, _ in found}))
            compared.equal("lag", _total_lag(found, begins, ends))
            compared.equal("beyond_end", sum(max(0, -row.lag) for row in found.values() if row.lag is not None), None)
            yield from compared.done()

    def _group_progress(
        self,
        group_rows: Mapping[str, Mapping[Partition, GroupRow]],
        begins: Mapping[Partition, int],
        ends: Mapping[Partition, int],
    ) -> Iterator[str]:
        for group, found in group_rows.items():
            described = {
                (row["topic"], row["partition"]): row for row in rows(self._sandbox, "describe", "group", group)
            }
            if missing := found.keys() - described.keys():
                yield f"describe group {group}: {sorted(missing)} are not there"
            for part, row in described.items():
                compared = Compared("describe group", f"{group} {part}", row)
                kafka = found.get(part, GroupRow(None, ends.get(part), None, ""))
                compared.equal("partition", part[1])
                compared.equal("committed_offset", kafka.committed)
                compared.equal("end_offset", kafka.end)
                compared.equal("lag", *_lags(kafka, begins.get(part)))
                compared.equal("beyond_end", None if kafka.lag is None else max(0, -kafka.lag), 0, None)
                compared.equal("backlog", row.get("backlog"), None)
                if kafka.client_id not in str(row["member"] or ""):
                    compared.problems.append(f"describe group {group} {part}: read by {kafka.client_id} in Kafka")
                yield from compared.done()

    def _records(self, isolation: str, theirs: Counter[KafkaRecord]) -> Iterator[str]:
        is_old = self._sandbox.release.line == "2.3"
        which = ["--isolation-level", isolation]
        tailed = rows(self._sandbox, "tail", f"/{re.escape(self._prefix)}.*/", "--from", "beginning", "--exit", *which)
        ours = Counter(_our_record(row, is_old=is_old) for row in tailed)
        for record in ours - theirs:
            yield f"tail, {isolation}: {_short(record)} is not what Kafka has"
        for record in theirs - ours:
            yield f"tail, {isolation}: {_short(record)} is missing"


def _same_names(verb: str, ours: Iterable[Any], theirs: Iterable[Any]) -> list[str]:
    different = set(ours) ^ set(theirs)
    return [f"{verb}: only one side has {sorted(different)}"] if different else []


def _compare_replicas(compared: Compared, parts: Mapping[int, KafkaPartition]) -> None:
    compared.equal("partitions", len(parts))
    compared.equal("replication_factor", len(parts[0].replicas))
    compared.equal("under_replicated", sum(len(part.isr) < len(part.replicas) for part in parts.values()))
    compared.equal("leaderless", sum(part.leader is None for part in parts.values()))


def _compare_partition(compared: Compared, part: KafkaPartition) -> None:
    compared.equal("partition", compared._row["partition"])
    compared.equal("leader", part.leader)
    compared.equal("replicas", list(part.replicas))
    compared.equal("isr", list(part.isr))


def _total_lag(
    found: Mapping[Partition, GroupRow], begins: Mapping[Partition, int], ends: Mapping[Partition, int]
) -> int | None:
    """What a group has to read in all; None, where Kafka tells no sum, if in one of its topics a commit is missing."""
    topics = {topic for topic, _ in found}
    unread = [part for part, end in ends.items() if part[0] in topics and begins[part] < end]
    if any(part not in found or found[part].committed is None for part in unread):
        return None
    return sum(max(0, row.lag) for row in found.values() if row.lag is not None)


def _lags(kafka: GroupRow, begin: int | None) -> tuple[int | None, ...]:
    """Kafka's lag, and what of ours means the same.

    Behind its end Kafka calls it negative where we say that nothing is unread. Without a commit Kafka prints "-", and
    we know that nothing is unread where there is nothing.
    """
    if kafka.lag is not None and kafka.lag < 0:
        return (0, kafka.lag)
    if kafka.committed is None:
        return (None, 0) if begin == kafka.end else (None,)
    return (kafka.lag,)


def _our_record(row: Row, *, is_old: bool) -> KafkaRecord:
    headers = ",".join(f"{header['name']}:{header['value']}" for header in row["headers"])
    key, value = ("null" if row[part] is None else str(row[part]) for part in ("key", "value"))
    if is_old:
        return KafkaRecord(None, None, row["timestamp_ms"], "", key, value)
    return KafkaRecord(row["partition"], row["offset"], row["timestamp_ms"], headers, key, value)


def _short(record: KafkaRecord) -> str:
    text = str(record)
    return text if len(text) < 160 else f"{text[:157]}…"
