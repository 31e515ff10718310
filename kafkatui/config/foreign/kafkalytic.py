"""Kafkalytic's clusters.json: the properties of Kafka's Java clients, cluster by cluster."""

from __future__ import annotations

import json
from typing import Any

from kafkatui.config.foreign.java_client import kafka_properties, request_timeout
from kafkatui.config.foreign.profile import ForeignProfile, foreign_profile
from kafkatui.model.errors import ConfigError


def kafkalytic_profiles(text: str, source: str) -> list[ForeignProfile]:
    """The clusters of the file: by name, in a list, or one alone.

    Raises:
        ConfigError: it is no JSON, or holds no cluster.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        raise ConfigError(f"{source}{f', line {line}' if line else ''}: it is no JSON.") from None
    if isinstance(data, dict) and isinstance(data.get("clusters"), dict | list):
        data = data["clusters"]
    if isinstance(data, dict) and "bootstrap.servers" in data:
        data = [data]
    listed = data if isinstance(data, list) else []
    named = list(data.items()) if isinstance(data, dict) else [("", each) for each in listed]
    found = [_profile(name, each) for name, each in named if isinstance(each, dict) and "bootstrap.servers" in each]
    if not found:
        raise ConfigError(f"{source}: no cluster with bootstrap.servers is in it.", "Kafkalytic's export has them.")
    return found


def _profile(name: str, cluster: dict[str, Any]) -> ForeignProfile:
    java = {key: "" if value is None else str(value) for key, value in cluster.items()}
    # Kafkalytic writes every field of its dialog, filled in or not.
    java = {key: value for key, value in java.items() if value or key == "ssl.endpoint.identification.algorithm"}
    remarks: list[str] = []
    timeouts = request_timeout(java, remarks)
    called = java.get("name") or name
    return foreign_profile(called, java["bootstrap.servers"], kafka_properties(java, remarks), remarks, timeouts)
