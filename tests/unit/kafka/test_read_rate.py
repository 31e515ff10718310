"""The rate a tail shows."""

from __future__ import annotations

import pytest

from kafkatui.kafka.stream.read_rate import WINDOW_SECONDS, ReadRate


def test_the_rate_is_that_of_the_window_and_needs_two_samples() -> None:
    rate = ReadRate()
    assert rate.measure(0.0, 40) == 0.0
    assert rate.measure(0.5, 90) == pytest.approx(100)
    assert rate.measure(1.0, 90) == pytest.approx(50)


def test_what_was_read_before_the_window_counts_no_longer() -> None:
    rate = ReadRate()
    rate.measure(0.0, 0)
    rate.measure(0.25, 1_000)
    assert rate.measure(1.0, 1_000) == pytest.approx(1_000)
    assert rate.measure(0.25 + WINDOW_SECONDS, 1_000) == 0.0


def test_after_a_restart_only_new_records_count() -> None:
    rate = ReadRate()
    rate.measure(0.0, 0)
    rate.measure(0.25, 1_000)
    rate.restart(0.3, 1_000)
    assert rate.measure(0.8, 1_005) == pytest.approx(10)
