"""The Overview's health lines and the doctor's findings: of the same cluster they say the same.

The lines count at once what the doctor waits for before it tells of it; here nothing is waited for.
"""

from __future__ import annotations

import random

import pytest

from kafkatui.insight.doctor import partitions
from kafkatui.insight.doctor.evaluator import Evaluator
from kafkatui.insight.doctor.known import Known
from kafkatui.insight.doctor.rules import RULES
from kafkatui.model.cluster import Broker, ClusterMetadata, Partition, Topic
from kafkatui.model.config_entry import ConfigEntry
from kafkatui.model.event import Severity
from kafkatui.model.observed import Observed
from kafkatui.report.brokers import presences_at_once
from kafkatui.report.cluster_health import ClusterHealth
from kafkatui.view import overview_health
from kafkatui.view.overview_health import health_lines
from kafkatui.view.span import Tone

NOW = 1_000_000.0
BROKERS = (1, 2, 3, 4)


def drawn(seed: int) -> Known:
    """A cluster with something wrong here and there, nothing in a third of the draws."""
    dice = random.Random(seed)
    trouble = dice.choice((0.0, 0.1, 0.5))
    there = [each for each in BROKERS if dice.random() >= trouble / 2] or [1]
    topics = {name: _topic(dice, name, there, trouble) for name in ("orders", "payments")[: dice.randint(1, 2)]}
    controller = None if dice.random() < trouble / 2 else there[0]
    brokers = {each: Broker(each, "kafka", 9092) for each in there}
    metadata = ClusterMetadata("id", controller, brokers, topics, is_controller_known=True)
    unreachable = {each: NOW - 60 for each in there if dice.random() < trouble / 4}
    configs: dict[str, Observed[tuple[ConfigEntry, ...]]] = {
        name: Observed.ok((ConfigEntry("min.insync.replicas", str(dice.choice((1, 2, 2, 4))), "topic"),), NOW)
        for name in topics
    }
    presences = presences_at_once(metadata, unreachable)
    return Known(NOW, Observed.ok(metadata, NOW), presences, configs=configs, moves=Observed.ok({}, NOW))


def _topic(dice: random.Random, name: str, there: list[int], trouble: float) -> Topic:
    parts = []
    for number in range(dice.randint(1, 6)):
        replicas = tuple(dice.sample(BROKERS, dice.choice((1, 2, 3))))
        isr = tuple(each for each in replicas if each in there and dice.random() >= trouble / 2)
        leader = dice.choice(isr) if isr and dice.random() < trouble else isr[0] if isr else -1
        parts.append(Partition(name, number, leader, replicas, isr))
    return Topic(name, tuple(parts))


@pytest.mark.parametrize("seed", range(150))
def test_a_line_is_marked_where_the_doctor_finds_something_and_only_there(seed: int) -> None:
    known = drawn(seed)
    findings = Evaluator(RULES).look(known, {}, is_only_look=True).findings
    found = {each.rule for each in findings}
    is_never_met = any(each.rule == "min-isr-too-high" and each.severity is Severity.BAD for each in findings)
    counted = ClusterHealth().health(known.cluster, known.presences, known.configs)
    tones = {line.label: line.tone for line in health_lines("here", known.cluster, counted, known.presences, "")}
    under = found & {"partition-under-min-isr", "partition-leaderless"}
    expected = {
        "Brokers": Tone.BAD if found & {"broker-gone", "broker-unreachable"} else Tone.GOOD,
        "Controller": Tone.BAD if "controller-missing" in found else Tone.GOOD,
        "Leaderless": Tone.BAD if "partition-leaderless" in found else Tone.GOOD,
        "Under min": Tone.BAD
        if under or is_never_met
        else Tone.WARNING
        if "partition-at-min-isr" in found
        else Tone.GOOD,
    }
    assert {label: tones[label] for label in expected} == expected
    assert (tones["Leader skew"] is Tone.WARNING) == ("partition-not-preferred" in found)
    if "partition-under-replicated" in found:
        assert tones["Under-repl"] is Tone.WARNING
    elif tones["Under-repl"] is Tone.WARNING:  # what a broker that is gone explains is told under it
        assert "broker-gone" in found
    assert counted.is_ok is not bool(
        found & {"broker-gone", "broker-unreachable", "controller-missing", "partition-under-replicated", *under}
        or is_never_met
    )


def test_there_is_trouble_of_every_kind_among_them() -> None:
    found = {
        each.rule for seed in range(150) for each in Evaluator(RULES).look(drawn(seed), {}, is_only_look=True).findings
    }
    assert found >= {
        "broker-gone", "broker-unreachable", "controller-missing", "partition-leaderless", "partition-under-min-isr",
        "partition-at-min-isr", "partition-under-replicated", "partition-not-preferred", "min-isr-too-high",
    }  # fmt: skip


def test_leaders_are_skewed_from_the_same_share_on() -> None:
    assert overview_health.SKEW_LIMIT == partitions.SKEW_LIMIT
