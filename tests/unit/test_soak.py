"""A soak takes a new seed each time, goes on until its time is over, and stops at the first failure."""

from __future__ import annotations

import pytest

from tests.soak import TESTS, soak


class Clock:
    """Every run takes a minute."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.runs: list[tuple[str, int]] = []

    def run(self, variable: str, seed: int) -> bool:
        self.seconds += 60
        self.runs.append((variable, seed))
        return len(self.runs) != 7


def test_it_takes_turns_with_new_seeds_until_the_time_is_over(capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    assert soak(5, clock.run, lambda: clock.seconds) == 0
    assert [variable for variable, _ in clock.runs] == [*TESTS, *TESTS, *TESTS][:5]
    assert len({seed for _, seed in clock.runs}) == 5
    said = capsys.readouterr().out
    assert all(f"{variable}={seed} ok" in said for variable, seed in clock.runs)
    assert "5 runs, none failed" in said


def test_it_stops_at_the_first_failure_and_says_how_to_make_it_again(capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    assert soak(60, clock.run, lambda: clock.seconds) == 1
    variable, seed = clock.runs[-1]
    assert len(clock.runs) == 7
    assert f"{variable}={seed} " in capsys.readouterr().out.splitlines()[-1]
