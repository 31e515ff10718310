"""How fast a lag grows is told from what was seen of it lately."""

from __future__ import annotations

import pytest

from kafkatui.insight.lag_trend import lag_trend
from kafkatui.model.group_track import LagLook


def looks(*lags: int | None, every_seconds: float = 4.0) -> tuple[LagLook, ...]:
    return tuple(LagLook(1_000.0 + every_seconds * number, lag) for number, lag in enumerate(lags))


@pytest.mark.parametrize("seen", [(), looks(1, 2), looks(1, None, None, 2), looks(1, 2, 3, every_seconds=1.0)])
def test_too_few_looks_tell_nothing(seen: tuple[LagLook, ...]) -> None:
    assert lag_trend(seen) is None


def test_a_lag_that_grows_and_one_that_shrinks() -> None:
    grows, shrinks = lag_trend(looks(*range(0, 488, 8))), lag_trend(looks(*range(488, 0, -8)))
    assert grows is not None
    assert shrinks is not None
    assert grows.per_second == pytest.approx(2.0)
    assert grows.over_seconds == 240.0
    assert shrinks.per_second == pytest.approx(-2.0)


def test_commits_in_steps_are_no_trend_and_gaps_are_left_out() -> None:
    steps = lag_trend(looks(*[lag for _ in range(20) for lag in (0, 6, 12, None)]))
    assert steps is not None
    assert abs(steps.per_second) < 0.05
    level = lag_trend(looks(7, 7, None, 7))
    assert level is not None
    assert level.is_level


def test_what_was_seen_long_ago_says_nothing_of_now() -> None:
    trend = lag_trend((LagLook(0.0, 1_000_000), *looks(10, 10, 10, 10)))
    assert trend is not None
    assert trend.is_level
