"""What tests on a real cluster share; the clusters themselves are in `sharing`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.model.profile import Profile
from kafkatui.sandbox.cluster import Sandbox
from tests.cluster.needs import require_java_and_maven
from tests.cluster.sharing import running

__all__ = ["require_java_and_maven", "running"]


@pytest.fixture(scope="module")
def connection(cluster: Sandbox) -> Iterator[KafkaConnection]:
    """The adapters' connection to the shared cluster."""
    opened = KafkaConnection(Profile("test", {"bootstrap.servers": cluster.bootstrap_servers}))
    yield opened
    opened.close()
