"""Plans are valid, even, small and the same each time; no other valid plan of a small cluster moves fewer replicas."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import pytest

from kafkatui.insight.reassign.planner import By, Wish, plan_moves
from kafkatui.model.cluster import Partition
from kafkatui.model.partition_move import PartitionMove

SEEDS = range(30)

RACKS = {1: "a", 2: "a", 3: "b", 4: "b", 5: "c"}


def partition(number: int, *replicas: int, topic: str = "t", isr: Sequence[int] | None = None) -> Partition:
    return Partition(topic, number, replicas[0], replicas, tuple(isr if isr is not None else replicas))


def random_partitions(seed: int, count: int, brokers: Sequence[int], most_replicas: int) -> list[Partition]:
    chance = random.Random(seed)
    weights = {broker: chance.random() ** 2 for broker in brokers}
    found = []
    for number in range(count):
        factor = chance.randint(1, most_replicas)
        by_chance = sorted(brokers, key=lambda broker: chance.random() * (0.1 + weights[broker]))
        found.append(partition(number, *by_chance[:factor]))
    return found


def after(partitions: Sequence[Partition], moves: Sequence[PartitionMove]) -> dict[int, tuple[int, ...]]:
    by_number = {move.partition: move.after for move in moves}
    return {each.id: by_number.get(each.id, each.replicas) for each in partitions}


def loads(placed: Mapping[int, Sequence[int]], brokers: Sequence[int]) -> list[int]:
    count = Counter(broker for replicas in placed.values() for broker in replicas)
    return sorted(count[broker] for broker in brokers)


def squares(counts: Sequence[int]) -> int:
    return sum(count * count for count in counts)


def rack_squares(replicas: Sequence[int], racks: Mapping[int, str]) -> int:
    return squares(list(Counter(racks[broker] for broker in replicas).values()))


def every_plan(
    partitions: Sequence[Partition], brokers: Sequence[int], racks: Mapping[int, str] | None
) -> Iterator[tuple[tuple[int, ...], ...]]:
    """All placements with distinct brokers, each partition over racks as evenly as it can be."""
    ways = []
    for each in partitions:
        some = list(itertools.combinations(brokers, len(each.replicas)))
        if racks is not None:
            least = min(rack_squares(way, racks) for way in some)
            some = [way for way in some if rack_squares(way, racks) == least]
        ways.append(some)
    return itertools.product(*ways)


def added(partitions: Sequence[Partition], placed: Sequence[Sequence[int]]) -> int:
    return sum(len(set(now) - set(each.replicas)) for each, now in zip(partitions, placed, strict=True))


@pytest.mark.parametrize("has_racks", [False, True])
@pytest.mark.parametrize("seed", SEEDS)
def test_no_other_valid_plan_moves_fewer_replicas(seed: int, has_racks: bool) -> None:
    chance = random.Random(seed)
    partitions = random_partitions(seed, chance.randint(1, 6), (1, 2, 3, 4), 2 if seed % 2 else 3)
    brokers = tuple(sorted(chance.sample(sorted(RACKS), chance.choice((3, 4)))))
    racks = {broker: RACKS[broker] for broker in brokers} if has_racks else None

    found = after(partitions, plan_moves(partitions, {}, Wish(By.REPLICAS, brokers, racks)))

    plans = list(every_plan(partitions, brokers, racks))
    evenest = min(squares(loads(dict(enumerate(plan)), brokers)) for plan in plans)
    valid = [plan for plan in plans if squares(loads(dict(enumerate(plan)), brokers)) == evenest]
    placed = [found[each.id] for each in partitions]
    assert all(len(set(replicas)) == len(replicas) and set(replicas) <= set(brokers) for replicas in placed)
    assert tuple(tuple(sorted(replicas)) for replicas in placed) in valid
    assert added(partitions, placed) == min(added(partitions, plan) for plan in valid)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_must_move_is_all_that_moves_and_goes_where_least_is(seed: int) -> None:
    chance = random.Random(seed)
    partitions = random_partitions(seed, 5, (1, 2, 3, 4), 2)
    brokers = tuple(sorted(chance.sample((1, 2, 3, 4, 5), 3)))
    placed = after(partitions, plan_moves(partitions, {}, Wish(By.MUST, brokers)))
    for each in partitions:
        assert set(each.replicas) & set(brokers) <= set(placed[each.id])
    plans = [
        plan for plan in every_plan(partitions, brokers, None)
        if added(partitions, plan) == added(partitions, list(placed.values()))
    ]  # fmt: skip
    assert added(partitions, list(placed.values())) == min(
        added(partitions, plan) for plan in every_plan(partitions, brokers, None)
    )
    evenest = min(squares(loads(dict(enumerate(plan)), brokers)) for plan in plans)
    assert squares(loads(placed, brokers)) == evenest


@pytest.mark.parametrize("seed", SEEDS)
def test_leaders_are_evened_out_by_order_alone_with_the_fewest_changes(seed: int) -> None:
    partitions = random_partitions(seed, 6, (1, 2, 3, 4), 3)
    moves = plan_moves(partitions, {}, Wish(By.LEADERS, (1, 2, 3, 4)))
    placed = after(partitions, moves)
    assert all(sorted(placed[each.id]) == sorted(each.replicas) for each in partitions)
    assert all(move.moved_bytes == 0 and not move.adding and not move.removing for move in moves)
    plans = list(itertools.product(*(each.replicas for each in partitions)))
    evenest = min(squares(list(Counter(plan).values())) for plan in plans)
    leaders = [placed[each.id][0] for each in partitions]
    assert squares(list(Counter(leaders).values())) == evenest
    fewest = min(
        sum(leader != each.replicas[0] for leader, each in zip(plan, partitions, strict=True))
        for plan in plans
        if squares(list(Counter(plan).values())) == evenest
    )
    assert len(moves) == fewest


@pytest.mark.parametrize("seed", SEEDS)
def test_by_bytes_no_broker_gets_fuller_than_the_fullest_was(seed: int) -> None:
    partitions = random_partitions(seed, 12, (1, 2, 3, 4), 3)
    chance = random.Random(seed)
    sizes = {("t", each.id): chance.randint(0, 1000) ** 2 for each in partitions}

    def held(placed: Mapping[int, Sequence[int]]) -> list[int]:
        count: Counter[int] = Counter()
        for number, replicas in placed.items():
            count.update(dict.fromkeys(replicas, sizes["t", number]))
        return [count[broker] for broker in (1, 2, 3, 4)]

    moves = plan_moves(partitions, sizes, Wish(By.BYTES, (1, 2, 3, 4)))
    before, then = held(after(partitions, ())), held(after(partitions, moves))
    assert sum(before) == sum(then)
    assert max(then) <= max(before)
    assert squares(then) < squares(before) or not moves
    again = [partition(number, *replicas) for number, replicas in after(partitions, moves).items()]
    assert plan_moves(again, sizes, Wish(By.BYTES, (1, 2, 3, 4))) == (), "what is even stays"


@pytest.mark.parametrize("by", list(By))
def test_what_is_even_already_stays(by: By) -> None:
    partitions = [partition(0, 1, 2), partition(1, 2, 3), partition(2, 3, 1)]
    sizes = {("t", number): 100 for number in range(3)}
    assert plan_moves(partitions, sizes, Wish(by, (1, 2, 3))) == ()


def test_a_broker_that_is_left_out_gives_up_everything_and_its_places_are_inherited() -> None:
    partitions = [partition(0, 4, 1), partition(1, 2, 4), partition(2, 3, 1)]
    moves = plan_moves(partitions, {("t", 0): 10}, Wish(By.REPLICAS, (1, 2, 3)))
    placed = after(partitions, moves)
    assert all(4 not in replicas for replicas in placed.values())
    assert [move.partition for move in moves] == [0, 1]
    assert placed[1][0] == 2, "its leader stays"
    assert moves[0].moved_bytes == 10
    assert moves[1].moved_bytes is None, "not known is not nothing"


def test_a_replication_factor_grows_and_shrinks_and_what_is_in_sync_is_kept() -> None:
    partitions = [partition(0, 1, 2, 3, isr=(1, 3)), partition(1, 2, 3, 1, isr=(2, 3))]
    less = after(partitions, plan_moves(partitions, {}, Wish(By.MUST, (1, 2, 3), replication_factor=2)))
    assert less == {0: (1, 3), 1: (2, 3)}
    one = [partition(number, number + 1) for number in range(3)]
    more = after(one, plan_moves(one, {}, Wish(By.REPLICAS, (1, 2, 3), replication_factor=2)))
    assert loads(more, (1, 2, 3)) == [2, 2, 2]
    assert [replicas[0] for replicas in more.values()] == [1, 2, 3], "leaders stay"


def test_plans_are_the_same_each_time_whatever_the_order() -> None:
    partitions = random_partitions(1, 40, (1, 2, 3, 4), 3)
    wish = Wish(By.REPLICAS, (1, 2, 3, 4, 5), RACKS)
    shuffled = list(partitions)
    random.Random(5).shuffle(shuffled)
    assert plan_moves(partitions, {}, wish) == plan_moves(shuffled, {}, wish)


@pytest.mark.parametrize("racks", [None, {broker: "abc"[broker % 3] for broker in range(1, 13)}])
def test_of_a_thousand_partitions_racks_and_evenness_are_kept(racks: Mapping[int, str] | None) -> None:
    partitions = [
        Partition("t", number, 1, tuple(1 + (number + step) % 9 for step in range(3)), ()) for number in range(1000)
    ]
    moves = plan_moves(partitions, {}, Wish(By.REPLICAS, tuple(range(1, 13)), racks))
    placed = after(partitions, moves)
    assert loads(placed, range(1, 13)) == [250] * 12
    if racks is not None:
        assert all(len({racks[broker] for broker in replicas}) == 3 for replicas in placed.values())
    assert sum(len(move.adding) for move in moves) == 750, "what the three new brokers get, and nothing else"
