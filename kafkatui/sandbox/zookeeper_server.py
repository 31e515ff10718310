"""One standalone ZooKeeper server: its files and its command line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from kafkatui.sandbox.java import java_command_line
from kafkatui.sandbox.ports import HOST
from kafkatui.sandbox.properties import format_properties
from kafkatui.sandbox.versions import JarSet

MAIN_CLASS = "org.apache.zookeeper.server.quorum.QuorumPeerMain"


def write_configuration(directory: Path, port: int, further: Mapping[str, object] | None = None) -> Path:
    """Writes zoo.cfg for a server on 127.0.0.1:`port` with its data in `directory`, `further` on top; its path."""
    data = directory / "data"
    data.mkdir(parents=True, exist_ok=True)
    properties: dict[str, object] = {
        "tickTime": 2000,
        "dataDir": data,
        "clientPort": port,
        "clientPortAddress": HOST,
        "maxClientCnxns": 0,
        "admin.enableServer": False,
        "4lw.commands.whitelist": "*",
    }
    path = directory / "zoo.cfg"
    path.write_text(format_properties({**properties, **(further or {})}))
    return path


def command_line(jar_set: JarSet, configuration: Path, options: Sequence[str] = ()) -> list[str]:
    """The command that runs the server; `options` are further ones of `java`."""
    # ZooKeeper 3.4 looks for log4j's JMX beans, and there is no log4j on the class path.
    all_options = ["-Dzookeeper.jmx.log4j.disable=true", "-Dzookeeper.extendedTypesEnabled=true", *options]
    return java_command_line(jar_set, MAIN_CLASS, [str(configuration)], heap_megabytes=256, options=all_options)
