"""What terminals send, as messages: no byte ends it, and no part of a report becomes a key."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from kafkatui.tui.terminal_input import OldMouseReports, TerminalInput

REPORTS = [
    b"\x1b[M\x43\x98\x2a",
    b"\x1b[M\x20\xc3\xa9",
    b"\x1b[M\x23\x21\x22",
    b"\x1b[M\xff\xff\xff",
    b"\x1b[M\x20\x21\xe2",
]
SEQUENCES = st.sampled_from(
    [b"\x1b[", b"\x1b[M", b"\x1b[<", b"\x1b[1:2u", b"\x1b[99999999999u", b"\x1b[200~", b"\x1bO"]
)


def keys(chunks: Iterable[bytes], asked: list[None] | None = None) -> list[str]:
    source = TerminalInput(lambda: asked.append(None) if asked is not None else None)
    messages = [message for chunk in chunks for message in source.feed(chunk)]
    return [message.key for message in messages if isinstance(message, events.Key)]


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("cut", range(1, 7))
def test_a_report_is_no_key_wherever_it_is_cut(report: bytes, cut: int) -> None:
    data = b"a" + report + b"b"
    asked: list[None] = []
    assert keys([data[:cut], data[cut:]], asked) == ["a", "b"]
    assert asked


def test_text_that_is_not_utf_8_becomes_marks_and_what_follows_is_read() -> None:
    mark = "replacement_character"
    assert keys([b"\xe9t\xe9", b"x", "é".encode()]) == [mark, "t", mark, "x", "é"]


def test_a_sequence_the_parser_fails_at_takes_no_other_along() -> None:
    assert keys([b"a\x1b[1:2u\x1b[A\x1b[99999999999ub"])[:2] == ["a", "up"]
    source = TerminalInput(lambda: None)
    assert not list(source.feed(b"\x1b[99999999999u"))
    assert [message.key for message in source.feed(b"q") if isinstance(message, events.Key)] == ["q"]


@given(st.lists(st.one_of(st.binary(max_size=8), SEQUENCES), max_size=30))
def test_nothing_ends_it(chunks: list[bytes]) -> None:
    source = TerminalInput(lambda: None)
    for chunk in chunks:
        list(source.feed(chunk))
        list(source.tick())


@given(st.lists(st.binary(min_size=1, max_size=6), max_size=20))
def test_other_bytes_stay_what_they_are(chunks: list[bytes]) -> None:
    reports = OldMouseReports()
    taken = [reports.take(chunk) for chunk in chunks]
    assert [len(data) for data, _ in taken] == [len(chunk) for chunk in chunks]
    if not sum(count for _, count in taken):
        assert b"".join(data for data, _ in taken) == b"".join(chunks)
