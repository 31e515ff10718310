"""The agents that tell a broker's JMX figures over HTTP: one runs in each of the single brokers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kafkatui.model.replacing import replace
from kafkatui.sandbox.cluster import Sandbox, SandboxSettings
from kafkatui.sandbox.jars import class_path, fetch_jars
from kafkatui.sandbox.ports import HOST, choose_ports
from kafkatui.sandbox.versions import JarSet
from tests.cluster.needs import require_java_and_maven

_FOLDER = Path(__file__).parent / "jmx_agents"


class Agents(JarSet):
    """Jolokia's and Prometheus' agents."""

    @property
    def pom(self) -> Path:
        return _FOLDER / "pom.xml"


def jolokia(port: int) -> str:
    """Answers at /jolokia."""
    return f"-javaagent:{_jar('jolokia-jvm')}=host={HOST},port={port},discoveryEnabled=false"


def prometheus(port: int) -> str:
    """Answers at /metrics, with every bean there is."""
    return f"-javaagent:{_jar('jmx_prometheus')}={HOST}:{port}:{_FOLDER / 'all.yaml'}"


def with_agent(settings: SandboxSettings, agent: Callable[[int], str]) -> SandboxSettings:
    """The same with an agent in its one broker."""
    require_java_and_maven()
    ports = choose_ports(3)  # a block of which the last two brokers are not there
    own = replace(ports, brokers=ports.brokers[:1], controllers=ports.controllers[:1])
    return replace(settings, ports=own, java_options=(agent(ports.brokers[-1]),))


def agent_url(sandbox: Sandbox) -> str:
    """As `jmx.url` has it."""
    path = "jolokia" if "jolokia" in sandbox.settings.java_options[0] else "metrics"
    return f"http://{{host}}:{sandbox.ports.brokers[0] + 2}/{path}"


def _jar(name: str) -> Path:
    jars = Agents("test-jmx-agents", "1", 4)
    fetch_jars(jars, lambda line: None)
    return next(Path(each) for each in class_path(jars).split(":") if Path(each).name.startswith(name))
