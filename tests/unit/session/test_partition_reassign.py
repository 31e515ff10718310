"""What is typed becomes a plan or is refused where it was typed; the way back is for what nobody moved since."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from kafkatui.kafka.write import throttles
from kafkatui.model.capabilities import Capabilities, Capability
from kafkatui.model.cluster import Broker, ClusterMetadata, Partition, Topic, TopicPartition
from kafkatui.model.config_entry import LogDir, ReplicaSize
from kafkatui.model.errors import FieldError, NotSupported
from kafkatui.model.journal import JournalEntry
from kafkatui.model.observed import Observed
from kafkatui.model.outcome import done
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan
from kafkatui.model.profile import Profile, ZooKeeperSettings
from kafkatui.model.target import Target
from kafkatui.model.task import TaskState
from kafkatui.session.action_context import ActionContext
from kafkatui.session.actions import partition_reassign
from kafkatui.session.actions.partition_reassign import ReassignPartitions
from kafkatui.session.feeds import CapabilitiesFeed, LogDirsFeed
from kafkatui.session.moving import Moves
from kafkatui.session.tasks import Task, TaskControl

NEW = Capabilities("3.9", False, frozenset(Capability))
OLD = Capabilities("2.3", False, frozenset())

ACTION = ReassignPartitions()


class FakeContext:
    """Brokers 1, 2 and 3 of racks a, a and b; the topic `orders` is on 1 alone, `pay` on 9, which is away, and on 1."""

    def __init__(self, can: Capabilities = NEW, zookeeper: str = "") -> None:
        settings = ZooKeeperSettings(zookeeper) if zookeeper else None
        self.profile = Profile("local", {"bootstrap.servers": "x:1"}, settings)
        self._can = can
        orders = tuple(Partition("orders", number, 1, (1,), (1,)) for number in range(3))
        self.topics = {"orders": orders, "pay": (Partition("pay", 0, 1, (9, 1), (1,)),)}
        self.racks: dict[int, str | None] = {1: "a", 2: "a", 3: "b"}
        self.sized = 4

    def metadata(self) -> ClusterMetadata:
        brokers = {broker: Broker(broker, "h", broker, rack) for broker, rack in self.racks.items()}
        return ClusterMetadata("id", 1, brokers, {name: Topic(name, parts) for name, parts in self.topics.items()})

    def known(self, feed: Any) -> Observed[Any]:
        assert feed == CapabilitiesFeed()
        return Observed.ok(self._can, 0.0)

    def read(self, feed: Any) -> tuple[LogDir, ...]:
        assert feed == LogDirsFeed()
        keys = [(name, part.id) for name, parts in self.topics.items() for part in parts][: self.sized]
        sizes = tuple(ReplicaSize(topic, number, 1, "/d", 1_000_000, 0) for topic, number in keys)
        return (LogDir(1, "/d", sizes),)

    def readable_kafka(self) -> Any:
        return SimpleNamespace(unreachable_brokers={2: 0.0})


@pytest.fixture(autouse=True)
def moving(monkeypatch: pytest.MonkeyPatch) -> set[TopicPartition]:
    """What moves already."""
    found: set[TopicPartition] = set()
    way = SimpleNamespace(moving=lambda: frozenset(found))
    monkeypatch.setattr(partition_reassign, "way_of", lambda *_, **__: way)
    monkeypatch.setattr(throttles, "read_throttles", lambda *_: ({3: "7"}, {}))
    return found


def control() -> TaskControl:
    return TaskControl(Task(TaskState(1, "t", "local", ("local",)), lambda _: None))


def plan(values: Mapping[str, Any] | None = None, *names: str, context: FakeContext | None = None) -> Plan[Moves]:
    targets = tuple(Target(PlaceKind.TOPIC, name) for name in names or ("orders",))
    return ACTION.plan(cast(ActionContext, context or FakeContext()), targets, values or {}, control())


def after(made: Plan[Moves]) -> dict[str, tuple[int, ...]]:
    return {f"{move.topic}-{move.partition}": move.after for move in made.payload.moves}


def test_a_plan_says_what_moves_and_what_brokers_have_then() -> None:
    made = plan()
    assert after(made) == {"orders-0": (2,), "orders-1": (3,)}
    assert made.totals[0] == "2,000,000 bytes (2 MB) to copy."
    assert "broker 1: leaders 3 → 1, replicas 4 → 2, data 4 MB → 2 MB" in made.totals
    assert made.details["brokers"]["3"]["after"] == {"leaders": 1, "replicas": 1, "size_bytes": 1_000_000}
    assert any("Without a throttle" in warning for warning in made.warnings)
    document = json.loads(made.commands[0].split("'")[1])
    assert document["partitions"][0] == {"topic": "orders", "partition": 0, "replicas": [2]}
    assert Moves.of_json(made.cleanup).moves[0].key == ("orders", 0)


def test_a_throttle_is_typed_with_its_unit_and_set_for_living_brokers_without_one() -> None:
    made = plan({"throttle": "1MB"})
    assert made.payload.throttle is not None
    assert made.payload.throttle.rate == 1_000_000
    assert made.payload.throttle.brokers == (1,), "2 does not answer, and 3 has one"
    assert "At 1,000,000 bytes (1 MB) a second in and out of each broker that takes 2 s at least." in made.totals
    assert any("is set already and stays: broker 3 (7)" in warning for warning in made.warnings)
    assert "--throttle 1000000" in made.commands[0]
    for wrong in ("fast", "0", "-5"):
        with pytest.raises(FieldError, match="bytes") as raised:
            plan({"throttle": wrong})
        assert raised.value.field == "throttle"


@pytest.mark.parametrize(
    ("values", "names", "field"),
    [
        ({"brokers": "7"}, (), "brokers"),
        ({"brokers": "one"}, (), "brokers"),
        ({"exclude": "8"}, (), "exclude"),
        ({"exclude": "1,2"}, ("pay",), "exclude"),
        ({"brokers": "1"}, ("pay",), "brokers"),
        ({"replication_factor": 4}, (), "replication_factor"),
        ({"replication_factor": 0}, (), "replication_factor"),
        ({"replication_factor": 2, "by": "leaders"}, (), "replication_factor"),
        ({"from_file": "/nowhere.json"}, (), "from_file"),
    ],
)
def test_what_cannot_be_meant_is_said_where_it_was_typed(
    values: dict[str, Any], names: tuple[str, ...], field: str
) -> None:
    with pytest.raises(FieldError) as raised:
        plan(values, *names)
    assert raised.value.field == field


def test_racks_and_sizes_have_to_be_known_where_they_matter() -> None:
    assert after(plan({"keep_racks": True, "replication_factor": 2, "by": "must"}))["orders-0"] == (1, 3)
    context = FakeContext()
    context.racks[2] = None
    context.sized = 1
    with pytest.raises(FieldError, match="No rack is known of broker 2"):
        plan({"keep_racks": True}, context=context)
    with pytest.raises(FieldError, match="size of 2 partitions"):
        plan({"by": "bytes"}, context=context)
    assert any("not all sizes are known" in total for total in plan(context=context).totals)


def test_what_leaves_a_broker_that_is_away_and_loses_racks_is_told() -> None:
    made = plan({"by": "must"}, "pay")
    assert after(made) == {"pay-0": (1, 2)} or after(made) == {"pay-0": (2, 1)}
    assert any("Broker 9 is not there: 1 replicas move off it" in warning for warning in made.warnings)


def test_what_moves_already_is_left_as_it_is(moving: set[TopicPartition]) -> None:
    moving.add(("orders", 0))
    made = plan({"exclude": "1"})
    assert set(after(made)) == {"orders-1", "orders-2"}
    assert any("1 partitions move already" in warning for warning in made.warnings)


def test_a_plan_that_is_no_better_stops() -> None:
    context = FakeContext()
    context.topics["orders"] = tuple(Partition("orders", number, number + 1, (number + 1,), ()) for number in range(3))
    made = plan(context=context)
    assert "no plan is better" in made.nothing_to_do
    assert made.cleanup is None
    assert made.commands == ()


def test_a_plan_is_taken_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    file.write_text('{"partitions":[{"topic":"orders","partition":1,"replicas":[3,2]}]}')
    assert ACTION.targets_of({"from_file": str(file)}) == (Target(PlaceKind.CLUSTER),)
    assert after(plan({"from_file": str(file)})) == {"orders-1": (3, 2)}
    for wrong, words in (
        ('{"partitions":[{"topic":"orders","partition":8,"replicas":[3]}]}', "no partition orders-8"),
        ('{"partitions":[{"topic":"orders","partition":0,"replicas":[7]}]}', "no broker 7"),
        ("no plan", "reads"),
    ):
        file.write_text(wrong)
        with pytest.raises(FieldError, match=words):
            plan({"from_file": str(file)})


def test_before_2_4_it_needs_zookeeper() -> None:
    with pytest.raises(NotSupported, match="give its address"):
        plan(context=FakeContext(OLD))
    made = plan(context=FakeContext(OLD, "zk:2181"))
    assert made.payload.by_znode
    assert "--zookeeper zk:2181" in made.commands[0]
    assert any("cannot be called off" in warning for warning in made.warnings)


def test_only_what_nobody_moved_since_goes_back() -> None:
    names = ("orders-0", "orders-1", "gone-0")
    entry = JournalEntry(
        "1", 0.0, "partition.reassign", "Moves.", "local", names,
        outcomes=done(names),
        before={"orders-0": [2], "orders-1": [3], "gone-0": [1]},
        after={"orders-0": ["orders", 0, 1], "orders-1": ["orders", 1, 2], "gone-0": ["gone", 0, 2]},
    )  # fmt: skip
    made = ACTION.plan_undo(cast(ActionContext, FakeContext()), entry, control())
    assert after(made) == {"orders-0": (2,)}
    assert made.cleanup is None
    assert any("orders-1 was left on 2 and is on 1 now" in warning for warning in made.warnings)
    assert any("gone-0 is gone" in warning for warning in made.warnings)
