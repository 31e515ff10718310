"""The properties of several Kafkas, as their jars define them, in one compact file."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kafkatui.codec.kafka_documentation import plain
from kafkatui.sandbox.jars import class_path, fetch_release, java_command
from kafkatui.sandbox.versions import RELEASES, Release

SOURCE = Path(__file__).with_name("Catalogue.java")
RELEASE_LINES = ("2.3", "3.9", "4.3")

_DOCUMENTATION = 5

Defined = Mapping[str, Mapping[str, list[Any]]]
"""By kind and name: type, default, valid values, importance, scope, documentation."""


def defined_in(release: Release) -> Defined:
    """What the jars of a release define."""
    fetch_release(release, lambda line: None)
    java = [java_command() or "java", "-Dorg.slf4j.simpleLogger.defaultLogLevel=off"]
    command = [*java, "-cp", class_path(release.broker_jars), str(SOURCE)]
    printed = subprocess.run(command, capture_output=True, check=True, timeout=120).stdout
    return {
        kind: {name: [*entry[:_DOCUMENTATION], plain(entry[_DOCUMENTATION])] for name, entry in entries.items()}
        for kind, entries in json.loads(printed).items()
    }


def merged(by_line: Mapping[str, Defined]) -> dict[str, Any]:
    """The releases' definitions in one: what is the same in several stands there once.

    A property has a list of versions of it, each with the numbers of the releases it is of; long texts stand apart.
    """
    lines = list(by_line)
    texts: dict[str, int] = {}
    made: dict[str, Any] = {"releases": lines}
    for kind in ("broker", "topic", "group"):
        properties: dict[str, list[list[Any]]] = {}
        for number, line in enumerate(lines):
            for name, entry in by_line[line][kind].items():
                fields = [*entry[:_DOCUMENTATION], texts.setdefault(entry[_DOCUMENTATION], len(texts))]
                versions = properties.setdefault(name, [])
                same = next((version for version in versions if version[1:] == fields), None)
                if same is not None:
                    same[0].append(number)
                else:
                    versions.append([[number], *fields])
        made[kind] = dict(sorted(properties.items()))
    made["texts"] = list(texts)
    return made


def written(catalogue: Mapping[str, Any]) -> str:
    """As the file has it: a line for each property and text, so that what changes can be read in a diff."""
    parts = []
    for key, value in catalogue.items():
        if isinstance(value, dict):
            lines = ",\n".join(f"{_json(name)}:{_json(entry)}" for name, entry in value.items())
            parts.append(f"{_json(key)}:{{\n{lines}\n}}")
        else:
            parts.append(f"{_json(key)}:[\n" + ",\n".join(map(_json, value)) + "\n]")
    return "{" + ",\n".join(parts) + "}\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def all_defined() -> dict[str, Defined]:
    """What each of the releases defines, by its line."""
    return {line: defined_in(RELEASES[line]) for line in RELEASE_LINES}
