"""A log in a file: where reading begins, and what becomes of it when the file is rotated, emptied or taken away."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event

import pytest

from kafkatui.logs.file_log import BLOCK_BYTES, FileLog
from kafkatui.model.errors import NotFound, RequestFailed
from kafkatui.model.server_log import LogWanted

BEGIN = datetime(2026, 11, 29, 6, 0)


def written(path: Path, count: int, *, pad: int = 10) -> list[str]:
    """A log with a line every second."""
    lines = [f"[{BEGIN + timedelta(seconds=number)},000] INFO {number} {'x' * pad} (a.B)" for number in range(count)]
    path.write_text("".join(f"{line}\n" for line in lines))
    return lines


def read(path: Path, wanted: LogWanted) -> list[str]:
    return [line.text for batch in FileLog(path).batches(wanted, Event()) for line in batch]


@pytest.mark.parametrize("count", [0, 1, 2, 99, 700, 5_000, 9_999])
def test_the_newest_lines_are_those_wanted_however_many_blocks_they_fill(tmp_path: Path, count: int) -> None:
    lines = written(tmp_path / "log", 5_000, pad=BLOCK_BYTES // 600)
    assert read(tmp_path / "log", LogWanted(lines=count)) == lines[max(0, 5_000 - count) :]


@pytest.mark.parametrize("second", [0, 1, 2_500, 4_999])
def test_since_a_moment_is_from_its_line_on(tmp_path: Path, second: int) -> None:
    lines = written(tmp_path / "log", 5_000, pad=100)
    since = (BEGIN + timedelta(seconds=second)).timestamp()
    assert read(tmp_path / "log", LogWanted(since_seconds=since)) == lines[second:]
    assert read(tmp_path / "log", LogWanted(10, since)) == lines[second:][-10:]


def test_since_a_moment_after_the_last_line_nothing_is_left(tmp_path: Path) -> None:
    written(tmp_path / "log", 50)
    assert read(tmp_path / "log", LogWanted(since_seconds=(BEGIN + timedelta(days=1)).timestamp())) == []


def test_a_log_without_times_is_given_whole(tmp_path: Path) -> None:
    (tmp_path / "log").write_bytes(b"one\r\ntwo\xff\nthree")
    assert read(tmp_path / "log", LogWanted(since_seconds=1.0)) == ["one", "two\udcff", "three"]


@contextmanager
def following(path: Path) -> Iterator[Iterator[list[str]]]:
    """The batches of a follower, empty ones included."""
    stopped = Event()
    batches = FileLog(path).batches(LogWanted(lines=1, follows=True), stopped)
    try:
        yield ([line.text for line in batch] for batch in batches)
    finally:
        stopped.set()


def next_lines(batches: Iterator[list[str]]) -> list[str]:
    """The next lines that come."""
    return next(batch for batch in batches if batch)


def test_what_is_appended_comes_once_its_line_has_ended(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_text("old\nnewest\n")
    with following(path) as batches, path.open("a") as log:
        assert next(batches) == ["newest"]
        assert next(batches) == []
        log.write("half")
        log.flush()
        assert next(batches) == []
        log.write(" whole\nnext\n")
        log.flush()
        assert next_lines(batches) == ["half whole", "next"]


def test_a_file_that_is_renamed_is_read_to_its_end_and_then_the_new_one(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_text("a\n")
    with following(path) as batches, path.open("a") as log:
        assert (next(batches), next(batches)) == (["a"], [])
        path.rename(tmp_path / "log.1")
        path.write_text("c\n")
        log.write("b\n")
        log.flush()
        assert next_lines(batches) == ["b"]
        assert next_lines(batches) == ["c"]


def test_a_file_that_is_emptied_is_read_from_its_beginning(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_text("a long line\n")
    with following(path) as batches:
        assert (next(batches), next(batches)) == (["a long line"], [])
        path.write_text("new\n")
        assert next_lines(batches) == ["new"]


def test_a_file_that_is_gone_is_said(tmp_path: Path) -> None:
    path = tmp_path / "log"
    with pytest.raises(NotFound, match="no such file"):
        read(path, LogWanted())
    path.write_text("a\n")
    with following(path) as batches:
        assert (next(batches), next(batches)) == (["a"], [])
        path.unlink()
        with pytest.raises(NotFound, match="is gone"):
            next_lines(batches)
    with pytest.raises(RequestFailed, match="directory"):
        read(tmp_path, LogWanted())


def test_a_file_that_may_come_later_is_empty_until_it_does(tmp_path: Path) -> None:
    assert list(FileLog(tmp_path / "log", may_come_later=True).batches(LogWanted(), Event())) == [[]]
    stopped = Event()
    batches = FileLog(tmp_path / "log", may_come_later=True).batches(LogWanted(follows=True), stopped)
    assert next(batches) == []
    (tmp_path / "log").write_text("one\n")
    while not (batch := next(batches)):
        pass
    assert [line.text for line in batch] == ["one"]
    stopped.set()
    assert list(batches) in ([], [[]])
