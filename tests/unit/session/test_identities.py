"""Topics of one name are told apart, a few asked about at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from kafkatui.model.errors import TimedOut
from kafkatui.session import identities as module
from kafkatui.session.identities import TopicIdentities


class Cluster:
    """Answers by name; remembers what it was asked."""

    def __init__(self, ids: Mapping[str, str | None]) -> None:
        self.ids = dict(ids)
        self.asked: list[list[str]] = []
        self.failure: Exception | None = None

    def __call__(self, names: Sequence[str]) -> Mapping[str, str | None]:
        self.asked.append(list(names))
        if self.failure is not None:
            raise self.failure
        return {name: self.ids[name] for name in names if name in self.ids}


def test_a_topic_made_anew_is_told_once() -> None:
    cluster = Cluster({"a": "1", "b": "2"})
    identities = TopicIdentities(cluster)
    assert identities.read(["a", "b", "gone"]) == frozenset()
    assert identities.known == {"a": "1", "b": "2"}
    cluster.ids["a"] = "3"
    assert identities.read(["a", "b"]) == {"a"}
    assert identities.read(["a", "b"]) == frozenset()
    assert identities.known["a"] == "3"


def test_a_broker_that_lags_behind_does_not_make_it_the_old_topic_again() -> None:
    cluster = Cluster({"a": "1"})
    identities = TopicIdentities(cluster)
    identities.read(["a"])
    cluster.ids["a"] = "2"
    identities.read(["a"])
    cluster.ids["a"] = "1"
    assert identities.read(["a"]) == frozenset()
    assert identities.known["a"] == "2"


def test_what_nobody_can_tell_and_what_is_of_another_kind_proves_nothing() -> None:
    cluster = Cluster({"a": None})
    identities = TopicIdentities(cluster)
    assert identities.read(["a"]) == frozenset()
    assert identities.known == {}
    cluster.ids["a"] = "czxid:5"
    identities.read(["a"])
    cluster.ids["a"] = "uuid"
    assert identities.read(["a"]) == frozenset()
    cluster.ids["a"] = None
    identities.read(["a"])
    assert identities.known["a"] == "uuid"


def test_what_is_gone_leaves_no_identity_behind() -> None:
    cluster = Cluster({"a": "1"})
    identities = TopicIdentities(cluster)
    identities.read(["a"])
    identities.forget(["a", "never seen"])
    assert identities.known == {}
    cluster.ids["a"] = "2"
    assert identities.read(["a"]) == frozenset()


def test_a_large_cluster_is_gone_through_in_turns_and_what_is_doubted_comes_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "TOPICS_A_READ", 4)
    names = [f"t{number}" for number in range(10)]
    cluster = Cluster(dict.fromkeys(names, "x"))
    identities = TopicIdentities(cluster)
    for _ in range(3):
        identities.read_some(names)
    assert {name for asked in cluster.asked for name in asked} == set(names)
    assert max(map(len, cluster.asked)) <= 4
    identities.doubt(["t9", "t5"])
    identities.read_some(names)
    assert cluster.asked[-1][:2] == ["t5", "t9"]
    for _ in range(3):
        identities.read_some(names)
    assert set(names) <= {name for asked in cluster.asked[-4:] for name in asked}


def test_a_small_cluster_is_asked_about_whole_each_time() -> None:
    cluster = Cluster({"a": "1", "b": "2"})
    identities = TopicIdentities(cluster)
    for _ in range(3):
        identities.read_some(["a", "b"])
    assert cluster.asked == [["a", "b"]] * 3
    assert identities.read_some([]) == frozenset()


def test_what_is_doubted_stays_so_until_somebody_tells() -> None:
    cluster = Cluster({"a": "1", "b": "2"})
    identities = TopicIdentities(cluster)
    identities.doubt(["b"])
    cluster.failure = TimedOut("Nobody answers.")
    with pytest.raises(TimedOut):
        identities.read_some(["a", "b"])
    cluster.failure = None
    identities.read_some(["a", "b"])
    assert cluster.asked[-1] == ["b", "a"]
