"""What of Kafka's znodes nearly fills an answer."""

from __future__ import annotations

from dataclasses import replace

from kafkatui.model.zookeeper_registry import LargeAnswer
from kafkatui.zookeeper.registry import DATA, NAMES, large_answers
from tests.unit.insight.doctor.states import STAT


def test_data_and_names_that_take_more_than_half_of_an_answer_are_told() -> None:
    topics = {f"topic-{number:03}": (b"", replace(STAT, data_length=10)) for number in range(50)}
    topics["large"] = (b"", replace(STAT, data_length=501))
    stats = {
        "/isr_change_notification": replace(STAT, children_count=30),
        "/config/changes": replace(STAT, children_count=3),
        "/admin/reassign_partitions": replace(STAT, data_length=900),
    }
    found = large_answers({"/brokers/topics": topics, "/config/topics": {}}, stats, 1_000)
    assert found == (
        LargeAnswer("/brokers/topics/large", DATA, 501, 1_000),
        LargeAnswer("/admin/reassign_partitions", DATA, 900, 1_000),
        LargeAnswer("/brokers/topics", NAMES, 50 * 13 + 9, 1_000),
        LargeAnswer("/isr_change_notification", NAMES, 30 * 25, 1_000),
    )
    assert large_answers({"/brokers/topics": topics}, stats, 10_000) == ()
