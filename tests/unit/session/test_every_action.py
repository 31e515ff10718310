"""Every action there is, also one that is added tomorrow: read-only refuses it with its reason, and a protected cluster
wants a name for it. What claims to change nothing cannot reach anything that writes."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from kafkatui.model.action import Danger, Scope
from kafkatui.model.errors import FieldError, ReadOnly
from kafkatui.model.field import INT16_MOST, INT32_MOST, INT64_MOST, Field, FieldKind, require_numbers
from kafkatui.model.journal import JournalEntry
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.model.profile import Profile
from kafkatui.model.replacing import replace
from kafkatui.model.target import Target
from kafkatui.session.action_base import Action
from kafkatui.session.action_catalogue import catalogue
from kafkatui.session.action_context import ActionContext
from kafkatui.session.action_runner import ActionRunner
from kafkatui.session.decoding import Decoding
from kafkatui.session.journal import Journal
from kafkatui.session.protection import asks_first, name_to_type
from kafkatui.session.tasks import Tasks

OF_CLUSTERS = sorted(each.spec.id for each in catalogue().values() if each.spec.scope is not Scope.APPLICATION)
WRITING = [each for each in OF_CLUSTERS if catalogue()[each].spec.writes]
LOOKING = [each for each in OF_CLUSTERS if each not in WRITING]

READ_ONLY = "prod is open read-only: nothing can be changed."
PLAN: Plan[Any] = Plan("Does it.", None, (PlanColumn("it", "It", "What."),), (PlanLine("orders", ("orders",)),))

WRITERS = {
    name
    for name, member in vars(ActionContext).items()
    if inspect.isfunction(member) and "require_writable()" in inspect.getsource(member) and name != "require_writable"
} | {"transactional_producer", "bulk_producer"}
"""What of a context leads to something that writes."""


class Untouched:
    """Clients and writers that nobody may use."""

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"{name} was used")


@pytest.fixture
def runner(tmp_path: Path) -> ActionRunner:
    """Of a read-only cluster."""
    profile = Profile("prod", {"bootstrap.servers": "a:1"}, read_only=True)
    nobody: Any = Untouched()
    context = ActionContext(profile, nobody, nobody, nobody, lambda: Journal(tmp_path / "journal", "id"), Decoding())
    return ActionRunner(context, Tasks("prod"), lambda events: None)


@pytest.fixture
def writing_runner(tmp_path: Path) -> ActionRunner:
    nobody: Any = Untouched()
    profile = Profile("test", {"bootstrap.servers": "a:1"})
    context = ActionContext(profile, nobody, nobody, nobody, lambda: Journal(tmp_path / "journal", "id"), Decoding())
    return ActionRunner(context, Tasks("test"), lambda events: None)


def target_of(action: Action[Any]) -> tuple[Target, ...]:
    kinds = sorted(action.spec.acts_on, key=lambda kind: kind.value)
    return (Target(kinds[0] if kinds else PlaceKind.CLUSTER, "orders"),)


@pytest.mark.parametrize("action_id", WRITING)
def test_read_only_refuses_it_offered_planned_run_and_undone(
    runner: ActionRunner, action_id: str, tmp_path: Path
) -> None:
    action = catalogue()[action_id]
    targets = target_of(action)
    obstacle = runner.obstacle(action, targets)
    assert obstacle is not None
    assert obstacle.reason == READ_ONLY
    assert "read_only" in obstacle.advice
    undo = runner.undo(JournalEntry("1", 0.0, action_id, "Did it.", "prod", ("orders",)))
    for each in (action, undo):
        for task in (runner.plan(each, targets, {}), runner.run(each, targets, {}, PLAN)):
            assert task.wait(30)
            with pytest.raises(ReadOnly, match="prod is open read-only"):
                task.result()
    assert not (tmp_path / "journal").exists()


@pytest.mark.parametrize("action_id", WRITING)
def test_a_protected_cluster_wants_a_name_for_it_in_dialogs_and_verbs(action_id: str) -> None:
    spec = catalogue()[action_id].spec
    profile = Profile("prod", {"bootstrap.servers": "a:1"}, protected=True)
    assert name_to_type(spec, PLAN, profile) == "prod"
    assert name_to_type(spec, replace(PLAN, confirm_name="orders"), profile) == "orders"
    assert not name_to_type(spec, PLAN, replace(profile, protected=False))
    if spec.danger is not Danger.ADDS:
        assert asks_first(spec), "a verb would do it unasked"


@pytest.mark.parametrize("action_id", LOOKING)
def test_what_only_looks_can_reach_nothing_that_writes(action_id: str) -> None:
    action = catalogue()[action_id]
    tree = ast.parse(inspect.getsource(inspect.getmodule(action)))  # type: ignore[arg-type]
    used = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert not used & WRITERS
    imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not any(".write" in module for module in imported)


def ways_to_write(context: ActionContext) -> dict[str, Callable[[], Any]]:
    """Every way to write that a context has, with arguments that it does not get to look at."""
    anything = cast("Any", SimpleNamespace())
    arguments = {
        name: [anything] * sum(
            each.default is inspect.Parameter.empty
            for each in list(inspect.signature(getattr(context, name)).parameters.values())
        )
        for name in WRITERS
    }  # fmt: skip
    return {name: lambda name=name: getattr(context, name)(*arguments[name]) for name in WRITERS}  # type: ignore[misc]


def test_whatever_writes_refuses_a_read_only_cluster_itself(runner: ActionRunner) -> None:
    ways = ways_to_write(runner.context)
    assert {"writable_kafka", "writable_zookeeper", "send", "let_in", "bulk_producer"} <= set(ways)
    for way in ways.values():
        with pytest.raises(ReadOnly, match="prod is open read-only"):
            way()


def test_the_list_is_whole() -> None:
    """A file of session/actions without an action, or two actions of one id, would be left out above."""
    import kafkatui.session.actions

    files = {path.stem for path in Path(kafkatui.session.actions.__path__[0]).glob("*.py")} - {"__init__"}
    assert len(files) == len(catalogue())


NUMBERS = [
    (action_id, each.name)
    for action_id, action in sorted(catalogue().items())
    for each in action.spec.fields
    if each.kind is FieldKind.NUMBER
]


@pytest.mark.parametrize(("action_id", "name"), NUMBERS)
def test_a_number_that_nothing_has_room_for_is_refused_where_it_was_typed(
    writing_runner: ActionRunner, action_id: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    action = catalogue()[action_id]
    monkeypatch.setattr(writing_runner, "require", lambda *_: None)
    field = next(each for each in action.spec.fields if each.name == name)
    assert field.most in (INT16_MOST, INT32_MOST, INT64_MOST)
    for number in (field.most + 1, field.least - 1, 10**30):
        task = writing_runner.plan(action, target_of(action), {name: number})
        task.wait(10)
        assert isinstance(task.error, FieldError)
        assert task.error.field == name
        assert field.title in str(task.error)


def test_numbers_that_a_field_takes_are_let_through() -> None:
    field = Field("count", "Count", "How many.", FieldKind.NUMBER, most=INT16_MOST)
    for number in (None, 0, INT16_MOST, field.least):
        require_numbers((field,), {"count": number})
