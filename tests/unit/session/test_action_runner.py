"""Actions on fakes: obstacles, journal, events; and the two shapes that stretch them most: work that outlives
kafkatui (a reassignment), and a copy between two clusters."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from kafkatui.model.action import ActionSpec, Danger, Obstacle, Scope
from kafkatui.model.errors import KafkatuiError, NotFound, ReadOnly, RequestFailed, TimedOut
from kafkatui.model.event import Event
from kafkatui.model.field import Field, FieldKind, Values
from kafkatui.model.journal import JournalEntry
from kafkatui.model.observed import Observed
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome, done
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.model.profile import Profile
from kafkatui.model.target import Target
from kafkatui.model.task import TaskPhase
from kafkatui.session import action_runner, undo
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.action_catalogue import catalogue
from kafkatui.session.action_context import ActionContext
from kafkatui.session.action_runner import ActionRunner
from kafkatui.session.decoding import Decoding
from kafkatui.session.journal import Journal
from kafkatui.session.tasks import TaskControl, Tasks

REAL_CATALOGUE = catalogue
"""What the fixture below replaces."""

COLUMNS = (PlanColumn("partition", "Partition", "What moves."),)


class FakeCluster:
    """A cluster for the runner: its contents are a dictionary."""

    def __init__(self, tmp_path: Path, name: str = "local", *, read_only: bool = False) -> None:
        self.contents: dict[str, Any] = {}
        self.open: dict[str, FakeCluster] = {}
        self.events: list[Event] = []
        profile = Profile(name, {"bootstrap.servers": "x:1"}, read_only=read_only)
        self.journal = Journal(tmp_path, f"id-of-{name}")
        clients = cast("Any", SimpleNamespace(kafka=self, zookeeper=lambda: self))
        self.context = ActionContext(
            profile,
            clients,
            cast("Any", None),
            cast("Any", None),
            lambda: self.journal,
            Decoding(),
        )
        self.context.know_others(lambda other: self.open[other].context)
        self.restart()

    def restart(self) -> None:
        """As if kafkatui had been left and started again."""
        self.tasks = Tasks(self.context.profile.name)
        self.runner = ActionRunner(self.context, self.tasks, self.events.extend)

    def do(self, action: Action[Any], targets: Targets = (), values: Values | None = None) -> Outcome:
        plan = self.runner.plan(action, targets, values or {})
        assert plan.wait(30)
        task = self.runner.run(action, targets, values or {}, plan.result())
        assert task.wait(30)
        return task.result()


class Set(Action[Any]):
    """Sets a value, and takes it back."""

    spec = ActionSpec(
        "set", "Set a value", "Sets it.", Danger.CHANGES, frozenset({PlaceKind.TOPIC}),
        fields=(Field("value", "Value", "What.", is_required=True), Field("key", "Key", "Key.", FieldKind.SECRET)),
    )  # fmt: skip
    raises: Exception | None = None

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Any]:
        rows = tuple(PlanLine(target.text, (target.text,)) for target in targets)
        return Plan("Sets a value.", dict(values), COLUMNS, rows, undo="It is set back.", is_undoable=True)

    def run(self, context: ActionContext, plan: Plan[Any], control: TaskControl) -> Outcome:
        if self.raises is not None:
            raise self.raises
        contents = cast("FakeCluster", context.writable_kafka()).contents
        names = [row.target for row in plan.rows]
        before = {name: contents.get(name) for name in names}
        contents.update(dict.fromkeys(names, plan.payload["value"]))
        return Outcome(done(names), before, {name: contents[name] for name in names})

    def plan_undo(self, context: ActionContext, entry: JournalEntry, control: TaskControl) -> Plan[Any]:
        rows = tuple(PlanLine(name, (name,)) for name in entry.done)
        return Plan("Sets it back.", entry.before, COLUMNS, rows)

    def run_undo(self, context: ActionContext, plan: Plan[Any], control: TaskControl) -> Outcome:
        cast("FakeCluster", context.writable_kafka()).contents.update(plan.payload)
        return Outcome(done(plan.payload))


class Move(Action[Any]):
    """As a reassignment: the cluster goes on by itself, a throttle has to be taken away at the end."""

    spec = ActionSpec("move", "Move partitions", "Moves them.", Danger.CHANGES, outlives=True)
    arrived = threading.Event()

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Any]:
        return Plan("Moves a.", None, COLUMNS, (PlanLine("a", ("a",)),), cleanup={"throttled": [1, 2]})

    def run(self, context: ActionContext, plan: Plan[Any], control: TaskControl) -> Outcome:
        cast("FakeCluster", context.writable_kafka()).contents["throttled"] = plan.cleanup["throttled"]
        return Outcome(done(["a"]), is_tidy=self._watch(context, control))

    def tidy_up(self, context: ActionContext, entry: JournalEntry, control: TaskControl) -> bool:
        return self._watch(context, control)

    def _watch(self, context: ActionContext, control: TaskControl) -> bool:
        while not self.arrived.is_set():
            control.progress(1, 2, "bytes")
            control.wait(0.01)
        cast("FakeCluster", context.writable_kafka()).contents.pop("throttled")
        return True


class Copy(Action[Any]):
    """Reads from one cluster and writes to another."""

    spec = ActionSpec(
        "copy", "Copy", "Copies.", Danger.ADDS, scope=Scope.CLUSTERS, fields=(Field("to", "To", "Where to."),)
    )

    def changed(self, context: ActionContext, values: Values) -> tuple[ActionContext, ...]:
        return (context.other(values["to"]),)

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Any]:
        return Plan("Copies t.", values["to"], COLUMNS, (PlanLine("t", ("t",)),), undo="Records cannot be taken back.")

    def run(self, context: ActionContext, plan: Plan[Any], control: TaskControl) -> Outcome:
        target = cast("FakeCluster", context.other(plan.payload).writable_kafka())
        target.contents["t"] = "copied"
        return Outcome(done(["t"]))


TOPICS = (Target(PlaceKind.TOPIC, "a"), Target(PlaceKind.TOPIC, "b"))


@pytest.fixture
def cluster(tmp_path: Path) -> FakeCluster:
    return FakeCluster(tmp_path)


@pytest.fixture(autouse=True)
def _known_actions(monkeypatch: pytest.MonkeyPatch) -> None:
    actions = {action.spec.id: action for action in (Set(), Move(), Copy())}
    monkeypatch.setattr("kafkatui.session.action_catalogue.catalogue", lambda: actions)
    assert undo is not None


def test_what_was_done_is_in_the_journal_and_among_the_events(cluster: FakeCluster) -> None:
    outcome = cluster.do(Set(), TOPICS[:1], {"value": "new", "key": "s3cret"})
    assert outcome.is_done
    (entry,) = cluster.journal.entries()
    assert (entry.action, entry.targets, entry.done) == ("set", ("a",), ("a",))
    assert entry.values == {"value": "new"}, "secrets are not written down"
    assert "s3cret" not in cluster.journal.path.read_text()
    (event,) = cluster.events
    assert (event.source, event.text) == ("kafkatui", "Sets a value.")
    assert (event.place.kind, event.place.name) == (PlaceKind.TOPIC, "a")


def test_undo_puts_back_and_is_journalled_itself(cluster: FakeCluster) -> None:
    cluster.contents["a"] = "old"
    cluster.do(Set(), TOPICS[:1], {"value": "new"})
    (entry,) = cluster.journal.entries()
    assert cluster.do(cluster.runner.undo(entry)).is_done
    assert cluster.contents["a"] == "old"
    undone, original = cluster.journal.entries()
    assert undone.undoes == original.id
    assert original.undone_by == undone.id
    assert "has been undone" in original.why_not_undoable
    assert undone.why_not_undoable


@pytest.mark.parametrize(
    ("raised", "state"),
    [
        (RequestFailed("No."), OutcomeState.FAILED),
        (TimedOut("No answer."), OutcomeState.UNKNOWN),
        (ZeroDivisionError("odd"), OutcomeState.UNKNOWN),
    ],
)
def test_what_failed_is_in_the_journal_too(cluster: FakeCluster, raised: Exception, state: OutcomeState) -> None:
    action = Set()
    action.raises = raised
    outcome = cluster.do(action, TOPICS[:1], {"value": "x"})
    assert [each.state for each in outcome.targets] == [state]
    assert [each.state for each in cluster.journal.entries()[0].outcomes] == [state]
    assert str(raised) in cluster.events[0].text


def test_read_only_is_one_obstacle_for_all_that_writes(tmp_path: Path) -> None:
    cluster = FakeCluster(tmp_path, read_only=True)
    for action in (Set(), Move(), Copy()):
        obstacle = cluster.runner.obstacle(action, TOPICS[:1])
        assert obstacle is not None
        assert "read-only" in obstacle.text
        task = cluster.runner.run(action, TOPICS[:1], {"value": 1, "to": "x"}, Plan("x", None))
        assert task.wait(30)
        assert task.state.phase is TaskPhase.FAILED
        assert "read-only" in task.state.error
    with pytest.raises(ReadOnly):
        cluster.context.writable_kafka()
    with pytest.raises(ReadOnly):
        cluster.context.writable_zookeeper()
    assert cluster.contents == {}
    assert not cluster.journal.path.exists()


def test_obstacles_say_what_is_missing(cluster: FakeCluster) -> None:
    assert cluster.runner.obstacle(Set(), TOPICS[:1]) is None
    assert "acts on a topic" in cast("Obstacle", cluster.runner.obstacle(Set(), ())).text
    assert "2 are marked" in cast("Obstacle", cluster.runner.obstacle(Set(), TOPICS)).text


def test_nothing_is_changed_that_cannot_be_written_down(cluster: FakeCluster) -> None:
    cluster.journal.path.parent.write_text("in the way")
    task = cluster.runner.run(Set(), TOPICS[:1], {"value": 1}, Plan("Sets.", {"value": 1}, COLUMNS))
    assert task.wait(30)
    assert "journal" in task.state.error
    assert cluster.contents == {}


# Work that outlives kafkatui


def test_a_reassignment_is_left_to_the_cluster_found_again_and_cleaned_up(cluster: FakeCluster) -> None:
    Move.arrived.clear()
    plan = cluster.runner.plan(Move(), (), {})
    assert plan.wait(30)
    task = cluster.runner.run(Move(), (), {}, plan.result())
    while "throttled" not in cluster.contents:
        assert not task.wait(0.001)
    assert not task.state.would_be_lost, "quitting need not ask: the cluster goes on with it"
    cluster.tasks.close(5)
    assert cluster.contents["throttled"] == [1, 2], "leaving takes nothing back"
    (entry,) = cluster.journal.entries()
    assert entry.cleanup == {"throttled": [1, 2]}

    cluster.restart()
    cluster.runner.tidy_up()
    (again,) = cluster.tasks.running()
    assert not again.wait(0.05)
    Move.arrived.set()
    assert again.wait(30)
    assert "throttled" not in cluster.contents
    assert cluster.journal.entries()[0].cleanup is None
    cluster.restart()
    cluster.runner.tidy_up()
    assert cluster.tasks.running() == ()


def test_it_is_looked_for_as_soon_as_the_cluster_is_known_and_never_read_only(
    cluster: FakeCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(action_runner, "KNOWN_SECONDS", 0.01)
    Move.arrived.set()
    cluster.journal.begin(JournalEntry("1", 0.0, "move", "Moves a.", "local", ("a",), cleanup={"throttled": [1]}))
    cluster.contents["throttled"] = [1]
    known: list[Observed[Any]] = [Observed.unknown()]
    read_only = FakeCluster(tmp_path, read_only=True)
    for each in (cluster, read_only):
        monkeypatch.setattr(each.context, "known", lambda feed: known[-1])
        each.runner.tidy_up_soon()
    assert len(cluster.tasks.all()) == 1
    assert read_only.tasks.all() == ()
    assert cluster.contents == {"throttled": [1]}
    known.append(Observed.ok(object(), 0.0))
    deadline = time.monotonic() + 10
    while cluster.journal.entries()[0].cleanup is not None:
        assert time.monotonic() < deadline
        threading.Event().wait(0.005)
    assert cluster.contents == {}


def test_a_reassignment_that_is_watched_to_its_end_leaves_nothing(cluster: FakeCluster) -> None:
    Move.arrived.set()
    assert cluster.do(Move()).is_done
    assert cluster.journal.entries()[0].cleanup is None
    assert cluster.contents == {}


# Between clusters


def test_a_copy_is_journalled_where_it_writes_and_holds_both_open(cluster: FakeCluster, tmp_path: Path) -> None:
    there = cluster.open["there"] = FakeCluster(tmp_path, "there")
    plan = cluster.runner.plan(Copy(), (), {"to": "there"})
    assert plan.wait(30)
    task = cluster.runner.run(Copy(), (), {"to": "there"}, plan.result())
    assert task.wait(30)
    assert task.state.clusters == ("local", "there")
    assert there.contents == {"t": "copied"}
    assert cluster.contents == {}
    assert [entry.action for entry in there.journal.entries()] == ["copy"]
    assert not cluster.journal.path.exists()


def test_a_copy_into_a_read_only_cluster_is_refused(cluster: FakeCluster, tmp_path: Path) -> None:
    there = cluster.open["there"] = FakeCluster(tmp_path, "there", read_only=True)
    plan = cluster.runner.plan(Copy(), (), {"to": "there"})
    assert plan.wait(30)
    with pytest.raises(KafkatuiError, match="there is open read-only"):
        plan.result()
    assert there.contents == {}


def test_a_copy_to_a_cluster_that_is_not_open_says_so(cluster: FakeCluster) -> None:
    plan = cluster.runner.plan(Copy(), (), {"to": "nowhere"})
    assert plan.wait(30)
    with pytest.raises(NotFound, match="nowhere is not open"):
        plan.result()


def test_an_outcome_names_what_was_not_done(cluster: FakeCluster) -> None:
    outcome = Outcome((*done(["a"]), TargetOutcome("b", OutcomeState.CONFLICT, "changed since")))
    assert not outcome.is_done
    assert outcome.done == ("a",)
    assert [each.target for each in outcome.failures] == ["b"]


def test_every_action_there_is_is_described_whole_and_refused_read_only(tmp_path: Path) -> None:
    actions = REAL_CATALOGUE()
    assert actions
    cluster = FakeCluster(tmp_path, read_only=True)
    for action_id, action in actions.items():
        spec = action.spec
        assert spec.id == action_id
        assert spec.help.endswith(".")
        assert all(field.help.endswith(".") for field in spec.fields), action_id
        assert spec.verb or spec.key, f"{action_id} is neither a verb nor a key"
        assert spec.key is None or spec.key.id == action_id
        if spec.scope is Scope.APPLICATION:
            continue  # it changes the settings file, which no cluster's mode is about
        obstacle = cluster.runner.obstacle(action, (Target(PlaceKind.TOPIC, "a"),))
        assert not spec.writes or (obstacle is not None and "read-only" in obstacle.text), action_id
    assert cluster.contents == {}
