"""Apache's own `kafka-topics --describe` of 3.9.2, whose output `kafkatui describe topic` is to equal."""

from __future__ import annotations

import subprocess
from pathlib import Path

from kafkatui.sandbox.jars import class_path, fetch_release, java_command
from kafkatui.sandbox.versions import RELEASES


def fetch_tools(directory: Path) -> str:
    """The jar of Kafka's command-line tools, through the user's Maven."""
    plugin = "org.apache.maven.plugins:maven-dependency-plugin:copy"
    artifact = "-Dartifact=org.apache.kafka:kafka-tools:3.9.2"
    subprocess.run(["mvn", "-q", "-B", plugin, artifact, f"-DoutputDirectory={directory}"], check=True, timeout=150)
    return str(next(directory.glob("kafka-tools-*.jar")))


def describe_as_kafka(tools_jar: str, bootstrap_servers: str, topic: str) -> bytes:
    """What the tool prints about a topic."""
    fetch_release(RELEASES["3.9"], lambda line: None)
    jars = class_path(RELEASES["3.9"].broker_jars)
    java = [java_command() or "java", "-Dorg.slf4j.simpleLogger.defaultLogLevel=off", "-cp", f"{jars}:{tools_jar}"]
    arguments = ["--bootstrap-server", bootstrap_servers, "--describe", "--topic", topic]
    command = [*java, "org.apache.kafka.tools.TopicCommand", *arguments]
    return subprocess.run(command, capture_output=True, timeout=60, check=True).stdout
