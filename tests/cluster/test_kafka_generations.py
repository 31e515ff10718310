"""The oldest and the newest Kafka: what they can do, and who their controller is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.read.capabilities import read_capabilities
from kafkatui.kafka.read.controller import ControllerLookup
from kafkatui.kafka.read.log_dirs import read_log_dirs
from kafkatui.kafka.read.metadata import read_metadata
from kafkatui.model.capabilities import Capability
from kafkatui.model.profile import Profile
from kafkatui.sandbox.cluster import Sandbox

pytestmark = pytest.mark.cluster


@contextmanager
def connected(sandbox: Sandbox) -> Iterator[KafkaConnection]:
    connection = KafkaConnection(Profile("test", {"bootstrap.servers": sandbox.bootstrap_servers}))
    yield connection
    connection.close()


def test_kafka_2_3_lacks_what_came_later(kafka_2_3: Sandbox) -> None:
    with connected(kafka_2_3) as connection:
        capabilities = read_capabilities(connection)
        metadata = read_metadata(connection)
        assert (capabilities.broker_generation, capabilities.is_kraft) == ("2.3", False)
        assert capabilities.has(Capability.INCREMENTAL_CONFIGS)
        assert "2.4" in capabilities.why_not(Capability.REASSIGNMENTS)
        lookup = ControllerLookup(connection)
        assert not lookup.correct(metadata).is_controller_known  # nobody was asked yet, so it might be KRaft
        assert lookup.ask() is None
        assert lookup.correct(metadata) == metadata
        [log_dir] = read_log_dirs(connection)
        assert log_dir.path
        assert log_dir.total_bytes is None


def test_kafka_4_3_names_the_quorums_leader(kafka_4_3: Sandbox) -> None:
    with connected(kafka_4_3) as connection:
        capabilities = read_capabilities(connection)
        assert capabilities.is_kraft
        assert capabilities.broker_generation.startswith("4.")
        metadata = read_metadata(connection)
        lookup = ControllerLookup(connection)
        assert lookup.correct(metadata).controller_id is None
        assert lookup.ask() in metadata.brokers
        assert lookup.correct(metadata).is_controller_known
        assert (read_log_dirs(connection)[0].total_bytes or 0) > 0
