"""Findings as text, JSON and SARIF; the rules as the README has them."""

from __future__ import annotations

import json
from pathlib import Path

from kafkatui.insight.doctor.evaluator import Evaluator
from kafkatui.insight.doctor.rules import BY_ID
from kafkatui.model.finding import Examination
from kafkatui.view.findings_text import count_words, findings_json, findings_text
from kafkatui.view.rules_text import LOOKED_FOR, rules_markdown
from kafkatui.view.sarif import sarif
from tests.unit.insight.doctor.states import NOW, TRIGGERS

DOCUMENT = Path(__file__).parents[3] / "kafkatui" / "insight" / "doctor" / "RULES.md"


def examined(rule: str, **mutes: str) -> Examination:
    named = {f"{rule} {subject}": reason for subject, reason in mutes.items()}
    return Evaluator([BY_ID[rule]]).look(TRIGGERS[rule], named, is_only_look=True)


def test_a_finding_says_what_both_sides_say_what_it_means_and_what_to_do() -> None:
    text = findings_text(examined("controller-differs"))
    assert "! Kafka names broker 1 as the controller, ZooKeeper broker 2.  [controller-differs]" in text
    assert ": controller 1" in text
    assert ": /controller: broker 2, epoch 8" in text
    assert "Means: " in text
    assert "Next:  Look at the controller logs of both brokers." in text
    assert "as far as one look can tell" in text
    assert text.endswith("\n1 finding.")


def test_what_is_muted_or_only_to_know_does_not_count() -> None:
    assert count_words(examined("versions-mixed")) == "Nothing is wrong · 1 to know."
    assert count_words(examined("topic-one-replica", orders="a scratch topic")) == "Nothing is wrong · 1 muted."
    assert count_words(Examination((), NOW, ("groups: no",))) == "Nothing was found in what could be looked at."


def test_every_rule_is_of_something_that_is_looked_for() -> None:
    listed = [rule for _, rules in LOOKED_FOR for rule in rules]
    assert sorted(listed) == sorted(BY_ID), "each in one line of the table"


def test_json_has_the_key_that_a_baseline_is_made_of() -> None:
    [finding] = json.loads(findings_json(examined("topic-one-replica"), "prod"))["findings"]
    assert finding["key"] == "topic-one-replica orders"
    assert finding["severity"] == "warning"
    assert finding["evidence"][0]["side"] == "kafka"
    assert finding["action"] == "partition.reassign"


def test_sarif_has_each_rule_once_and_suppresses_what_is_muted() -> None:
    [run] = json.loads(sarif(examined("topic-one-replica", orders="a scratch topic"), "prod"))["runs"]
    [rule], [result] = run["tool"]["driver"]["rules"], run["results"]
    assert (rule["id"], result["ruleId"], result["ruleIndex"]) == ("topic-one-replica", "topic-one-replica", 0)
    assert result["suppressions"] == [{"kind": "external", "justification": "a scratch topic"}]
    assert result["level"] == "warning"
    [notification] = json.loads(sarif(Examination((), NOW, ("groups: no",)), "prod"))["runs"][0]["invocations"]
    assert notification["executionSuccessful"] is False


def test_the_documented_rules_are_those_there_are() -> None:
    assert rules_markdown() in DOCUMENT.read_text(), (
        "write it anew: kafkatui doctor --rules > kafkatui/insight/doctor/RULES.md"
    )
