"""Which action a finding leads to, and on what: for every rule that names one."""

from __future__ import annotations

import pytest

from kafkatui.insight.doctor.evaluator import Evaluator
from kafkatui.insight.doctor.rules import BY_ID, RULES
from kafkatui.model.finding import Finding
from kafkatui.model.place import PlaceKind
from kafkatui.model.target import Target
from kafkatui.session.finding_steps import step_of
from kafkatui.tui.actions.action_commands import is_meant
from tests.unit.insight.doctor.test_rules import TRIGGERS

NAMING = [rule for rule in RULES if rule.action]


def finding_of(rule_id: str) -> Finding:
    found = Evaluator([BY_ID[rule_id]]).look(TRIGGERS[rule_id], {}, is_only_look=True).findings
    if not found:  # it says nothing at one look
        suspicion = next(BY_ID[rule_id].check(TRIGGERS[rule_id]))
        rule = BY_ID[rule_id]
        return Finding(
            rule_id, rule.severity, suspicion.subject, "", (), 0.0, "", "", rule.action, True, "", suspicion.targets
        )
    return found[0]


@pytest.mark.parametrize("rule", NAMING, ids=lambda rule: rule.id)
def test_what_a_finding_names_acts_on_what_the_dialog_is_opened_for(rule) -> None:  # type: ignore[no-untyped-def]
    step = step_of(finding_of(rule.id), "here")
    assert step is not None
    action, targets = step
    assert action.spec.id == rule.action
    assert all(is_meant(action, target) for target in targets)
    assert bool(targets) == bool(action.spec.acts_on)


def test_the_targets_are_what_is_wrong_and_no_more() -> None:
    expected = {
        "partition-leaderless": Target(PlaceKind.TOPIC, "orders", 0),
        "partition-not-preferred": Target(PlaceKind.CLUSTER, "here"),
        "unclean-election-allowed": Target(PlaceKind.TOPIC, "orders", setting="unclean.leader.election.enable"),
        "throttle-left-on-broker": Target(PlaceKind.BROKER, "1", setting="leader.replication.throttled.rate"),
        "group-near-loss": Target(PlaceKind.TOPIC, "orders", setting="retention.ms"),
        "group-lost-records": Target(PlaceKind.GROUP, "billing"),
        "config-left-behind": Target(PlaceKind.ZNODE, "/config/topics/gone"),
        "transaction-hanging": Target(PlaceKind.CLUSTER, "orders-0@42 of producer 4001", part="transaction"),
    }
    found = {rule_id: step_of(finding_of(rule_id), "here") for rule_id in expected}
    assert {rule_id: step[1] for rule_id, step in found.items() if step} == {
        rule_id: (target,) for rule_id, target in expected.items()
    }


def test_a_finding_without_an_action_leads_to_none() -> None:
    assert step_of(finding_of("broker-gone"), "here") is None
