"""Whom KRaft's metadata are said to have as controller: nobody until a quorum told, its leader then, for a while."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.read import controller as controller_module
from kafkatui.kafka.read.controller import ControllerLookup
from kafkatui.model.cluster import ClusterMetadata
from kafkatui.model.errors import ConnectError, KafkatuiError, NotSupported
from kafkatui.model.profile import Profile, ZooKeeperSettings

METADATA = ClusterMetadata("id", 7, {}, {})


@dataclass
class Quorum:
    """In place of the connection: what DescribeQuorum gives."""

    leader: int = 3
    failure: KafkatuiError | None = None
    profile: Profile = field(default_factory=lambda: Profile("test", {}))
    asked: int = 0

    @property
    def kafka_python(self) -> Quorum:
        return self

    def read(self, doing: str, request: Callable[[Any], Any]) -> Any:
        self.asked += 1
        if self.failure is not None:
            raise self.failure
        return {"topics": [{"partitions": [{"leader_id": self.leader}]}]}


def looking(quorum: Quorum) -> ControllerLookup:
    return ControllerLookup(cast("KafkaConnection", quorum))


def test_the_quorums_leader_takes_the_place_of_the_broker_that_happened_to_answer() -> None:
    lookup = looking(Quorum(leader=3))
    before = lookup.correct(METADATA)
    assert (before.controller_id, before.is_controller_known) == (None, False)
    assert lookup.ask() == 3
    after = lookup.correct(METADATA)
    assert (after.controller_id, after.is_controller_known) == (3, True)


def test_without_a_leader_nobody_is_the_controller_and_that_is_known() -> None:
    lookup = looking(Quorum(leader=-1))
    lookup.ask()
    assert (lookup.correct(METADATA).controller_id, lookup.correct(METADATA).is_controller_known) == (None, True)


def test_with_zookeeper_the_metadata_is_right_and_is_asked_about_once() -> None:
    quorum = Quorum(failure=NotSupported("no"), profile=Profile("test", {}, ZooKeeperSettings("zoo:2181")))
    lookup = looking(quorum)
    assert lookup.correct(METADATA) == METADATA
    assert lookup.ask() is lookup.ask() is None
    assert quorum.asked == 1
    assert lookup.correct(METADATA) == METADATA


def test_a_leader_nobody_confirms_any_more_is_named_only_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    quorum = Quorum(leader=3)
    lookup = looking(quorum)
    lookup.ask()
    quorum.failure = ConnectError("dead")
    with pytest.raises(ConnectError):
        lookup.ask()
    assert lookup.correct(METADATA).controller_id == 3
    monkeypatch.setattr(controller_module, "BELIEVED_SECONDS", -1.0)
    assert not lookup.correct(METADATA).is_controller_known
