"""What Kafka Connect runs: connectors and their tasks, as its workers tell them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from msgspec import Struct

CLASS = "connector.class"
FAILED, RUNNING, PAUSED, STOPPED = "FAILED", "RUNNING", "PAUSED", "STOPPED"
TOPIC_PROPERTIES = ("topics", "topics.regex", "topic", "kafka.topic")
"""Where a connector's configuration names its topics, as a rule."""
GROUP_PROPERTY = "consumer.override.group.id"
GROUP_PREFIX = "connect-"
"""Before a sink connector's name its group is called so, unless that property says otherwise."""


class ConnectorTask(Struct, frozen=True):
    """A task of a connector.

    Attributes:
        state: RUNNING, FAILED, PAUSED, UNASSIGNED, RESTARTING ….
        worker: host and port of the worker that has it.
        trace: why it failed, a Java stack trace; empty while it has not.
    """

    id: int
    state: str
    worker: str = ""
    trace: str = ""


@dataclass(frozen=True, slots=True)
class Connector:
    """A connector as its workers tell it.

    Attributes:
        name: as Connect calls it.
        group: which of the profile's several Connects it is of; empty where the profile names one only.
        state: RUNNING, FAILED, PAUSED, STOPPED, UNASSIGNED; empty while the workers do not tell.
        type: "source" or "sink"; empty where the workers do not tell.
        config: as it was set, secrets included.
        worker: host and port of the worker that has it.
        trace: why the connector itself failed; a task has its own.
        topics: what it wrote to or read, or what its configuration names.
    """

    name: str
    group: str = ""
    state: str = ""
    type: str = ""
    config: Mapping[str, str] = field(default_factory=dict, repr=False)
    tasks: tuple[ConnectorTask, ...] = ()
    worker: str = ""
    trace: str = ""
    topics: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """ "orders-sink", of one of several Connects "billing/orders-sink": what verbs and actions call it."""
        return f"{self.group}/{self.name}" if self.group else self.name

    @property
    def plugin(self) -> str:
        """Its class, as the configuration has it."""
        return self.config.get(CLASS, "")

    @property
    def consumer_group(self) -> str:
        """The group that a sink reads its topics as; empty of a source, which is in none."""
        return "" if self.type == "source" else self.config.get(GROUP_PROPERTY) or f"{GROUP_PREFIX}{self.name}"

    @property
    def running(self) -> int:
        """How many of its tasks run."""
        return sum(task.state == RUNNING for task in self.tasks)

    @property
    def failed(self) -> tuple[ConnectorTask, ...]:
        """The tasks that failed."""
        return tuple(task for task in self.tasks if task.state == FAILED)

    @property
    def is_failed(self) -> bool:
        """Whether it failed, or one of its tasks."""
        return self.state == FAILED or bool(self.failed)


@dataclass(frozen=True, slots=True)
class Connectors:
    """Every connector of a profile's Connects.

    Attributes:
        silent: why nothing is known of one of several Connects, by its name.
    """

    connectors: tuple[Connector, ...]
    silent: Mapping[str, str] = field(default_factory=dict)


class ConnectorOffset(Struct, frozen=True):
    """How far a connector got in one partition of its source, or of a topic; both as JSON texts."""

    partition: str
    offset: str


class ConnectorDetail(Struct, frozen=True):
    """All that is known of a connector.

    Attributes:
        offsets: None where the workers do not tell them.
        no_offsets: why not.
    """

    connector: Connector
    offsets: tuple[ConnectorOffset, ...] | None = None
    no_offsets: str = ""


class ConnectorPlugin(Struct, frozen=True):
    """A kind of connector that workers can run.

    Attributes:
        group: as `Connector.group`.
        name: its class.
        type: "source" or "sink".
    """

    name: str
    type: str
    version: str
    group: str = ""


class ConfigProblem(Struct, frozen=True):
    """What is wrong with one property of a connector's configuration, in the plugin's words."""

    name: str
    messages: tuple[str, ...]

    @property
    def text(self) -> str:
        """ "tasks.max: Invalid value z …"."""
        return f"{self.name}: {' '.join(each.rstrip('.') + '.' for each in self.messages)}"
