"""Standard output: what many lines cost, and what a terminal is spared."""

from __future__ import annotations

import io
import sys

import pytest

from kafkatui.cli.terminal import write_lines


class Screen(io.TextIOWrapper):
    """A terminal that counts how often it is written to."""

    def __init__(self, *, is_terminal: bool = True) -> None:
        self.raw_bytes = CountedBytes()
        self._is_terminal = is_terminal
        super().__init__(self.raw_bytes, encoding="utf-8")

    def isatty(self) -> bool:
        return self._is_terminal


class CountedBytes(io.BytesIO):
    writes = 0

    def write(self, data: object) -> int:
        self.writes += 1
        return super().write(data)  # type: ignore[arg-type]


def test_many_lines_are_written_in_few_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stdout", screen)
    write_lines([""] * 100_000)
    assert screen.raw_bytes.getvalue() == b"\n" * 100_000
    assert screen.raw_bytes.writes <= 1_000


@pytest.mark.parametrize(("is_terminal", "shown"), [(True, "a␛b\n␀\n"), (False, "a\x1bb\n\x00\n")])
def test_every_line_of_a_block_is_sanitised_for_a_terminal_only(
    is_terminal: bool, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = Screen(is_terminal=is_terminal)
    monkeypatch.setattr(sys, "stdout", screen)
    write_lines(["a\x1bb", "\x00"])
    write_lines([])
    assert screen.raw_bytes.getvalue().decode() == shown
