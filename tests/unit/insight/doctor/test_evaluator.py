"""How long something must be so, since when it is, mutes, and a baseline."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kafkatui.insight.doctor.evaluator import Evaluator, only_new
from kafkatui.insight.doctor.known import Known
from kafkatui.insight.doctor.rule import Rule, Suspicion
from kafkatui.insight.doctor.rules import RULES
from kafkatui.model.event import Severity
from kafkatui.model.finding import Evidence, Subject
from kafkatui.model.observed import Observed
from kafkatui.model.replacing import replace
from tests.unit.insight.doctor.states import HEALTHY, NOW, TRIGGERS, broken


class Clock:
    """Looks at a suspicion that a test brings and takes away."""

    def __init__(self, hold_seconds: float = 10.0, *, compares: bool = False, needs_time: bool = False) -> None:
        self.seen: Suspicion | None = Suspicion(Subject("orders"), "It is so.", (Evidence("kafka", "so", NOW),))
        self.rule = Rule(
            "it", "tests", "It", Severity.WARNING, self._check, "Bad.", "Wait.", hold_seconds, 30.0,
            compares=compares, needs_time=needs_time,
        )  # fmt: skip
        self.evaluator = Evaluator([self.rule])

    def _check(self, known: Known) -> Iterator[Suspicion]:
        if self.seen is not None:
            yield self.seen

    def at(self, seconds: float, *, is_only_look: bool = False, mutes: dict[str, str] | None = None):  # type: ignore[no-untyped-def]
        known = replace(HEALTHY, now_seconds=NOW + seconds)
        return self.evaluator.look(known, mutes or {}, is_only_look=is_only_look)


def test_what_passes_is_never_told_and_what_stays_is_told_with_since_when() -> None:
    clock = Clock()
    assert clock.at(0).findings == ()
    assert clock.at(9).findings == ()
    [finding] = clock.at(10).findings
    assert (finding.since_seconds, finding.severity, finding.is_held) == (NOW, Severity.WARNING, True)
    clock.seen = None
    assert clock.at(11).findings == ()
    clock.seen = Suspicion(Subject("orders"), "Again.", ())
    assert clock.at(12).findings == (), "it begins anew"
    assert clock.at(22).findings[0].since_seconds == NOW + 12


def test_what_stays_long_is_worse() -> None:
    clock = Clock()
    clock.at(0)
    assert clock.at(29).findings[0].severity is Severity.WARNING
    assert clock.at(30).findings[0].severity is Severity.BAD


def test_what_is_known_to_be_so_for_longer_is_told_at_once() -> None:
    clock = Clock()
    assert clock.seen is not None
    clock.seen = replace(clock.seen, since_seconds=NOW - 15)
    assert clock.at(0).findings[0].since_seconds == NOW - 15


def test_a_comparison_is_told_only_when_both_sides_were_read_again_as_much_later() -> None:
    clock = Clock(compares=True)
    clock.at(0)
    clock.seen = Suspicion(Subject("orders"), "", (Evidence("kafka", "", NOW + 60), Evidence("zookeeper", "", NOW)))
    assert clock.at(60).findings == (), "ZooKeeper was not read since"
    clock.seen = Suspicion(
        Subject("orders"), "", (Evidence("kafka", "", NOW + 60), Evidence("zookeeper", "", NOW + 58))
    )
    assert clock.at(60).findings


def test_a_single_look_says_what_it_cannot_know() -> None:
    [finding] = Clock().at(0, is_only_look=True).findings
    assert finding.is_held is None
    assert Clock(needs_time=True).at(0, is_only_look=True).findings == ()


def test_what_is_muted_does_not_count_and_comes_last() -> None:
    [finding] = Clock(0).at(0, mutes={"it orders": "known"}).findings
    assert finding.mute_reason == "known"
    assert not finding.is_wrong


def test_of_what_is_in_the_baseline_nothing_is_said() -> None:
    found = Clock(0).at(0)
    assert only_new(found, {"it orders"}).findings == ()
    assert only_new(found, {"it payments"}).findings == found.findings


def test_a_healthy_cluster_has_no_finding_and_a_broken_one_its_own_only() -> None:
    assert Evaluator(RULES).look(HEALTHY, {}, is_only_look=True).findings == ()
    evaluator = Evaluator(RULES)
    known = TRIGGERS["transaction-hanging"]
    assert [each.rule for each in evaluator.look(known, {}).findings] == ["transaction-hanging"]


@pytest.mark.parametrize("name", ["groups", "log_dirs", "registry", "moves", "metadata"])
def test_what_could_not_be_read_is_said(name: str) -> None:
    unread: Observed[object] = Observed.unknown()
    known = broken(**{name: unread.failing("Broker 2 did not answer.", NOW)})
    [reason] = Evaluator(RULES).look(known, {}).unread
    assert reason.endswith("Broker 2 did not answer.")
