"""A group that falls behind for ever is found; one that only commits in steps is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kafkatui.insight.falling_behind import STUCK_SECONDS, falls_behind
from kafkatui.model.lag_history import LagHistory, LagPoint

LOOK_SECONDS = 4.0


def watched(
    seconds: float,
    *,
    produced: Callable[[float], float],
    committed: Callable[[float], float],
    look_seconds: float = LOOK_SECONDS,
    start_seconds: float = 0.0,
) -> LagHistory:
    """A group as it is seen every `look_seconds`; produced and committed tell offsets at a time."""
    history = LagHistory()
    for look in range(int(seconds / look_seconds) + 1):
        at = start_seconds + look * look_seconds
        commit = int(committed(at))
        history = history.append(LagPoint(at, max(0, int(produced(at)) - commit), commit, 1))
    return history


def in_steps(rate: float, period_seconds: float) -> Callable[[float], float]:
    """What a consumer of that rate has committed that commits every `period_seconds`."""
    return lambda at: rate * (at // period_seconds) * period_seconds


@given(
    period_seconds=st.floats(0.5, 30.0),
    start_seconds=st.floats(1_000.0, 2_000.0),
    rate=st.floats(0.5, 10_000.0),
    watched_seconds=st.floats(0.0, 300.0),
    look_seconds=st.sampled_from((1.5, 4.0, 7.0)),
)
def test_a_group_that_keeps_up_is_never_said_to_fall_behind_however_it_commits(
    period_seconds: float, start_seconds: float, rate: float, watched_seconds: float, look_seconds: float
) -> None:
    history = watched(
        watched_seconds,
        produced=lambda at: rate * at,
        committed=in_steps(rate, period_seconds),
        look_seconds=look_seconds,
        start_seconds=start_seconds,
    )
    assert not falls_behind(history)


@pytest.mark.parametrize("period_seconds", [1.0, 5.0, 10.0])
@pytest.mark.parametrize("share", [0.0, 0.3, 0.7])
def test_a_group_that_reads_less_than_is_written_falls_behind(period_seconds: float, share: float) -> None:
    history = watched(90, produced=lambda at: 1_000 + 100 * at, committed=in_steps(100 * share, period_seconds))
    assert falls_behind(history) is True


def test_it_is_told_soon_when_the_group_commits_often() -> None:
    history = watched(20, produced=lambda at: 1_000 + 6 * at, committed=in_steps(4, 1.0))
    assert falls_behind(history) is True


@pytest.mark.parametrize("seconds", [0.0, 4.0, 12.0])
def test_nothing_is_said_before_it_was_watched_for_long_enough(seconds: float) -> None:
    history = watched(seconds, produced=lambda at: 1_000 + 6 * at, committed=in_steps(4, 1.0))
    assert falls_behind(history) is None
    assert falls_behind(LagHistory()) is None


def test_a_group_without_commits_falls_behind_only_after_a_minute() -> None:
    def stuck(seconds: float) -> bool | None:
        return falls_behind(watched(seconds, produced=lambda at: 1_000 + 6 * at, committed=lambda _: 0))

    assert stuck(STUCK_SECONDS - LOOK_SECONDS) is None
    assert stuck(STUCK_SECONDS) is True


def test_a_group_at_rest_with_an_old_lag_does_not_fall_further_behind() -> None:
    assert not falls_behind(watched(200, produced=lambda _: 1_000, committed=lambda _: 10))


def test_a_group_that_catches_up_and_one_that_has_caught_up_do_not_fall_behind() -> None:
    assert not falls_behind(watched(60, produced=lambda at: 10_000 + 10 * at, committed=in_steps(100, 5.0)))
    caught_up = watched(60, produced=lambda at: 10 * at, committed=lambda at: 10 * at)
    assert falls_behind(caught_up) is False


def test_partitions_that_come_or_a_reset_begin_the_watch_anew() -> None:
    grown = watched(60, produced=lambda at: 1_000 + 6 * at, committed=in_steps(4, 1.0))
    assert falls_behind(grown) is True
    last = grown.points[-1]
    more = grown.append(LagPoint(last.at_seconds + 4, 90_000, last.committed, 2))
    assert falls_behind(more) is None
    reset = grown.append(LagPoint(last.at_seconds + 4, 90_000, 0, 1))
    assert falls_behind(reset) is None


def test_a_look_that_failed_is_passed_over() -> None:
    history = watched(16, produced=lambda at: 1_000 + 6 * at, committed=in_steps(4, 1.0))
    history = history.resumed(20.0, 4.0)
    assert falls_behind(history) is None
    assert falls_behind(history.append(LagPoint(24.0, 1_048, 96, 1))) is True
