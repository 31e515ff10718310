"""Where replicas are on a broker's disks."""

from __future__ import annotations

import pytest

from kafkatui.insight.replica_moves import ReplicaPlace, replica_places
from kafkatui.model.config_entry import LogDir, ReplicaSize
from kafkatui.model.errors import FieldError
from kafkatui.session.actions.broker_log_dir import chosen_replicas


def log_dir(path: str, *replicas: tuple[str, int, int, bool]) -> LogDir:
    found = tuple(ReplicaSize(topic, number, 1, path, size, 0, future) for topic, number, size, future in replicas)
    return LogDir(1, path, found)


DIRS = (
    log_dir("/a", ("orders", 0, 100, False), ("orders", 1, 50, False)),
    log_dir("/b", ("orders", 0, 30, True), ("a:b", 0, 7, False)),
)


def test_a_copy_under_way_is_no_place_of_its_own() -> None:
    assert replica_places(DIRS) == {
        ("orders", 0): ReplicaPlace("/a", 100, "/b", 30),
        ("orders", 1): ReplicaPlace("/a", 50),
        ("a:b", 0): ReplicaPlace("/b", 7),
    }


def test_replicas_are_named_by_topic_or_partition() -> None:
    places = replica_places(DIRS)
    assert chosen_replicas(("orders",), places, 1) == [("orders", 0), ("orders", 1)]
    assert chosen_replicas(("orders:1", "orders:1", "a:b"), places, 1) == [("orders", 1), ("a:b", 0)]
    for wrong, words in (("clicks", "no replica of clicks"), ("orders:2", "no orders:2"), ("orders:x", "no orders:x")):
        with pytest.raises(FieldError, match=words):
            chosen_replicas((wrong,), places, 1)
