"""Times and sizes of properties, as they are typed and as they are read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kafkatui.insight.config_values import ConfigUnit, in_words, read_value, unit_of, unlimited_value


@pytest.mark.parametrize(
    ("name", "typed", "number", "words"),
    [
        ("retention.ms", "7d", "604800000", "7 d"),
        ("retention.ms", " 1 h 30min ", "5400000", "1 h 30 min"),
        ("retention.ms", "1.5h", "5400000", "1 h 30 min"),
        ("retention.ms", "2 weeks", "1209600000", "14 d"),
        ("retention.ms", "unlimited", "-1", "unlimited"),
        ("retention.ms", "-1", "-1", "unlimited"),
        ("retention.ms", "604,800,000", "604800000", "7 d"),
        ("retention.ms", "86400001", "86400001", "≈ 1 d"),
        ("retention.ms", "500ms", "500", ""),
        ("segment.ms", "2147483647", "2147483647", "≈ 24 d 20 h"),
        ("log.retention.hours", "7d", "168", "7 d"),
        ("offsets.retention.minutes", "90", "90", "1 h 30 min"),
        ("flush.ms", "never", "9223372036854775807", "unlimited"),
        ("flush.messages", "unlimited", "9223372036854775807", "unlimited"),
        ("local.retention.ms", "-2", "-2", "as retention.ms"),
        ("segment.bytes", "1GiB", "1073741824", "1 GiB"),
        ("segment.bytes", "1.5 mib", "1572864", "1.5 MiB"),
        ("segment.bytes", "1GB", "1000000000", "1 GB"),
        ("max.message.bytes", "1048588", "1048588", "≈ 1 MiB"),
        ("log.cleaner.io.max.bytes.per.second", "1.7976931348623157E308", "1.7976931348623157E308", ""),
        ("leader.replication.throttled.rate", "10 MB", "10000000", "10 MB"),
        ("cleanup.policy", " compact,delete ", "compact,delete", ""),
        ("min.insync.replicas", "2", "2", ""),
        ("delete.retention.ms", "0", "0", ""),
    ],
)  # fmt: skip
def test_what_is_typed_is_read_as_a_number_and_told_in_words(name: str, typed: str, number: str, words: str) -> None:
    assert read_value(name, typed) == number
    assert in_words(name, number) == words


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("retention.ms", "soon", "a time in milliseconds"),
        ("retention.ms", "1GiB", "a time in milliseconds"),
        ("segment.bytes", "7d", "a size in bytes"),
        ("segment.bytes", "1G", "1GiB (1,073,741,824) or 1GB (1,000,000,000)"),
        ("segment.bytes", "1.5B", "whole bytes"),
        ("log.retention.hours", "90min", "whole hours"),
        ("segment.ms", "forever", "cannot be forever"),
    ],
)
def test_what_is_none_is_refused_with_what_would_be_one(name: str, typed: str, said: str) -> None:
    with pytest.raises(ValueError, match=r"segment|retention") as refused:
        read_value(name, typed)
    assert said in str(refused.value)


TIMES = st.sampled_from(["retention.ms", "x.seconds", "offsets.retention.minutes", "log.roll.hours", "x.ns"])


@given(st.one_of(TIMES, st.sampled_from(["segment.bytes", "x.buffer.size"])), st.integers(0, 2**62))
def test_words_say_the_number_unless_they_say_that_they_are_rounded(name: str, number: int) -> None:
    words = in_words(name, str(number))
    if words and not words.startswith("≈"):
        assert read_value(name, words.replace(",", "")) == str(number)


def test_the_unit_is_in_the_name() -> None:
    assert unit_of("log.cleaner.dedupe.buffer.size") is ConfigUnit.BYTES
    assert unit_of("metadata.log.max.record.bytes.between.snapshots") is ConfigUnit.BYTES
    assert unit_of("segment.jitter.ms") is ConfigUnit.MILLISECONDS
    assert unit_of("cleanup.policy") is None
    assert unlimited_value("cleanup.policy") is None
