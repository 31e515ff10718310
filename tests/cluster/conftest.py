"""Real clusters for the tests, each started once, when the first test asks for it.

Without Java or Maven the tests that need one are skipped; where CI is set, that is a failure.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.model.profile import Profile
from kafkatui.sandbox.cluster import Sandbox, SandboxSettings
from kafkatui.sandbox.contents import DemoContents
from kafkatui.sandbox.jars import missing_tools


def require_java_and_maven() -> None:
    """Skips the test that calls it, or fails it where CI is set, when there is no Java or no Maven."""
    if missing := missing_tools():
        reason = f"needs {' and '.join(missing)}: no real cluster, so this was NOT tested"
        if os.environ.get("CI"):
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)


@contextmanager
def running(settings: SandboxSettings) -> Iterator[Sandbox]:
    """A started sandbox, stopped at the end."""
    require_java_and_maven()
    with Sandbox(settings) as sandbox:
        yield sandbox


@pytest.fixture(scope="session")
def cluster() -> Iterator[Sandbox]:
    """Kafka 3.9, three brokers and ZooKeeper, the demo's contents, no live traffic. Shared: leave it as found."""
    with running(SandboxSettings()) as sandbox:
        contents = DemoContents(sandbox.bootstrap_servers, sandbox.zookeeper_connect, sandbox.settings.brokers)
        with closing(contents):
            contents.load()
            yield sandbox


@pytest.fixture(scope="module")
def connection(cluster: Sandbox) -> Iterator[KafkaConnection]:
    """The adapters' connection to the shared cluster."""
    opened = KafkaConnection(Profile("test", {"bootstrap.servers": cluster.bootstrap_servers}))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def virgin_cluster() -> Iterator[Sandbox]:
    """Kafka 3.9, one broker, empty, creating topics by itself when a client asks about one."""
    with running(SandboxSettings(brokers=1)) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def kafka_2_3() -> Iterator[Sandbox]:
    """Kafka 2.3, one broker, ZooKeeper 3.4, empty."""
    with running(SandboxSettings(kafka="2.3", brokers=1)) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def kafka_4_3() -> Iterator[Sandbox]:
    """Kafka 4.3, one broker, KRaft without ZooKeeper, empty."""
    with running(SandboxSettings(kafka="4.3", brokers=1)) as sandbox:
        yield sandbox
