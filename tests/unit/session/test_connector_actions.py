"""Actions on connectors: planned, done, taken back, and what others changed left alone; secrets in no journal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from kafkatui.kafka.connect_worker.requests import WorkerRequests
from kafkatui.kafka.connect_worker.settings import worker_settings
from kafkatui.model.errors import FieldError, Refused
from kafkatui.model.field import Values
from kafkatui.model.outcome import OutcomeState
from kafkatui.model.replacing import replace
from kafkatui.model.secrets import MASK
from kafkatui.session import connector_changes
from tests.tui.fake_session import FakeSession, fake_profile
from tests.unit.kafka.connect_server import Contents, connect_server
from tests.unit.session.action_driver import ActionDriver

FILE = {"connector.class": "FileSource", "topic": "t", "tasks.max": "1"}
SECRET = {**FILE, "connection.password": "hunter22"}
BROKEN = {"id": 1, "state": "FAILED", "worker_id": "w:8083", "trace": "java.lang.Error: no\n\tat x"}


class Connect(ActionDriver):
    """A session on a Connect."""

    def __init__(self, url: str, contents: Contents, folder: Path) -> None:
        profile = fake_profile()
        profile = replace(profile, kafka={**profile.kafka, "connect.url": url})
        super().__init__(FakeSession(profile))
        self.session.journal_folder = folder
        connects = {each.name: WorkerRequests(each, 5.0) for each in worker_settings(profile.kafka)}
        self.session.actions.context._clients = SimpleNamespace(connects=lambda: connects)  # type: ignore[assignment]
        self.contents = contents
        self.folder = folder

    @property
    def written_down(self) -> str:
        """All of the journal."""
        return "".join(path.read_text() for path in self.folder.rglob("*.jsonl"))


@pytest.fixture
def connect(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Connect]:
    monkeypatch.setattr(connector_changes, "EFFECT_SECONDS", 1.0)
    with connect_server() as (url, contents):
        contents.add("one", FILE)
        yield Connect(url, contents, tmp_path)


def document(config: object) -> bytes:
    return json.dumps(config).encode()


def test_a_connector_is_created_checked_first_and_taken_back(connect: Connect) -> None:
    typed = {"name": "two", "config": SECRET}
    plan = connect.plan("connect.create", {"connector": "two", "config": document(typed)})
    assert ("two", "connection.password", MASK) in [row.values for row in plan.rows]
    outcome = connect.run("connect.create", {"connector": "two"}, plan)
    assert outcome.targets[0].reason == "RUNNING, tasks 1/1"
    assert connect.contents.configs["two"]["connection.password"] == "hunter22"
    assert "hunter22" not in connect.written_down
    _, undone = connect.undo()
    assert undone is not None
    assert undone.is_done
    assert "two" not in connect.contents.configs


@pytest.mark.parametrize(
    ("connector", "typed", "field", "words"),
    [
        ("two", b"{", "config", "no JSON"),
        ("two", document({"topic": "t"}), "config", "no connector.class"),
        ("two", document({**FILE, "tasks.max": "many"}), "config", "tasks.max: Not a number of type INT."),
        ("two", document({**FILE, "connector.class": "Nope"}), "config", "no plugin Nope"),
        ("two", document({**FILE, "a.password": MASK}), "config", "there is no value of it to keep"),
        ("two", document({"name": "three", "config": FILE}), "connector", "calls it three"),
        ("", document(FILE), "connector", "Name the connector"),
    ],
)
def test_what_cannot_be_meant_is_said_where_it_was_typed(
    connect: Connect, connector: str, typed: bytes, field: str, words: str
) -> None:
    with pytest.raises(FieldError, match=words) as raised:
        connect.plan("connect.create", {"connector": connector, "config": typed})
    assert raised.value.field == field
    assert list(connect.contents.configs) == ["one"]


def test_one_that_is_there_is_not_created(connect: Connect) -> None:
    with pytest.raises(Refused, match="There is a connector one already"):
        connect.plan("connect.create", {"connector": "one", "config": document(FILE)})


def test_a_configuration_is_changed_previewed_and_put_back(connect: Connect) -> None:
    connect.contents.add("one", SECRET)
    plan = connect.plan(
        "connect.set", {"connector": "one", "set": ("tasks.max=2", "batch.size=9"), "unset": ("topic",)}
    )
    assert [row.values[1:] for row in plan.rows] == [
        ("batch.size", None, "9"), ("tasks.max", "1", "2"), ("topic", "t", None),
    ]  # fmt: skip
    outcome = connect.run("connect.set", {"connector": "one"}, plan)
    assert outcome.is_done
    assert connect.contents.configs["one"] == {
        "connector.class": "FileSource", "tasks.max": "2", "batch.size": "9", "name": "one",
        "connection.password": "hunter22",
    }  # fmt: skip
    _, undone = connect.undo()
    assert undone is not None
    assert connect.contents.configs["one"] == {**SECRET, "name": "one"}
    assert "hunter22" not in connect.written_down


def test_all_of_it_is_typed_and_a_masked_secret_stays(connect: Connect) -> None:
    connect.contents.add("one", SECRET)
    typed = {**FILE, "tasks.max": "3", "connection.password": MASK, "name": "one"}
    plan = connect.plan("connect.set", {"connector": "one", "file": document(typed)})
    assert [row.values[1] for row in plan.rows] == ["tasks.max"]
    connect.run("connect.set", {"connector": "one"}, plan)
    assert connect.contents.configs["one"]["connection.password"] == "hunter22"
    assert connect.plan("connect.set", {"connector": "one", "file": document(typed)}).nothing_to_do


def test_a_secret_that_was_changed_is_not_put_back_and_that_is_said(connect: Connect) -> None:
    connect.contents.add("one", SECRET)
    plan = connect.plan("connect.set", {"connector": "one", "set": ("connection.password=other99", "tasks.max=2")})
    assert next(row.values[2:] for row in plan.rows) == (MASK, f"{MASK} (another)")
    connect.run("connect.set", {"connector": "one", "set": ("connection.password=other99",)}, plan)
    plan, undone = connect.undo()
    assert plan.warnings == ("Not put back, for it is secret: connection.password.",)
    assert undone is not None
    now = connect.contents.configs["one"]
    assert (now["connection.password"], now["tasks.max"]) == ("other99", "1")
    assert "hunter22" not in connect.written_down
    assert "other99" not in connect.written_down


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"set": ("name=other",)}, "set"),
        ({"set": ("tasks.max=many",)}, "set"),
        ({"set": (f"a.password={MASK}",)}, "set"),
        ({"unset": ("nothing",)}, "unset"),
        ({"file": b"[]"}, "file"),
        ({"file": document({"name": "other", "config": FILE})}, "file"),
    ],
)
def test_a_configuration_that_cannot_be_meant_is_refused(connect: Connect, values: Values, field: str) -> None:
    with pytest.raises(FieldError) as raised:
        connect.plan("connect.set", {"connector": "one", **values})
    assert raised.value.field == field


def test_what_others_changed_is_a_conflict_and_left_by_the_undo(connect: Connect) -> None:
    plan = connect.plan("connect.set", {"connector": "one", "set": ("tasks.max=2",)})
    connect.contents.configs["one"]["topic"] = "theirs"
    (outcome,) = connect.run("connect.set", {"connector": "one"}, plan).targets
    assert (outcome.state, outcome.reason) == (OutcomeState.CONFLICT, "others changed topic meanwhile")
    connect.do("connect.set", {"connector": "one", "set": ("tasks.max=2",)})
    connect.contents.configs["one"]["topic"] = "theirs again"
    plan, undone = connect.undo()
    assert undone is None
    assert plan.nothing_to_do == "Others changed topic of one since: not touched."


@pytest.mark.parametrize(
    ("verb", "first", "then"),
    [("pause", "RUNNING", "PAUSED"), ("stop", "RUNNING", "STOPPED"), ("resume", "PAUSED", "RUNNING")],
)
def test_a_state_is_brought_about_and_taken_back(connect: Connect, verb: str, first: str, then: str) -> None:
    connect.contents.add("one", FILE, first)
    outcome = connect.do(f"connect.{verb}", {"connectors": ("one",)})
    assert outcome.targets[0].reason.startswith(then)
    assert connect.contents.states["one"] == then
    assert connect.plan(f"connect.{verb}", {"connectors": ("one",)}).nothing_to_do
    connect.undo()
    assert connect.contents.states["one"] == first


def test_a_state_that_others_changed_is_left_alone(connect: Connect) -> None:
    plan = connect.plan("connect.pause", {"connectors": ("one",)})
    connect.contents.states["one"] = "STOPPED"
    (outcome,) = connect.run("connect.pause", {"connectors": ("one",)}, plan).targets
    assert outcome.state is OutcomeState.CONFLICT
    connect.contents.add("one", FILE)
    connect.do("connect.pause", {"connectors": ("one",)})
    connect.contents.states["one"] = "STOPPED"
    plan, undone = connect.undo()
    assert undone is None
    assert plan.warnings == ("one was RUNNING, was left PAUSED and is STOPPED now: not touched.",)


def test_what_failed_is_restarted_also_by_old_workers(connect: Connect) -> None:
    connect.contents.add("one", FILE, "RUNNING", {"id": 0, "state": "RUNNING"}, BROKEN)
    connect.contents.told["POST connectors/one/tasks/1/restart"] = (204, None)
    plan = connect.plan("connect.restart", {"connectors": ("one",)})
    assert [row.values for row in plan.rows] == [("one", "RUNNING", "no", "1")]
    outcome = connect.run("connect.restart", {"connectors": ("one",)}, plan)
    assert "POST connectors/one/restart?includeTasks=true&onlyFailed=true" in connect.contents.asked
    assert "POST connectors/one/tasks/1/restart" in connect.contents.asked, "the worker said nothing of tasks"
    assert outcome.targets[0].reason == "RUNNING, tasks 2/2"
    assert connect.plan("connect.restart", {"connectors": ("one",)}).nothing_to_do.startswith("Nothing of it failed")


def test_one_task_is_restarted(connect: Connect) -> None:
    with pytest.raises(FieldError, match="no task 7"):
        connect.plan("connect.restart", {"connectors": ("one",), "task": 7})
    connect.do("connect.restart", {"connectors": ("one",), "task": 0})
    assert "POST connectors/one/tasks/0/restart" in connect.contents.asked


def test_what_is_deleted_is_created_anew_in_its_state(connect: Connect) -> None:
    connect.contents.add("one", FILE, "PAUSED")
    assert connect.do("connect.delete", {"connectors": ("one",)}).is_done
    assert not connect.contents.configs
    connect.undo()
    assert connect.contents.configs["one"] == {**FILE, "name": "one"}
    assert connect.contents.states["one"] == "PAUSED"


def test_secrets_make_a_deletion_final_and_that_is_said_first(connect: Connect) -> None:
    connect.contents.add("one", SECRET)
    plan = connect.plan("connect.delete", {"connectors": ("one",)})
    assert not plan.is_undoable
    assert "connection.password of one" in plan.undo
    connect.run("connect.delete", {"connectors": ("one",)}, plan)
    assert "hunter22" not in connect.written_down


A, B = {"file": "a"}, {"file": "b"}
ONE = {"connector": "one"}


def test_offsets_of_a_stopped_connector_are_set_reset_and_put_back(connect: Connect) -> None:
    typed = [{"offset": {"position": 3}, "partition": A}, {"partition": B, "offset": None}]
    wanted = {**ONE, "offsets": document(typed)}
    with pytest.raises(Refused, match="one is RUNNING, not stopped"):
        connect.plan("connect.alter_offsets", wanted)
    connect.contents.states["one"] = "STOPPED"
    plan = connect.plan("connect.alter_offsets", wanted)
    assert [row.values for row in plan.rows] == [("one", '{"file": "a"}', '{"position": 7}', '{"position": 3}')]
    assert "curl -X PATCH" in plan.commands[0]
    assert connect.run("connect.alter_offsets", wanted, plan).is_done
    assert connect.contents.offsets == [(A, {"position": 3})]
    assert connect.plan("connect.alter_offsets", wanted).nothing_to_do
    assert connect.do("connect.reset_offsets", ONE).is_done
    assert connect.contents.offsets == []
    _, undone = connect.undo()
    assert undone is not None
    assert undone.is_done
    assert connect.contents.offsets == [(A, {"position": 3})]
    connect.do("connect.reset_offsets", ONE)
    connect.contents.offsets.append((A, {"position": 9}))
    assert connect.undo()[0].warnings == ('{"file": "a"} was changed since: not touched.',)


def test_offsets_that_moved_meanwhile_are_left_alone_and_what_cannot_be_meant_is_said(connect: Connect) -> None:
    connect.contents.states["one"] = "STOPPED"
    for typed in (b"{", b"[]", b'[{"partition": 1, "offset": {}}]', b'{"offsets": [{"partition": {}}]}'):
        with pytest.raises(FieldError):
            connect.plan("connect.alter_offsets", {**ONE, "offsets": typed})
    plan = connect.plan("connect.reset_offsets", ONE)
    connect.contents.offsets.append((B, {"position": 1}))
    (outcome,) = connect.run("connect.reset_offsets", ONE, plan).failures
    assert (outcome.state, outcome.reason) == (OutcomeState.CONFLICT, "others were added meanwhile")
    assert len(connect.contents.offsets) == 2
