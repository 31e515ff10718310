"""Apache's own tools of 3.9.2, whose output ours is to equal."""

from __future__ import annotations

import subprocess
from pathlib import Path

from kafkatui.sandbox.jars import class_path, fetch_release, java_command
from kafkatui.sandbox.java import FAST_START
from kafkatui.sandbox.versions import RELEASES


def fetch_tools(directory: Path) -> str:
    """The jar of Kafka's command-line tools, through the user's Maven."""
    plugin = "org.apache.maven.plugins:maven-dependency-plugin:copy"
    artifact = "-Dartifact=org.apache.kafka:kafka-tools:3.9.2"
    subprocess.run(["mvn", "-q", "-B", plugin, artifact, f"-DoutputDirectory={directory}"], check=True, timeout=150)
    return str(next(directory.glob("kafka-tools-*.jar")))


def run_tool(tools_jar: str, tool: str, *arguments: str) -> bytes:
    """What one of the tools prints.

    Args:
        tool: its class, below org.apache.kafka.tools unless it begins with "kafka.".
    """
    fetch_release(RELEASES["3.9"], lambda line: None)
    jars = class_path(RELEASES["3.9"].broker_jars)
    java = [java_command() or "java", *FAST_START, "-Dorg.slf4j.simpleLogger.defaultLogLevel=off"]
    java += ["-cp", f"{jars}:{tools_jar}"]
    command = [*java, tool if tool.startswith("kafka.") else f"org.apache.kafka.tools.{tool}", *arguments]
    return subprocess.run(command, capture_output=True, timeout=60, check=True).stdout


def describe_as_kafka(tools_jar: str, bootstrap_servers: str, topic: str = "") -> bytes:
    """What the tool prints about a topic, or about all of them."""
    which = ["--topic", topic] if topic else []
    return run_tool(tools_jar, "TopicCommand", "--bootstrap-server", bootstrap_servers, "--describe", *which)


def consume_as_kafka(tools_jar: str, bootstrap_servers: str, pattern: str, isolation_level: str) -> list[bytes]:
    """The values the console consumer finds from the beginning of all topics that match."""
    arguments = ["--from-beginning", "--timeout-ms", "4000", "--isolation-level", isolation_level]
    arguments += ["--consumer-property", "enable.auto.commit=false", "--include", pattern]
    output = run_tool(tools_jar, "consumer.ConsoleConsumer", "--bootstrap-server", bootstrap_servers, *arguments)
    return output.splitlines()
