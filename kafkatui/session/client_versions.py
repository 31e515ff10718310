"""Which versions of the client libraries are in use, for the Connection page and bug reports."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version

_PACKAGES = ("confluent-kafka", "kafka-python", "kazoo", "textual")


def client_versions() -> Mapping[str, str]:
    """Versions by library; one that is not installed is absent. Imports nothing that is not loaded anyway."""
    import confluent_kafka

    versions = {"librdkafka": confluent_kafka.libversion()[0]}
    for package in _PACKAGES:
        try:
            versions[package] = version(package)
        except PackageNotFoundError:
            continue
    return versions
