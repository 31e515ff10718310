"""What one answer of the brokers makes of the topics that were read before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from kafkatui.kafka.read.metadata import topics_of
from kafkatui.model.replacing import replace


@dataclass
class Told:
    """A partition as librdkafka tells it."""

    leader: int = 1
    replicas: list[int] = field(default_factory=lambda: [1, 2])
    isrs: list[int] = field(default_factory=lambda: [1, 2])


@dataclass
class ToldTopic:
    """A topic as librdkafka tells it."""

    partitions: dict[int, Told]
    error: Any = None


def answer() -> dict[str, Any]:
    return {name: ToldTopic({1: Told(2), 0: Told()}) for name in ("orders", "__commits", "clicks")}


def test_an_answer_that_tells_nothing_new_gives_the_topics_that_there_were() -> None:
    before = topics_of(answer(), {"orders": "id"})
    assert list(before) == ["__commits", "clicks", "orders"]
    assert [part.leader for part in before["orders"].partitions] == [1, 2]
    assert topics_of(answer(), {"orders": "id"}, before) is before


def leader(told: dict[str, Any]) -> None:
    told["orders"].partitions[1].leader = 1


def isr(told: dict[str, Any]) -> None:
    told["orders"].partitions[1].isrs = [2]


def replicas(told: dict[str, Any]) -> None:
    told["orders"].partitions[1].replicas = [2, 1]


def partitions(told: dict[str, Any]) -> None:
    told["orders"].partitions[2] = Told()


def partition_ids(told: dict[str, Any]) -> None:
    told["orders"].partitions[2] = told["orders"].partitions.pop(1)


@pytest.mark.parametrize("change", [leader, isr, replicas, partitions, partition_ids])
def test_a_topic_that_changed_is_read_anew_and_the_others_are_those_that_there_were(
    change: Callable[[dict[str, Any]], None],
) -> None:
    before, told = topics_of(answer(), {}), answer()
    change(told)
    expected = topics_of(dict(told), {})
    after = topics_of(told, {}, before)
    assert after == expected
    assert after["orders"] != before["orders"]
    assert after["clicks"] is before["clicks"]


def test_topics_that_came_went_were_doubted_or_are_others_now_are_not_those_that_there_were() -> None:
    before = topics_of(answer(), {})
    assert topics_of(answer(), {"orders": "id"}, before)["orders"].identity == "id"
    fewer = answer()
    del fewer["clicks"]
    assert list(topics_of(fewer, {}, before)) == ["__commits", "orders"]
    assert list(topics_of({**answer(), "new": ToldTopic({})}, {}, before)) == ["__commits", "clicks", "new", "orders"]
    doubted = {**before, "orders": replace(before["orders"], error="Not named.")}
    assert topics_of(answer(), {}, doubted)["orders"].error == ""
