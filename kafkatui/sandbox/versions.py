"""The Kafka generations the sandbox can run, and which jars each one needs."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from kafkatui.model.errors import SandboxError


@dataclass(frozen=True, slots=True)
class JarSet:
    """One class path, described by the pom in `poms/NAME/pom.xml`.

    Attributes:
        name: directory of the pom.
        version: of the server in it; part of the cache's directory name, so that an upgrade fetches anew.
        jars: how many jars the pom resolves to, for the progress shown while they come in.
    """

    name: str
    version: str
    jars: int

    @property
    def pom(self) -> Path:
        return Path(str(resources.files(__package__))) / "poms" / self.name / "pom.xml"


@dataclass(frozen=True, slots=True)
class Release:
    """A Kafka generation.

    Attributes:
        line: what the user types after --kafka.
        broker_jars: the broker's class path.
        zookeeper_jars: the ZooKeeper server's class path; None when brokers keep their metadata themselves (KRaft).
    """

    line: str
    broker_jars: JarSet
    zookeeper_jars: JarSet | None

    @property
    def version(self) -> str:
        return self.broker_jars.version

    @property
    def jar_sets(self) -> tuple[JarSet, ...]:
        """Every class path it needs, each once."""
        if self.zookeeper_jars is None or self.zookeeper_jars == self.broker_jars:
            return (self.broker_jars,)
        return (self.broker_jars, self.zookeeper_jars)


_KAFKA_3_9 = JarSet("kafka-3.9", "3.9.2", 56)
_KAFKA_2_3 = JarSet("kafka-2.3", "2.3.1", 24)
_KAFKA_4_3 = JarSet("kafka-4.3", "4.3.0", 46)
_ZOOKEEPER_3_4 = JarSet("zookeeper-3.4", "3.4.14", 7)

RELEASES: dict[str, Release] = {
    "3.9": Release("3.9", _KAFKA_3_9, _KAFKA_3_9),
    # Kafka 2.3's own ZooKeeper client cannot connect on Java 14 and later, so its brokers run with the 3.5 client
    # and the server that belongs to it gets a class path of its own.
    "2.3": Release("2.3", _KAFKA_2_3, _ZOOKEEPER_3_4),
    "4.3": Release("4.3", _KAFKA_4_3, None),
}
DEFAULT_RELEASE = "3.9"

LOGGING_3_9 = Release("3.9", JarSet("kafka-3.9-log4j", "3.9.2", 57), _KAFKA_3_9)
"""Brokers that log with log4j as Kafka's own distribution does, so that their levels can be changed. Nobody else needs
it: with the simple logger they start faster."""


CONNECT_3_9 = JarSet("connect-3.9", "3.9.2", 59)
"""A Connect worker with the file connectors; it works with brokers of every generation here."""


def find_release(line: str) -> Release:
    """The release called `line`; SandboxError when the sandbox has no such one."""
    if line not in RELEASES:
        raise SandboxError(f"The sandbox has no Kafka {line}.", f"It has {', '.join(RELEASES)}.")
    return RELEASES[line]
