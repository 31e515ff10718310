"""Numbers, sizes, durations and times as they are read."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from kafkatui.view import numbers
from kafkatui.view.natural_order import natural_key
from kafkatui.view.sparkline import range_sparkline, sparkline
from kafkatui.view.text_width import cut, text_width


@pytest.mark.parametrize(
    ("show", "value", "expected"),
    [
        (numbers.count, 1204, "1,204"),
        (numbers.short_count, 9999, "9,999"),
        (numbers.short_count, 4_912_345, "4.9 M"),
        (numbers.size, 0, "0 B"),
        (numbers.size, 999, "999 B"),
        (numbers.size, 1000, "1.0 kB"),
        (numbers.size, 1_234_567, "1.2 MB"),
        (numbers.size, 182_000_000, "182 MB"),
        (numbers.size, 999_600, "1.0 MB"),
        (numbers.size, 2 * 10**18, "2.0 EB"),
        (numbers.rate, 0.0, "0.0"),
        (numbers.rate, 0.01, "<0.1"),
        (numbers.rate, 412.13, "412.1"),
        (numbers.rate, 12345.6, "12,346"),
        (numbers.duration, 0, "0s"),
        (numbers.duration, 0.62, "0.6s"),
        (numbers.duration, 12, "12s"),
        (numbers.duration, 59.7, "1m00s"),
        (numbers.duration, 134, "2m14s"),
        (numbers.duration, 11100, "3h05m"),
        (numbers.duration, 183600, "2d03h"),
        (numbers.duration, -5, "-5s"),
        (numbers.age, -3, "0s"),
        (numbers.age, 134, "2m"),
        (numbers.age, 90000, "1d"),
        (numbers.latency, 0.00085, "850 µs"),
        (numbers.latency, 0.0034, "3.4 ms"),
        (numbers.latency, 0.25, "250 ms"),
        (numbers.latency, 1.24, "1.2 s"),
        (numbers.percent, 0.0, "0 %"),
        (numbers.percent, 0.001, "<1 %"),
        (numbers.percent, 0.999, ">99 %"),
        (numbers.percent, 0.123, "12 %"),
        (numbers.timestamp, 2**63 - 1, "9223372036854775807 ms"),
    ],
)
def test_a_number_reads_as_people_write_it(show: Callable[[Any], str], value: float, expected: str) -> None:
    assert show(value) == expected


def test_times_are_local_with_milliseconds() -> None:
    assert re.fullmatch(r"20\d\d-\d\d-\d\d \d\d:\d\d:\d\d\.123", numbers.timestamp(1_763_800_000_123))
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.123[+-]\d\d:\d\d", numbers.iso_timestamp(1_763_800_000_123))
    assert numbers.timestamp(-1).endswith(".999")
    assert numbers.iso_timestamp_utc(1_763_800_000_123) == "2025-11-22T08:26:40.123+00:00"


@pytest.mark.parametrize("moment_ms", [253_402_300_800_000, 2**63 - 1, -(2**63)])
def test_times_that_no_calendar_has_are_written_as_numbers(moment_ms: int) -> None:
    assert numbers.iso_timestamp_utc(moment_ms) == numbers.iso_timestamp(moment_ms) == str(moment_ms)
    assert numbers.timestamp(moment_ms) == f"{moment_ms} ms"


@pytest.mark.parametrize(
    ("samples", "width", "expected"),
    [
        ((), 3, "   "),
        ((0.0, 0.0), 2, "▁▁"),
        ((0.0, 50.0, 100.0), 3, "▁▅█"),
        ((0.01, 100.0), 2, "▂█"),
        ((None, 1.0), 2, " █"),
        ((1.0, 2.0, 4.0), 2, "▅█"),
        ((1.0,), 0, ""),
    ],
)
def test_a_sparkline_draws_the_newest_samples(samples: tuple[float | None, ...], width: int, expected: str) -> None:
    assert sparkline(samples, width) == expected


@pytest.mark.parametrize(
    ("samples", "width", "expected"),
    [
        ((), 3, "   "),
        ((0, 0), 2, "▁▁"),
        ((2_500, 2_500), 2, "▄▄"),
        ((2_500, 2_503, 2_507), 3, "▂▅█"),
        ((0, 5, None, 10), 4, "▁▅ █"),
        ((1, 2, 4), 2, "▂█"),
    ],
)
def test_a_course_is_drawn_from_its_least_to_its_most(
    samples: tuple[float | None, ...], width: int, expected: str
) -> None:
    assert range_sparkline(samples, width) == expected


def test_numbers_in_names_sort_by_value() -> None:
    assert sorted(["n10", "n2", "10", "9", "N1", "a"], key=natural_key) == ["9", "10", "a", "N1", "n2", "n10"]


@pytest.mark.parametrize(
    ("text", "width", "expected"), [("abc", 3, "abc"), ("abcd", 3, "ab…"), ("漢字漢", 5, "漢字…"), ("abc", 0, "")]
)
def test_a_cut_text_fits_its_width(text: str, width: int, expected: str) -> None:
    assert cut(text, width) == expected
    assert text_width(expected) <= width


def test_sequential_names_stay_in_the_order_of_their_creation_when_the_counter_turns_negative() -> None:
    created = ["task-0000000009", "task-2147483647", "task--2147483648", "task--2147483647", "task--000000001"]
    shuffled = [created[index] for index in (3, 0, 4, 2, 1)]
    assert sorted(shuffled, key=natural_key) == created


@pytest.mark.parametrize("prefix", ["n_", "lock-", "", "a.b."])
def test_they_do_so_behind_any_prefix_that_ends_in_no_letter(prefix: str) -> None:
    created = [f"{prefix}{number:010d}" for number in (7, (1 << 31) - 1, -(1 << 31), -1_500_000_000, -10, -2)]
    assert sorted([*created[2:], *created[:2]], key=natural_key) == created


def test_a_hyphen_within_a_name_is_no_sign() -> None:
    names = ["order-000000007", "order-000000012", "order-0000000100"]
    assert sorted([*names[2:], *names[:2]], key=natural_key) == names
