"""Apache's own tools of 3.9.2, whose output ours is to equal."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from kafkatui.sandbox.broker import MAIN_CLASS
from kafkatui.sandbox.class_archive import use_archive
from kafkatui.sandbox.jars import class_path, fetch_release, java_command
from kafkatui.sandbox.java import FAST_START
from kafkatui.sandbox.locations import cache_directory
from kafkatui.sandbox.versions import RELEASES


def fetch_tools(version: str = RELEASES["3.9"].version) -> str:
    """The jar of a version's command-line tools, fetched through the user's Maven once and kept beside Kafka's jars."""
    kept = cache_directory() / "tools" / f"kafka-tools-{version}.jar"
    if not kept.is_file():
        kept.parent.mkdir(parents=True, exist_ok=True)
        plugin = "org.apache.maven.plugins:maven-dependency-plugin:copy"
        artifact = f"-Dartifact=org.apache.kafka:kafka-tools:{version}"
        with tempfile.TemporaryDirectory(prefix=".fetching-", dir=kept.parent) as scratch:
            subprocess.run(
                ["mvn", "-q", "-B", plugin, artifact, f"-DoutputDirectory={scratch}"], check=True, timeout=150
            )
            Path(scratch, kept.name).replace(kept)  # another worker's is as good
    return str(kept)


def run_tool(tools_jar: str, tool: str, *arguments: str) -> bytes:
    """What one of the tools prints.

    Args:
        tool: its class, below org.apache.kafka.tools unless it begins with "kafka.".
    """
    fetch_release(RELEASES["3.9"], lambda line: None)
    broker_jars = RELEASES["3.9"].broker_jars
    jars = class_path(broker_jars)
    # The broker's class archive, where there is one, has most of what a tool loads: the class path begins with its own.
    java = [java_command() or "java", *FAST_START, *use_archive(broker_jars, MAIN_CLASS)]
    java += ["-Dorg.slf4j.simpleLogger.defaultLogLevel=off"]
    java += ["-cp", f"{jars}:{tools_jar}"]
    command = [*java, tool if tool.startswith("kafka.") else f"org.apache.kafka.tools.{tool}", *arguments]
    return subprocess.run(command, capture_output=True, timeout=60, check=True).stdout


def describe_as_kafka(tools_jar: str, bootstrap_servers: str, topic: str = "") -> bytes:
    """What the tool prints about a topic, or about all of them."""
    which = ["--topic", topic] if topic else []
    return run_tool(tools_jar, "TopicCommand", "--bootstrap-server", bootstrap_servers, "--describe", *which)


def consume_as_kafka(
    tools_jar: str, bootstrap_servers: str, pattern: str, isolation_level: str, wait_milliseconds: int = 1_500
) -> list[bytes]:
    """The values the console consumer finds from the beginning of all topics that match.

    Args:
        wait_milliseconds: it ends, and may be too early, once it was given nothing for so long.
    """
    arguments = ["--from-beginning", "--timeout-ms", str(wait_milliseconds), "--isolation-level", isolation_level]
    arguments += ["--consumer-property", "enable.auto.commit=false", "--include", pattern]
    output = run_tool(tools_jar, "consumer.ConsoleConsumer", "--bootstrap-server", bootstrap_servers, *arguments)
    return output.splitlines()
