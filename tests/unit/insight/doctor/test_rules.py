"""Every rule finds what it is for, in a cluster that is healthy otherwise, and nothing in a healthy one."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from kafkatui.insight.doctor.known import Known
from kafkatui.insight.doctor.rules import BY_ID, RULES
from kafkatui.model.event import Severity
from kafkatui.model.kinds import KINDS
from kafkatui.model.observed import Observed, ObservedState
from kafkatui.model.presence import Link, LinkState, PresenceState
from kafkatui.model.replacing import replace
from kafkatui.session.action_catalogue import catalogue
from tests.unit.insight.doctor import (
    states,
    states_of_ensembles,
    states_of_readings,
    states_over_time,
)
from tests.unit.insight.doctor.states import (
    BROKERS,
    HEALTHY,
    NO_BROKER_3,
    NOW,
    ORDERS,
    PARTS,
    STAT,
    broken,
    metadata,
    part,
    presences,
    registration,
    registry,
)  # fmt: skip

TRIGGERS = {
    **states.TRIGGERS,
    **states_of_ensembles.TRIGGERS,
    **states_of_readings.TRIGGERS,
    **states_over_time.TRIGGERS,
}
NEAR_MISSES = (*states_of_ensembles.NEAR_MISSES, *states_of_readings.NEAR_MISSES, *states_over_time.NEAR_MISSES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_finds_what_it_is_for(rule) -> None:  # type: ignore[no-untyped-def]
    found = list(rule.check(TRIGGERS[rule.id]))
    assert found
    for each in found:
        assert each.subject.text
        assert not each.subject.tab or each.subject.tab in {tab.id for tab in KINDS[each.subject.kind].tabs}
        assert each.title.endswith((".", "!"))
        assert each.evidence
        assert all(evidence.text for evidence in each.evidence)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_finds_nothing_in_a_healthy_cluster(rule) -> None:  # type: ignore[no-untyped-def]
    assert list(rule.check(HEALTHY)) == []


@pytest.mark.parametrize(("rule", "why", "known"), NEAR_MISSES, ids=lambda each: each if isinstance(each, str) else "")
def test_a_rule_finds_nothing_in_what_only_looks_like_it(rule: str, why: str, known: Known) -> None:
    assert list(BY_ID[rule].check(known)) == [], why


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_says_what_it_means_and_what_to_do(rule) -> None:  # type: ignore[no-untyped-def]
    assert rule.meaning.endswith(".")
    assert rule.next_step.endswith(".")
    assert rule.name
    assert rule.family
    assert rule.severity is not Severity.GOOD
    assert not rule.action or rule.action in catalogue()


def test_every_rule_has_a_state_of_its_own_and_an_id_of_its_own() -> None:
    assert len(BY_ID) == len(RULES)
    assert TRIGGERS.keys() == BY_ID.keys()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_nothing_is_found_where_only_the_metadata_is_known(rule) -> None:  # type: ignore[no-untyped-def]
    unread: dict[str, Any] = {
        each.name: Observed.unknown()
        for each in fields(Known)
        if isinstance(getattr(HEALTHY, each.name), Observed) and each.name != "metadata"
    }
    bare = broken(**unread, configs={}, broker_configs={}, link=Link(LinkState.NONE))
    assert list(rule.check(bare)) == []


def test_two_sides_are_not_compared_where_they_are_not_known_to_belong_together() -> None:
    for rule in RULES:
        if rule.compares and rule.id not in ("group-gone-topic", "throttle-left-on-topic", "ensemble-outstanding"):
            apart = replace(TRIGGERS[rule.id], link=Link(LinkState.UNKNOWN))
            stale = replace(
                apart,
                link=Link(LinkState.LINKED),
                registry=apart.registry.failing("lost", 1.0),
                security=apart.security.failing("lost", 1.0),
            )
            assert stale.registry.state is ObservedState.STALE
            assert (list(rule.check(apart)), list(rule.check(stale))) == ([], []), rule.id


def test_what_a_broker_that_is_gone_explains_is_told_under_it() -> None:
    short = tuple(part(each.id, each.leader if each.leader != 3 else 1, each.replicas,
                       tuple(broker for broker in each.replicas if broker != 3)) for each in PARTS)  # fmt: skip
    known = broken(
        metadata=metadata(replace(ORDERS, partitions=short), brokers=NO_BROKER_3),
        presences=presences(PresenceState.GONE),
    )
    found = {rule.id: each for rule in RULES for each in rule.check(known)}
    assert "3 replicas on it, 3 not in sync" in found["broker-gone"].evidence[0].text
    assert "partition-under-replicated" not in found
    assert "partition-not-preferred" not in found
    assert len(BROKERS) == 3


def test_a_leaderless_partition_of_a_broker_that_is_gone_is_waited_for_longer() -> None:
    orders = replace(ORDERS, partitions=(part(0, -1, (3,)),))
    here, there = (
        next(BY_ID["partition-leaderless"].check(broken(metadata=metadata(orders), presences=presences(state))))
        for state in (PresenceState.UP, PresenceState.GONE)
    )
    assert here.hold_seconds is None
    assert there.hold_seconds == 60.0


def test_what_a_broker_that_is_just_back_has_missed_is_waited_for_longer() -> None:
    behind = TRIGGERS["partition-under-replicated"].metadata  # without broker 3
    sickly, seen_back = presences(), presences(back_at_seconds=NOW - 20)
    registered = registry(brokers={3: registration(BROKERS[3], stat=replace(STAT, created_ms=int((NOW - 20) * 1000)))})
    for hold, known in (
        (None, broken(metadata=behind, presences=sickly)),
        (120.0, broken(metadata=behind, presences=seen_back)),
        (120.0, broken(metadata=behind, presences=sickly, registry=registered)),
        (None, broken(metadata=behind, presences=presences(back_at_seconds=NOW - 400))),
    ):
        assert next(BY_ID["partition-under-replicated"].check(known)).hold_seconds == hold


def test_a_broker_that_is_just_back_was_not_silent_while_it_was_away() -> None:
    silent = presences(PresenceState.UNREACHABLE, since_seconds=NOW - 30)
    just_back = presences(PresenceState.UNREACHABLE, since_seconds=NOW - 30, back_at_seconds=NOW - 1)
    since = [
        next(BY_ID["broker-unreachable"].check(broken(presences=each))).since_seconds for each in (silent, just_back)
    ]
    assert since == [NOW - 30, None]


def test_a_managed_topic_is_not_called_unused() -> None:
    known = TRIGGERS["topic-unused"]
    assert list(BY_ID["topic-unused"].check(replace(known, managed=("ord*",)))) == []
