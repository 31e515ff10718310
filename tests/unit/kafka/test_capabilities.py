from __future__ import annotations

from kafkatui.kafka.read.capabilities import capabilities_of
from kafkatui.model.capabilities import Capability


def test_an_old_broker_lacks_what_came_later_and_says_which_version_has_it() -> None:
    capabilities = capabilities_of((2, 3), {3: (0, 8), 16: (0, 2), 35: (0, 1), 44: (0, 0)})
    assert capabilities.broker_generation == "2.3"
    assert not capabilities.is_kraft
    assert capabilities.has(Capability.LOG_DIRS)
    assert capabilities.has(Capability.INCREMENTAL_CONFIGS)
    assert not capabilities.has_topic_ids
    assert capabilities.why_not(Capability.REASSIGNMENTS) == "Needs Kafka 2.4; this cluster speaks 2.3."
    assert capabilities.why_not(Capability.LOG_DIRS) == ""


def test_only_kraft_brokers_offer_the_quorum() -> None:
    assert capabilities_of((4, 0), {55: (0, 2), 3: (0, 13)}).is_kraft


def test_a_newer_version_of_a_request_is_needed_for_some() -> None:
    assert not capabilities_of((3, 2), {35: (0, 3)}).has(Capability.VOLUME_SIZES)
    assert capabilities_of((3, 3), {35: (0, 4)}).has(Capability.VOLUME_SIZES)
