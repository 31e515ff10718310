"""What else is done to topics, on a cluster that is a few values: refusals, conflicts, and what must not be lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

import pytest

from kafkatui.model.cluster import OffsetRange
from kafkatui.model.errors import FieldError, NotFound, Refused
from kafkatui.model.field import Chosen
from kafkatui.model.group import GroupOffsets
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome, done
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan
from kafkatui.model.record import Record
from kafkatui.model.replacing import replace
from kafkatui.model.scan import ScanState
from kafkatui.model.target import Target
from kafkatui.model.topic_draft import TopicDraft
from kafkatui.session.action_context import ActionContext
from kafkatui.session.actions import topic_recreate
from kafkatui.session.actions.topic_add_partitions import AddPartitions
from kafkatui.session.actions.topic_clone import CloneTopic
from kafkatui.session.actions.topic_delete import DeleteTopics, Doomed
from kafkatui.session.actions.topic_recreate import RecreateTopics
from kafkatui.session.actions.topic_tombstone import DeleteKeys
from kafkatui.session.actions.topic_truncate import TruncateTopics
from kafkatui.session.tasks import TaskControl
from tests.unit.session.topic_cluster import ORDERS, WRITES, FakeContext, entry, idle_control, journalled, topic


@pytest.fixture
def cluster() -> FakeContext:
    return FakeContext()


@pytest.fixture
def context(cluster: FakeContext) -> ActionContext:
    return cast("ActionContext", cluster)


@pytest.fixture
def control() -> TaskControl:
    return idle_control()


# Partitions


@pytest.fixture
def grown(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The numbers of partitions and replicas that were sent."""
    sent: list[Any] = []

    def add(_: Any, counts: Mapping[str, int], assignment: Any = (), *, validate_only: bool = False) -> Any:
        if not validate_only:
            sent.append((dict(counts), assignment))
        return done(counts)

    monkeypatch.setattr(f"{WRITES}.topics.add_partitions", add)
    return sent


def test_more_partitions_say_what_becomes_of_keys(
    cluster: FakeContext, context: ActionContext, control: TaskControl, grown: list[Any]
) -> None:
    plan = AddPartitions().plan(context, ORDERS, {"partitions": 6}, control)
    assert plan.rows[0].values == ("orders", 3, 6, "50 %", "delete")
    assert not plan.rows[0].is_risky
    cluster.configs["orders"] = (entry("cleanup.policy", "compact", "delete"),)
    plan = AddPartitions().plan(context, ORDERS, {"partitions": 4}, control)
    assert plan.rows[0].values[3] == "75 %"
    assert plan.rows[0].is_risky
    assert any("compacted" in warning for warning in plan.warnings)
    assert not plan.is_undoable
    cluster.topics["orders"] = topic("orders", 4)
    (conflict,) = AddPartitions().run(context, plan, control).targets
    assert (conflict.state, grown) == (OutcomeState.CONFLICT, [])


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"partitions": 2}, "fewer"),
        ({"partitions": 5, "replica_assignment": "1:2"}, "2 are new"),
        ({"partitions": 4, "replica_assignment": "1"}, "2 replicas"),
        ({"partitions": 4, "replica_assignment": "2:1,1:2,1:2,1:2"}, "Partition 0 is elsewhere"),
    ],
)
def test_what_would_lose_or_move_partitions_is_refused(
    context: ActionContext, control: TaskControl, grown: list[Any], typed: Any, said: str
) -> None:
    with pytest.raises(FieldError, match=said):
        AddPartitions().plan(context, ORDERS, typed, control)


@pytest.mark.parametrize("typed", ["2:1", "1:2,1:2,1:2,2:1"])
def test_replicas_are_those_of_the_new_partitions(
    context: ActionContext, control: TaskControl, grown: list[Any], typed: str
) -> None:
    plan = AddPartitions().plan(context, ORDERS, {"partitions": 4, "replica_assignment": typed}, control)
    assert "--replica-assignment 1:2,1:2,1:2,2:1" in plan.commands[0], "Kafka's tool is told those of all"
    AddPartitions().run(context, plan, control)
    assert grown == [({"orders": 4}, ((2, 1),))]


# Records


@pytest.fixture
def cut(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What was sent to be deleted; the log is from 10 to 100 in each partition."""
    sent: list[Any] = []

    def delete(_: Any, offsets: Mapping[Any, int]) -> Any:
        sent.append(dict(offsets))
        return done(f"{name}-{number}" for name, number in offsets)

    monkeypatch.setattr(f"{WRITES}.record_deletion.delete_records", delete)
    monkeypatch.setattr(
        "kafkatui.kafka.read.offsets.read_offsets", lambda _, keys: dict.fromkeys(keys, OffsetRange(10, 100))
    )
    return sent


def test_records_before_an_offset_go_and_who_has_not_read_them_is_named(
    cluster: FakeContext, context: ActionContext, control: TaskControl, cut: list[Any]
) -> None:
    cluster.committed["billing"] = GroupOffsets("billing", {("orders", 1): 20}, {}, {})
    typed = {"at": Chosen("offset", "50"), "partitions": "1-2"}
    plan = TruncateTopics().plan(context, ORDERS, typed, control)
    assert [row.values for row in plan.rows] == [
        ("orders-1", 10, 50, 100, 40, "billing (30)"), ("orders-2", 10, 50, 100, 40, ""),
    ]  # fmt: skip
    assert plan.warnings == ("billing has not read 30 of them.",)
    TruncateTopics().run(context, plan, control)
    assert cut == [{("orders", 1): 50, ("orders", 2): 50}]


def test_partitions_under_the_cursor_are_put_up(context: ActionContext) -> None:
    marked = tuple(Target(PlaceKind.TOPIC, "orders", number) for number in (2, 0, 1))
    assert TruncateTopics().form(context, marked).field("partitions").default == "0-2"
    assert TruncateTopics().form(context, ORDERS).field("partitions").default is None


def test_partitions_of_several_topics_are_those_that_are_marked(
    cluster: FakeContext, context: ActionContext, control: TaskControl, cut: list[Any]
) -> None:
    cluster.topics["payments"] = topic("payments")
    cluster.configs["payments"] = cluster.configs["orders"]
    marked = (Target(PlaceKind.TOPIC, "orders", 1), Target(PlaceKind.TOPIC, "payments", 0))
    assert not TruncateTopics().form(context, marked).field("partitions").is_in_dialog
    plan = TruncateTopics().plan(context, marked, {"at": Chosen("all")}, control)
    assert [row.target for row in plan.rows] == ["orders-1", "payments-0"]


def test_a_topic_that_is_only_compacted_is_refused_beforehand(
    cluster: FakeContext, context: ActionContext, control: TaskControl, cut: list[Any]
) -> None:
    cluster.configs["orders"] = (entry("cleanup.policy", "compact", "delete"),)
    obstacle = TruncateTopics().obstacle(context, ORDERS)
    assert obstacle is not None
    assert "tombstones" in obstacle.text
    with pytest.raises(Refused, match="only where that has delete"):
        TruncateTopics().plan(context, ORDERS, {"at": Chosen("all")}, control)
    cluster.configs["orders"] = (entry("cleanup.policy", "compact,delete", "delete"),)
    assert TruncateTopics().obstacle(context, ORDERS) is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"at": Chosen("offset", "")}, "no offset"),
        ({"at": Chosen("offset", "0=x")}, "no PARTITION=OFFSET"),
        ({"at": Chosen("offset", "0=7,9=1")}, "orders-9 is not among"),
        ({"at": Chosen("offset", "1=7"), "partitions": "0"}, "orders-1 is not among"),
        ({"at": Chosen("datetime", "soon")}, "no time"),
        ({"at": Chosen("all"), "partitions": "7"}, "no partition 7"),
        ({"at": Chosen("all"), "partitions": "x"}, "no partition"),
        ({}, "which records"),
    ],
)
def test_records_that_cannot_be_meant(
    context: ActionContext, control: TaskControl, cut: list[Any], typed: Any, said: str
) -> None:
    with pytest.raises(FieldError, match=said):
        TruncateTopics().plan(context, ORDERS, typed, control)


def test_a_log_that_ends_before_what_was_planned_is_left_alone(
    context: ActionContext, control: TaskControl, cut: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = TruncateTopics().plan(context, ORDERS, {"at": Chosen("all")}, control)
    monkeypatch.setattr(
        "kafkatui.kafka.read.offsets.read_offsets", lambda _, keys: dict.fromkeys(keys, OffsetRange(0, 5))
    )
    outcome = TruncateTopics().run(context, plan, control)
    assert {each.state for each in outcome.targets} == {OutcomeState.CONFLICT}
    assert cut == []


# Keys


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[Record]:
    """The records of the topic, in the order in which a scan finds them."""
    records: list[Record] = []

    class FakeScan:
        state = ScanState()

        def __init__(self, _: Any, partitions: Any, sought: Any, *, on_match: Any, check: Any) -> None:
            self._found = [each for each in records if sought.holds(each)]
            self._on_match = on_match

        def run(self) -> ScanState:
            for each in self._found:
                self._on_match(each)
            return self.state

    monkeypatch.setattr("kafkatui.kafka.stream.scan.Scan", FakeScan)
    return records


def record(partition: int, offset: int, key: bytes, value: bytes | None) -> Record:
    return Record("orders", partition, offset, None, "", key, value)


def test_keys_are_deleted_where_they_have_records(
    cluster: FakeContext, context: ActionContext, control: TaskControl, written: list[Record]
) -> None:
    cluster.configs["orders"] = (entry("cleanup.policy", "compact", "delete"),)
    seven, eight = (7).to_bytes(4, "big"), (8).to_bytes(4, "big")
    written += [
        record(0, 1, seven, b"old"), record(0, 2, seven, b"new"), record(2, 1, seven, b"elsewhere"),
        record(1, 1, eight, b"x"), record(1, 2, eight, None), record(1, 3, b"7", b"text"),
    ]  # fmt: skip
    plan = DeleteKeys().plan(context, ORDERS, {"keys": ("7", "8", "9"), "key_as": "int32"}, control)
    assert [row.values for row in plan.rows] == [
        ("7", 0, "new"), ("7", 2, "elsewhere"), ("8", 1, ""), ("9", None, "no record has it"),
    ]  # fmt: skip
    sent = [(each.partition, each.key, each.value) for each in plan.payload.records]
    assert sent == [(0, seven, None), (2, seven, None)], "of 8 the newest is null already"
    assert plan.warnings == ("A key has records in several partitions: a tombstone goes to each.",)
    nothing = DeleteKeys().plan(context, ORDERS, {"keys": ("8",), "key_as": "int32"}, control)
    assert nothing.nothing_to_do
    with pytest.raises(FieldError, match="whole number"):
        DeleteKeys().plan(context, ORDERS, {"keys": ("x",), "key_as": "int32"}, control)


# Clones, and topics made anew


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[TopicDraft]:
    """The topics that were made, and not only checked."""
    drafts: list[TopicDraft] = []

    def create(_: Any, wanted: Sequence[TopicDraft], *, validate_only: bool = False) -> Any:
        if not validate_only:
            drafts.extend(wanted)
        return done(draft.name for draft in wanted)

    monkeypatch.setattr(f"{WRITES}.topics.create_topics", create)
    monkeypatch.setattr("kafkatui.session.actions.topic_create.identities_of", lambda *_: {})
    return drafts


def test_a_clone_has_the_topics_own_configuration_without_its_throttles(
    cluster: FakeContext, context: ActionContext, control: TaskControl, made: list[TopicDraft]
) -> None:
    cluster.configs["orders"] += (entry("leader.replication.throttled.replicas", "0:1", "none"),)
    plan = CloneTopic().plan(context, ORDERS, {"name": "again"}, control)
    CloneTopic().run(context, plan, control)
    assert made == [TopicDraft("again", 3, 2, config={"segment.bytes": "1000000"})]
    with pytest.raises(NotFound):
        CloneTopic().plan(context, (Target(PlaceKind.TOPIC, "nobody"),), {"name": "again"}, control)


@pytest.fixture
def doomed_plan() -> Plan[tuple[Doomed, ...]]:
    return Plan("Deletes orders.", (Doomed(topic("orders"), "old", {"retention.ms": "5"}),))


@pytest.fixture
def deleting(monkeypatch: pytest.MonkeyPatch) -> dict[str, OutcomeState]:
    """What comes of deleting."""
    result = {"orders": OutcomeState.DONE}

    def run(*_: Any) -> Outcome:
        return Outcome(tuple(TargetOutcome(name, state) for name, state in result.items()))

    monkeypatch.setattr(DeleteTopics, "run", run)
    monkeypatch.setattr(topic_recreate, "_LOOK_SECONDS", 0.001)
    return result


def answers(monkeypatch: pytest.MonkeyPatch, *reasons: str, identity: str = "old") -> list[TopicDraft]:
    """The brokers answer so, one after another, to each try to make the topic; an empty reason is done."""
    tried: list[TopicDraft] = []

    def create(_: Any, wanted: Sequence[TopicDraft], *, validate_only: bool = False) -> Any:
        reason = reasons[min(len(tried), len(reasons) - 1)]
        tried.extend(wanted)
        state = OutcomeState.FAILED if reason else OutcomeState.DONE
        return tuple(TargetOutcome(draft.name, state, reason) for draft in wanted)

    monkeypatch.setattr(f"{WRITES}.topics.create_topics", create)
    monkeypatch.setattr(topic_recreate, "identities_of", lambda *_: {"orders": identity})
    return tried


def test_a_topic_is_made_anew_once_the_brokers_have_let_go_of_it(
    context: ActionContext, control: TaskControl, doomed_plan: Any, deleting: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = answers(monkeypatch, "there is one already", "there is one already", "")
    outcome = RecreateTopics().run(context, doomed_plan, control)
    assert outcome.is_done
    assert outcome.is_tidy
    assert tried == [TopicDraft("orders", assignment=((1, 2),) * 3, config={"retention.ms": "5"})] * 3


def test_one_that_a_client_had_made_first_is_told_and_left(
    context: ActionContext, control: TaskControl, doomed_plan: Any, deleting: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = answers(monkeypatch, "there is one already", identity="new")
    (failed,) = RecreateTopics().run(context, doomed_plan, control).targets
    assert failed.state is OutcomeState.FAILED
    assert "brokers' defaults" in failed.reason
    assert len(tried) == 1


def test_what_could_not_be_made_anew_is_remembered_and_made_later(
    cluster: FakeContext, context: ActionContext, control: TaskControl, doomed_plan: Any, deleting: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    answers(monkeypatch, "no room")
    outcome = RecreateTopics().run(context, doomed_plan, control)
    assert not outcome.is_tidy
    assert "was deleted, and could not be made anew: no room" in outcome.targets[0].reason
    cleanup = [{"name": "orders", "assignment": [[1, 2]], "configs": {"retention.ms": "5"}}]
    written = journalled(outcome, cleanup=cleanup, at=cluster.now - 60)
    tried = answers(monkeypatch, "")
    assert RecreateTopics().tidy_up(context, written, control)
    assert tried == [TopicDraft("orders", assignment=((1, 2),), config={"retention.ms": "5"})]
    assert RecreateTopics().tidy_up(context, replace(written, at_seconds=cluster.now - 100_000), control)
    assert len(tried) == 1, "after a day somebody may have meant it"


def test_what_was_not_deleted_is_not_made_anew(
    context: ActionContext, control: TaskControl, doomed_plan: Any, deleting: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    deleting["orders"] = OutcomeState.CONFLICT
    tried = answers(monkeypatch, "")
    outcome = RecreateTopics().run(context, doomed_plan, control)
    assert outcome.is_tidy
    assert not outcome.is_done
    assert tried == []


@pytest.mark.parametrize("action", [RecreateTopics(), AddPartitions(), TruncateTopics()])
def test_kafkas_own_topics_are_left_alone(
    cluster: FakeContext, context: ActionContext, control: TaskControl, action: Any
) -> None:
    cluster.topics["__consumer_offsets"] = topic("__consumer_offsets")
    own = (Target(PlaceKind.TOPIC, "__consumer_offsets"),)
    assert "Kafka's own" in action.obstacle(context, own).text
    with pytest.raises(Refused, match="Kafka's own"):
        action.plan(
            context, own, {"partitions": 9} if isinstance(action, AddPartitions) else {"at": Chosen("all")}, control
        )
