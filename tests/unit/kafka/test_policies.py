"""Where a stream is finished, and what is handed on until then."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kafkatui.kafka.stream.assignment import Assignment
from kafkatui.kafka.stream.policy import Follow, ToEnd
from tests.unit.kafka.logs import Logs, places, plan_of, read


@given(st.dictionaries(st.integers(0, 3), st.sets(st.integers(0, 60)), min_size=1), st.integers(0, 70))
def test_every_record_below_the_end_is_handed_on_and_nothing_beyond(offsets: dict[int, set[int]], end: int) -> None:
    logs = Logs(
        {partition: dict.fromkeys(there, 5) for partition, there in offsets.items()}, dict.fromkeys(offsets, 99)
    )
    plan = plan_of(dict.fromkeys(offsets, 0), dict.fromkeys(offsets, 0), dict.fromkeys(offsets, end))
    policies: list[ToEnd] = []

    def policy_of(held: Assignment) -> ToEnd:
        policies.append(ToEnd(held, plan))
        return policies[0]

    found = read(logs, plan, policy_of)
    expected = sorted((partition, offset) for partition, there in offsets.items() for offset in there if offset < end)
    assert sorted(places(found)) == expected
    assert all(policies[0].is_finished(("t", partition)) for partition in offsets)


def test_the_end_of_now_does_not_count_where_it_lies_before_the_end_of_then() -> None:
    """A new leader may lag behind the old one for a moment."""
    logs = Logs({0: {0: 1}}, {0: 5})
    plan = plan_of({0: 0}, {0: 0}, {0: 9})
    policy = ToEnd(Assignment(logs), plan)  # type: ignore[arg-type]
    assert list(policy.passed(("t", 0), 5)) == []
    assert not policy.is_finished(("t", 0))
    policy.passed(("t", 0), 9)
    assert policy.is_finished(("t", 0))


def test_how_much_is_lost_counts_only_what_was_wanted() -> None:
    plan = plan_of({0: 0}, {0: 0}, {0: 100})
    to_end = ToEnd(Assignment(Logs({0: {}}, {0: 0})), plan)  # type: ignore[arg-type]
    assert to_end.wanted_count(("t", 0), 40, 70) == 30
    assert to_end.wanted_count(("t", 0), 40, 500) == 60
    assert to_end.wanted_count(("t", 0), 40, None) == 60
    assert Follow().wanted_count(("t", 0), 40, 500) == 460
    assert Follow().wanted_count(("t", 0), 40, None) == 0
