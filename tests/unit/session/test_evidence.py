"""That something is gone is believed on good evidence only."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import pytest

from kafkatui.model.cluster import ClusterMetadata
from kafkatui.model.errors import RequestFailed
from kafkatui.session.evidence import (
    BROKER_DOUBT_SECONDS,
    NOT_NAMED,
    RESTLESS_SECONDS,
    STUBBORN_SECONDS,
    Evidence,
    Witness,
)
from tests.unit.insight.clusters import cluster, partition, topic

NAMES = [f"t{number:02}" for number in range(12)]


def known(names: Iterable[str] = NAMES, brokers: Iterable[int] = (1, 2, 3)) -> ClusterMetadata:
    return cluster([topic(name, partition(name, 0, 1, (1, 2))) for name in names], brokers)


class World:
    """Who can be asked, and what time it is."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.registered: Collection[str] | None = None
        self.named: dict[int, Collection[str]] = {}
        self.is_kraft: bool | None = False
        self.asked: list[Sequence[str]] = []
        self.evidence = Evidence(Witness(self._registered, self._named, lambda: self.is_kraft), clock=lambda: self.now)

    def _registered(self, names: Sequence[str]) -> Collection[str] | None:
        self.asked.append(names)
        return None if self.registered is None else [name for name in names if name in self.registered]

    def _named(self, names: Sequence[str], brokers: Collection[int]) -> Mapping[int, Collection[str]]:
        return {
            broker: [name for name in names if name in self.named[broker]] for broker in brokers if broker in self.named
        }

    def weigh(
        self, before: ClusterMetadata | None, answer: ClusterMetadata, unreachable: Collection[int] = ()
    ) -> ClusterMetadata:
        return self.evidence.weigh(before, answer, unreachable)


@pytest.fixture
def world() -> World:
    return World()


def test_nothing_missing_asks_nobody(world: World) -> None:
    answer = known()
    assert world.weigh(known(), answer) is answer
    assert world.weigh(None, answer) is answer
    assert world.asked == []


def test_an_answer_without_brokers_is_of_one_that_knows_nothing(world: World) -> None:
    for before in (None, known()):
        with pytest.raises(RequestFailed, match="has not learned of the cluster yet"):
            world.weigh(before, known([], []))


@pytest.mark.parametrize("left", [[], NAMES[:1], NAMES[:5]])
def test_most_topics_missing_from_a_broker_that_has_just_started_makes_what_was_known_stale(
    world: World, left: list[str]
) -> None:
    world.registered = NAMES
    with pytest.raises(RequestFailed, match=rf"names {len(left)} of 12 topics"):
        world.weigh(known(), known(left))


def test_zookeeper_decides_at_once(world: World) -> None:
    world.registered = NAMES[1:]
    after = world.weigh(known(), known(NAMES[2:]))
    assert sorted(after.topics) == NAMES[1:]
    assert after.topics["t01"].error == NOT_NAMED
    assert after.topics["t01"].partitions == known().topics["t01"].partitions
    world.registered = []
    assert sorted(world.weigh(known(), known([])).topics) == []


def test_without_zookeeper_a_second_broker_decides(world: World) -> None:
    world.named = {1: [], 2: ["t00"], 3: []}
    after = world.weigh(known(), known(NAMES[2:]))
    assert sorted(after.topics) == ["t00", *NAMES[2:]]
    assert list(after.topics) == sorted(after.topics)


def test_one_broker_alone_is_no_second_opinion_unless_there_is_only_one(world: World) -> None:
    world.named = {2: []}
    assert "t00" in world.weigh(known(), known(NAMES[1:])).topics
    alone = World()
    alone.named = {1: []}
    assert "t00" not in alone.weigh(known(brokers=[1]), known(NAMES[1:], [1])).topics


@pytest.mark.parametrize(("is_kraft", "is_believed"), [(False, False), (None, False), (True, True)])
def test_brokers_that_have_just_started_are_no_witnesses_but_on_kraft(
    world: World, is_kraft: bool | None, is_believed: bool
) -> None:
    world.is_kraft = is_kraft
    world.named = {1: [], 2: [], 3: []}
    world.weigh(known(brokers=[1, 2]), known())  # a broker came
    assert ("t00" not in world.weigh(known(), known(NAMES[1:])).topics) == is_believed
    world.now += RESTLESS_SECONDS
    assert "t00" not in world.weigh(known(), known(NAMES[1:])).topics


def test_while_a_broker_does_not_answer_the_others_may_not_have_learned_either(world: World) -> None:
    world.named = {1: [], 2: []}
    assert "t00" in world.weigh(known(), known(NAMES[1:]), unreachable=[3]).topics


def test_what_nobody_can_tell_of_is_believed_in_the_end(world: World) -> None:
    before = known()
    for _ in range(3):
        before = world.weigh(before, known(NAMES[1:]))
        assert "t00" in before.topics
        world.now += STUBBORN_SECONDS / 4
    world.now += STUBBORN_SECONDS / 4 + 1
    assert "t00" not in world.weigh(before, known(NAMES[1:])).topics


def test_what_shows_up_again_begins_anew(world: World) -> None:
    world.weigh(known(), known(NAMES[1:]))
    world.now += STUBBORN_SECONDS - 1
    world.weigh(known(), known())
    world.now += 2
    assert "t00" in world.weigh(known(), known(NAMES[1:])).topics


def test_a_broker_that_is_left_out_but_answers_us_is_kept_for_a_moment(world: World) -> None:
    before = known()
    assert list(world.weigh(before, known(brokers=[1, 3])).brokers) == [1, 2, 3]
    world.now += BROKER_DOUBT_SECONDS - 0.1
    assert list(world.weigh(before, known(brokers=[1, 3])).brokers) == [1, 2, 3]
    world.now += 0.2
    assert list(world.weigh(before, known(brokers=[1, 3])).brokers) == [1, 3]


def test_a_broker_that_does_not_answer_us_either_has_left(world: World) -> None:
    assert list(world.weigh(known(), known(brokers=[1, 3]), unreachable=[2]).brokers) == [1, 3]


def test_another_cluster_owes_no_topics(world: World) -> None:
    other = ClusterMetadata("other", 1, known().brokers, {})
    assert world.weigh(known(), other) is other
