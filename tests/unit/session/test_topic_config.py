"""Topics' configuration, changed on a cluster that is a few values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import pytest

from kafkatui.model.errors import FieldError, UsageError
from kafkatui.model.outcome import OutcomeState, TargetOutcome, done
from kafkatui.model.place import PlaceKind
from kafkatui.model.target import Target
from kafkatui.session.action_context import ActionContext
from kafkatui.session.actions.topic_config import ConfigureTopics
from kafkatui.session.tasks import TaskControl
from tests.unit.session.topic_cluster import ORDERS, WRITES, FakeContext, entry, idle_control, journalled


@pytest.fixture
def cluster() -> FakeContext:
    return FakeContext()


@pytest.fixture
def context(cluster: FakeContext) -> ActionContext:
    return cast("ActionContext", cluster)


@pytest.fixture
def control() -> TaskControl:
    return idle_control()


@pytest.fixture
def altered(cluster: FakeContext, monkeypatch: pytest.MonkeyPatch) -> list[Mapping[str, Any]]:
    """What was sent to be set, of what was not only checked; it is in effect at once."""
    sent: list[Mapping[str, Any]] = []

    def alter(_: Any, changes: Mapping[str, Any], *, validate_only: bool = False) -> tuple[TargetOutcome, ...]:
        if not validate_only:
            sent.append({name: dict(each) for name, each in changes.items()})
            for name, each in changes.items():
                kept = [old for old in cluster.configs[name] if old.name not in each]
                new = [entry(key, value or "default", "d" if value else None) for key, value in each.items()]
                cluster.configs[name] = (*kept, *new)
        return done(changes)

    monkeypatch.setattr(f"{WRITES}.topic_configs.alter_topic_configs", alter)
    return sent


def test_only_what_changes_is_sent(context: ActionContext, control: TaskControl, altered: list[Any]) -> None:
    typed = {"add_config": ("retention.ms=1d", "segment.bytes=1000000"), "delete_config": ("min.insync.replicas",)}
    plan = ConfigureTopics().plan(context, ORDERS, typed, control)
    rows = {row.values[1]: row.values[2:] for row in plan.rows}
    assert rows["retention.ms"] == ("604800000", "86400000", "604800000", "7 d → 1 d")
    assert "--add-config retention.ms=86400000" in plan.commands[0]
    assert any("beyond 1 d" in warning for warning in plan.warnings)
    assert not altered
    outcome = ConfigureTopics().run(context, plan, control)
    assert altered == [{"orders": {"retention.ms": "86400000"}}]
    assert outcome.before == {"orders": {"retention.ms": None}}
    assert outcome.targets[0].reason == "retention.ms=86400000"


@pytest.mark.parametrize(
    ("typed", "field_name", "said"),
    [
        ({"add_config": ("retention.mss=1d",)}, "add_config", "Did you mean retention.ms?"),
        ({"delete_config": ("nothing.like.it",)}, "delete_config", "no property nothing.like.it"),
        ({"add_config": ("retention.ms=soon",)}, "add_config", "a time in milliseconds"),
        ({"add_config": ("retention.ms",)}, "add_config", "NAME=VALUE"),
        ({"add_config": ("retention.ms=1d",), "delete_config": ("retention.ms",)}, "delete_config", "set as well"),
    ],
)
def test_what_cannot_be_meant_is_said_where_it_was_typed(
    context: ActionContext, control: TaskControl, typed: Any, field_name: str, said: str
) -> None:
    with pytest.raises(FieldError) as refused:
        ConfigureTopics().plan(context, ORDERS, typed, control)
    assert refused.value.field == field_name
    assert said in str(refused.value)


def test_a_verb_without_anything_to_change_is_refused() -> None:
    with pytest.raises(UsageError, match="Nothing to change"):
        ConfigureTopics().targets_of({"names": ("orders",)})


def test_what_the_dialog_began_with_is_not_sent_until_it_is_edited(
    context: ActionContext, control: TaskControl, altered: list[Any]
) -> None:
    targets = (Target(PlaceKind.TOPIC, "orders", setting="retention.ms"),)
    form = ConfigureTopics().form(context, targets)
    shown = form.field("add_config").default
    assert shown == ("retention.ms=604800000",)
    untouched = form.field("untouched").default
    plan = ConfigureTopics().plan(context, targets, {"add_config": shown, "untouched": untouched}, control)
    assert plan.nothing_to_do
    assert [row.values[5] for row in plan.rows] == ["7 d"]
    edited = {"add_config": ("retention.ms=7 d",), "untouched": untouched}
    assert not ConfigureTopics().plan(context, targets, edited, control).nothing_to_do


def test_more_insync_replicas_than_there_are_is_warned_of(
    context: ActionContext, control: TaskControl, altered: list[Any]
) -> None:
    plan = ConfigureTopics().plan(context, ORDERS, {"add_config": ("min.insync.replicas=3",)}, control)
    assert any("producers with acks=all could write nothing" in warning for warning in plan.warnings)


def test_somebody_elses_change_in_between_is_a_conflict_and_is_kept_by_undo(
    cluster: FakeContext, context: ActionContext, control: TaskControl, altered: list[Any]
) -> None:
    plan = ConfigureTopics().plan(context, ORDERS, {"add_config": ("segment.bytes=2MB",)}, control)
    cluster.configs["orders"] = (entry("segment.bytes", "3000000", "1073741824"),)
    (conflict,) = ConfigureTopics().run(context, plan, control).targets
    assert (conflict.state, altered) == (OutcomeState.CONFLICT, [])
    assert conflict.conflict is not None
    assert conflict.conflict.theirs == "3000000"

    plan = ConfigureTopics().plan(context, ORDERS, {"add_config": ("segment.bytes=2MB",)}, control)
    outcome = ConfigureTopics().run(context, plan, control)
    written = journalled(outcome)
    undo = ConfigureTopics().plan_undo(context, written, control)
    assert [row.values[2:4] for row in undo.rows] == [("2000000", "3000000")]
    cluster.configs["orders"] = (entry("segment.bytes", "4000000", "1073741824"),)
    undo = ConfigureTopics().plan_undo(context, written, control)
    assert undo.nothing_to_do
    assert "was set to 2000000 and is 4000000 now: not touched" in undo.warnings[0]
