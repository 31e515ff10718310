"""What Kafka's own tools say of a cluster, as values."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kafkatui.sandbox.cluster import Sandbox
from tests.oracle.tool_machine import ToolMachine

Partition = tuple[str, int]

_DEFAULTS = {"cleanup.policy": "delete", "retention.ms": "604800000"}
"""What kafka-configs of 2.3, which tells only what is set, leaves out."""

_CONFIG_LINE = re.compile(r"^\s+([\w.]+)=(.*?) sensitive=(?:true|false)", re.MULTILINE)
_STATE_LINE = re.compile(r"^(\S+)\s+\S+:\d+\s+\((\d+)\)\s+(?:\S+\s+)?([A-Z]\w+)\s+(\d+)\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class KafkaPartition:
    """A line of kafka-topics; `leader` None: none."""

    leader: int | None
    replicas: tuple[int, ...]
    isr: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A line of kafka-consumer-groups; None where it prints "-"."""

    committed: int | None
    end: int | None
    lag: int | None
    client_id: str


@dataclass(frozen=True, slots=True)
class GroupState:
    """A line of kafka-consumer-groups --state."""

    coordinator: int
    state: str
    members: int


@dataclass(frozen=True, slots=True)
class KafkaRecord:
    """A line of kafka-console-consumer; partition and offset None where that version cannot print them."""

    partition: int | None
    offset: int | None
    timestamp_ms: int
    headers: str
    key: str
    value: str


READERS = "console-consumer-"
"""How the groups are called in which kafka-console-consumer reads."""


class KafkaSays:
    """Asks the tools of the cluster's own version."""

    def __init__(self, machine: ToolMachine, sandbox: Sandbox) -> None:
        self._machine = machine
        self._sandbox = sandbox
        self._address = ("--bootstrap-server", sandbox.bootstrap_servers)
        self._is_old = sandbox.release.line == "2.3"

    def partitions(self) -> dict[str, dict[int, KafkaPartition]]:
        """kafka-topics --describe, internal topics too."""
        found: dict[str, dict[int, KafkaPartition]] = {}
        for line in self._run("kafka-topics", "--describe").splitlines():
            fields = {name.strip(): text.strip() for name, _, text in (one.partition(":") for one in line.split("\t"))}
            if "Partition" in fields:
                leader = fields["Leader"]
                found.setdefault(fields["Topic"], {})[int(fields["Partition"])] = KafkaPartition(
                    int(leader) if leader.isdigit() else None, _numbers(fields["Replicas"]), _numbers(fields["Isr"])
                )
        return found

    def offsets(self, topics: Sequence[str], *, time: int) -> dict[Partition, int]:
        """kafka-get-offsets; `time` −2: the earliest, −1: the latest."""
        found: dict[Partition, int] = {}
        address = ("--broker-list", self._sandbox.bootstrap_servers) if self._is_old else self._address
        whole = [["--topic", topic] for topic in topics] if self._is_old else [["--topic-partitions", ",".join(topics)]]
        for one in whole if topics else ():
            output = self._machine.run("kafka-get-offsets", *address, *one, "--time", str(time))
            for line in output.splitlines():
                topic, partition, offset = line.rsplit(":", 2)
                if offset:
                    found[topic, int(partition)] = int(offset)
        return found

    def sizes(self) -> dict[int, dict[Partition, int]]:
        """kafka-log-dirs --describe: bytes of each replica, by broker."""
        output = self._run("kafka-log-dirs", "--describe")
        brokers = json.loads(next(line for line in output.splitlines() if line.startswith("{")))["brokers"]
        return {
            broker["broker"]: {
                _partition(replica["partition"]): replica["size"]
                for log_dir in broker["logDirs"]
                for replica in log_dir["partitions"]
                if not replica["isFuture"]
            }
            for broker in brokers
        }

    def configs(self, topic: str) -> dict[str, str]:
        """kafka-configs --describe --all of a topic."""
        entity = ("--entity-type", "topics", "--entity-name", topic, "--describe")
        if self._is_old:
            assert self._sandbox.zookeeper_connect is not None
            output = self._machine.run("kafka-configs", "--zookeeper", self._sandbox.zookeeper_connect, *entity)
            pairs = re.findall(r"([\w.]+)=((?:[^,]|,(?![\w.]+=))*)", output.partition(" are ")[2])
            return _DEFAULTS | {name: text.strip() for name, text in pairs}
        return dict(_CONFIG_LINE.findall(self._run("kafka-configs", *entity, "--all")))

    def group_rows(self, groups: Sequence[str]) -> dict[str, dict[Partition, GroupRow]]:
        """kafka-consumer-groups --describe."""
        found: dict[str, dict[Partition, GroupRow]] = {group: {} for group in groups}
        for output in self._of_groups(groups):
            header: list[str] = []
            for line in output.splitlines():
                words = line.split()
                if "CURRENT-OFFSET" in words:
                    header = words
                elif header and len(words) == len(header):
                    row = dict(zip(header, words, strict=True))
                    if row["GROUP"] in found and row["PARTITION"].isdigit():
                        found[row["GROUP"]][row["TOPIC"], int(row["PARTITION"])] = _group_row(row)
        return found

    def group_states(self, groups: Sequence[str]) -> dict[str, GroupState]:
        """kafka-consumer-groups --describe --state."""
        outputs = self._of_groups(groups, "--state")
        lines = [match for output in outputs for match in _STATE_LINE.findall(output)]
        return {name: GroupState(int(id_), state, int(count)) for name, id_, state, count in lines if name in groups}

    def records(self, prefix: str, *, isolation: str, timeout_ms: int) -> Counter[KafkaRecord]:
        """kafka-console-consumer of every topic that begins with `prefix`, to the end."""
        properties = ("timestamp", "key", *(() if self._is_old else ("partition", "offset", "headers")))
        option = "--formatter-property" if self._sandbox.release.line == "4.3" else "--property"
        output = self._run(
            "kafka-console-consumer", "--whitelist" if self._is_old else "--include", f"{re.escape(prefix)}.*",
            "--from-beginning", "--timeout-ms", str(timeout_ms), "--isolation-level", isolation,
            *(word for name in properties for word in (option, f"print.{name}=true")),
        )  # fmt: skip
        return Counter(_record(line, is_old=self._is_old) for line in output.splitlines())

    def _of_groups(self, groups: Sequence[str], *options: str) -> list[str]:
        if not groups:
            return []
        which = [["--group", group] for group in groups] if self._is_old else [["--all-groups"]]
        return [self._run("kafka-consumer-groups", "--describe", *one, *options) for one in which]

    def _run(self, tool: str, *arguments: str) -> str:
        return self._machine.run(tool, *self._address, *arguments)


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(one) for one in text.split(",") if one)


def _partition(name: str) -> Partition:
    topic, _, number = name.rpartition("-")
    return topic, int(number)


def _group_row(row: Mapping[str, str]) -> GroupRow:
    def number(name: str) -> int | None:
        return None if row[name] == "-" else int(row[name])

    client_id = row["CLIENT-ID"]
    return GroupRow(
        number("CURRENT-OFFSET"), number("LOG-END-OFFSET"), number("LAG"), "" if client_id == "-" else client_id
    )


def _record(line: str, *, is_old: bool) -> KafkaRecord:
    created, *middle, key, value = line.split("\t")
    timestamp_ms = int(created.partition(":")[2])
    if is_old:
        return KafkaRecord(None, None, timestamp_ms, "", key, value)
    partition, offset, headers = middle
    texts = "" if headers == "NO_HEADERS" else headers
    return KafkaRecord(int(partition.partition(":")[2]), int(offset.partition(":")[2]), timestamp_ms, texts, key, value)
