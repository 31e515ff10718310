"""Replicas that move between a broker's disks: watched to the end, given up, and left to the broker."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any, cast

import pytest

from kafkatui.insight.replica_moves import replica_places
from kafkatui.model.cluster import TopicPartition
from kafkatui.model.config_entry import LogDir, ReplicaSize
from kafkatui.model.journal import JournalEntry
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.plan import Plan
from kafkatui.session.action_context import ActionContext
from kafkatui.session.actions import broker_log_dir
from kafkatui.session.actions.broker_log_dir import ACTION, Moves
from kafkatui.session.tasks import Task, Tasks

FIRST, SECOND = ("orders", 0), ("orders", 1)


class FakeDisks:
    """A broker with two log directories; copies arrive when a test says so."""

    def __init__(self) -> None:
        self.where: dict[TopicPartition, str] = {FIRST: "/a", SECOND: "/a"}
        self.copies: dict[TopicPartition, str] = {}
        self.told: list[dict[TopicPartition, str]] = []

    def read(self, kafka: object, broker_ids: Sequence[int]) -> tuple[LogDir, ...]:
        found: dict[str, list[ReplicaSize]] = {"/a": [], "/b": []}
        for places, is_future in ((self.where, False), (self.copies, True)):
            for (topic, number), path in places.items():
                found[path].append(ReplicaSize(topic, number, 1, path, 10, 0, is_future))
        return tuple(LogDir(1, path, tuple(replicas)) for path, replicas in found.items())

    def move(self, kafka: object, broker_id: int, to: Mapping[TopicPartition, str]) -> tuple[TargetOutcome, ...]:
        self.told.append(dict(to))
        for key, path in to.items():
            if self.where[key] == path:
                self.copies.pop(key, None)
            else:
                self.copies[key] = path
        return tuple(TargetOutcome(f"{topic}-{number}", OutcomeState.DONE) for topic, number in to)

    def arrive(self, key: TopicPartition) -> None:
        self.where[key] = self.copies.pop(key)


@pytest.fixture
def disks(monkeypatch: pytest.MonkeyPatch) -> FakeDisks:
    found = FakeDisks()
    monkeypatch.setattr("kafkatui.kafka.read.log_dirs.read_log_dirs", found.read)
    monkeypatch.setattr("kafkatui.kafka.write.log_dirs.move_replicas", found.move)
    monkeypatch.setattr(broker_log_dir, "_LOOK_SECONDS", 0.005)
    return found


def begun(disks: FakeDisks) -> Task[Outcome]:
    """Both replicas on their way to /b."""
    context = cast(
        ActionContext,
        SimpleNamespace(readable_kafka=lambda: None, writable_kafka=lambda: None, refresh=lambda feed: None),
    )
    plan: Plan[Any] = Plan("x", Moves(1, replica_places(disks.read(None, [1])), {FIRST: "/b", SECOND: "/b"}))
    task = Tasks("local").start("Move", lambda control: ACTION.run(context, plan, control), outlives=True)
    while len(disks.copies) < 2:
        assert not task.wait(0.005)
    return task


def test_they_are_watched_until_all_have_arrived(disks: FakeDisks) -> None:
    task = begun(disks)
    disks.arrive(FIRST)
    assert not task.wait(0.05)
    disks.arrive(SECOND)
    assert task.wait(30)
    outcome = task.result()
    assert outcome.is_done
    assert outcome.before == {"broker": 1, "replicas": [["orders", 0, "/a"], ["orders", 1, "/a"]]}
    assert outcome.after == {"broker": 1, "replicas": [["orders", 0, "/b"], ["orders", 1, "/b"]]}


def test_cancelled_what_has_not_arrived_stays_where_it_was(disks: FakeDisks) -> None:
    task = begun(disks)
    disks.arrive(FIRST)
    task.cancel()
    assert task.wait(30)
    assert disks.told[-1] == {SECOND: "/a"}
    assert disks.copies == {}
    assert disks.where == {FIRST: "/b", SECOND: "/a"}


def test_left_the_broker_goes_on(disks: FakeDisks) -> None:
    task = begun(disks)
    task.leave()
    assert task.wait(30)
    assert len(disks.told) == 1
    assert len(disks.copies) == 2


def test_what_the_broker_went_on_with_is_watched_on_and_written_down(disks: FakeDisks) -> None:
    disks.copies[FIRST] = "/b"
    ended: list[Outcome] = []
    journal = SimpleNamespace(end=lambda entry_id, outcome, no_undo: ended.append(outcome))
    context = cast(ActionContext, SimpleNamespace(readable_kafka=lambda: None, journal=lambda: journal))
    cleanup = {"broker": 1, "replicas": [["orders", 0, "/a", "/b"]], "pid": os.getpid(), "host": socket.gethostname()}
    entry = JournalEntry("1", 0.0, "broker.log_dir", "Moves.", "local", ("orders-0",), cleanup=cleanup)
    task = Tasks("local").start("Put in order", lambda control: ACTION.tidy_up(context, entry, control))
    assert not task.wait(0.05)
    disks.arrive(FIRST)
    assert task.wait(30)
    assert task.result() is True
    (outcome,) = ended
    assert (outcome.done, outcome.after) == (("orders-0",), {"broker": 1, "replicas": [["orders", 0, "/b"]]})
