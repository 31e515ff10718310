"""A file is gone on with whole, or stays what it was."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from kafkatui.session.appended_file import appended_file, first_line


@pytest.mark.parametrize(
    ("before", "after"),
    [("", "new\n"), ("one\n", "one\nnew\n"), ("one\ntwo", "one\ntwo\nnew\n"), ("a\r\n", "a\r\nnew\n")],
)
def test_what_is_written_stands_behind_the_last_line(tmp_path: Path, before: str, after: str) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(before.encode())
    with appended_file(path) as file:
        file.write("new\n")
    assert path.read_bytes() == after.encode()


@pytest.mark.parametrize("before", ["", "one\n", "one"])
def test_what_fails_half_way_leaves_it_as_it_was(tmp_path: Path, before: str) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(before)
    with suppress(KeyError), appended_file(path) as file:
        file.write("half\n" * 10_000)
        raise KeyError
    assert path.read_text() == before


def test_what_somebody_else_has_written_meanwhile_stays(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text("one\n")
    with suppress(KeyError), appended_file(path) as file:
        file.write("half\n")
        file.flush()
        with path.open("a") as other:
            other.write("theirs\n")
        raise KeyError
    assert path.read_text() == "one\nhalf\ntheirs\n"


def test_a_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), appended_file(tmp_path / "none.csv"):
        pass
    assert not list(tmp_path.iterdir())


def test_the_first_line(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(b"a,b\r\n1,2\r\n")
    assert first_line(path) == "a,b"
