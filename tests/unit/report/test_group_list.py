"""Rows of groups: made when they are looked at, and the same again while nothing changes."""

from __future__ import annotations

import pytest

from kafkatui.model.group import OLD, Group
from kafkatui.model.group_samples import GroupsSample
from kafkatui.model.lag import LagTotal
from kafkatui.model.observed import Observed
from kafkatui.model.offset_sample import OffsetSample
from kafkatui.report import group_list
from kafkatui.report.group_list import GroupList
from kafkatui.report.groups import NOTHING_ELSE, group_rows, with_old_groups
from kafkatui.report.lazy_rows import LazyRows

MANY = 10_000
NO_OLD: Observed[GroupsSample] = Observed.unknown()


def sample(count: int, prefix: str = "g", kind: str = "", **errors: str) -> Observed[GroupsSample]:
    """Groups g0 to gN, each as far behind as its number."""
    names = [f"{prefix}{number}" for number in range(count)]
    groups = tuple(Group(name, "Empty", type=kind or "classic", error=errors.get(name, "")) for name in names)
    lags = {name: LagTotal(number, 0, 0) for number, name in enumerate(names)}
    return Observed.ok(GroupsSample(groups, {}, OffsetSample({}, {}, 1.0), lags=lags), 1.0)


def made(rows: object) -> int:
    assert isinstance(rows, LazyRows)
    return rows.made_count


def test_only_rows_that_are_looked_at_are_made() -> None:
    groups, observed = GroupList(), sample(MANY)
    rows = groups.rows(observed, NO_OLD, NOTHING_ELSE, ())
    assert len(rows) == MANY
    assert groups.told() == (LagTotal(sum(range(MANY)), 0, 0), 0)
    assert [row.group.id for row in groups.with_most_lag(2)] == [f"g{MANY - 1}", f"g{MANY - 2}"]
    assert rows[7].group.id == "g7"
    assert made(rows) == 3


def test_they_are_the_same_until_something_else_is_known() -> None:
    groups, observed, version = GroupList(), sample(3), 1000
    rows = groups.rows(observed, NO_OLD, NOTHING_ELSE, (version,))
    assert groups.rows(observed, NO_OLD, NOTHING_ELSE, (version,)) is rows
    assert groups.rows(observed, NO_OLD, NOTHING_ELSE, (version + 1,)) is not rows
    assert groups.rows(sample(4), NO_OLD, NOTHING_ELSE, (version,)) is not rows
    assert groups.told()[0].known == 6


def test_they_are_those_that_are_made_all_at_once() -> None:
    observed, old = sample(5, g2="not allowed"), sample(7, kind=OLD)
    rows = GroupList().rows(observed, old, NOTHING_ELSE, ())
    assert list(rows) == with_old_groups(group_rows(observed), old)


def test_what_is_told_of_some_and_of_those_that_could_not_be_read() -> None:
    groups = GroupList()
    rows = groups.rows(sample(5, g3="not allowed"), sample(2, "old"), NOTHING_ELSE, ())
    assert groups.told() == (LagTotal(0 + 1 + 2 + 4 + 0 + 1, 0, 0), 1)
    assert groups.told(["g4", "old1", "gone"]) == (LagTotal(5, 0, 0), 0)
    assert isinstance(rows, LazyRows)
    assert rows.texts()[:2] == ["g0 Empty", "g1 Empty"]


def test_before_anything_is_known_there_is_nothing() -> None:
    groups = GroupList()
    assert list(groups.rows(Observed.unknown(), NO_OLD, NOTHING_ELSE, ())) == []
    assert groups.with_most_lag(5) == []
    assert groups.told() == (LagTotal(0, 0, 0), 0)


def test_sums_and_the_order_are_worked_out_once_for_the_same_readings(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = {"sum_totals": 0, "lag_weight": 0}

    def counted(name: str) -> None:
        plain = getattr(group_list, name)

        def count(*arguments: object) -> object:
            counts[name] += 1
            return plain(*arguments)

        monkeypatch.setattr(group_list, name, count)

    for name in counts:
        counted(name)
    groups, observed = GroupList(), sample(5)
    for version in range(3):  # what was seen of groups is another each time; the readings are not
        groups.rows(observed, NO_OLD, NOTHING_ELSE, (object(), version))
        assert groups.told() == (LagTotal(10, 0, 0), 0)
        assert [row.group.id for row in groups.with_most_lag(2)] == ["g4", "g3"]
    assert counts == {"sum_totals": 1, "lag_weight": 5}
    for _ in range(2):
        assert groups.told(["g4", "g1"]) == (LagTotal(5, 0, 0), 0)
    assert groups.told(["g4"]) == (LagTotal(4, 0, 0), 0)
    assert counts["sum_totals"] == 3
    groups.rows(sample(2), NO_OLD, NOTHING_ELSE, ())
    assert groups.told() == (LagTotal(1, 0, 0), 0)
    assert [row.group.id for row in groups.with_most_lag(9)] == ["g1", "g0"]
