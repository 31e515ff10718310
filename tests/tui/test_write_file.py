"""`w`: a name that no file can have is told where it was typed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from textual.widgets import Input, Static

from kafkatui.tui.screens.write_file import WriteScreen
from tests.drive.drawn import is_open
from tests.drive.until import until
from tests.tui.test_typeahead import at_topics, burst


@pytest.mark.parametrize(("name", "said"), [
    ("x" * 3_000 + ".csv", "File name too long"),
    ("a\x00b.csv", "null byte"),
    (".", "is a folder"),
    ("kept.csv", "kept.csv exists (5 B)"),
    ("kept.csv/below.csv", "Not a directory"),
    (">> kept.csv", "It has other columns."),
    (">> .", "is a folder"),
    (">>", "Type a file name."),
    ("gone/rows.csv", "No such file or directory"),
])  # fmt: skip
async def test_a_name_that_cannot_be_is_told(
    name: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "kept.csv").write_text("kept\n")
    async with at_topics() as (app, pilot):
        burst(app, "w")
        await until(pilot, lambda: is_open(app, WriteScreen))
        line = app.screen.query_one(Static)
        app.screen.query_one(Input).value = name
        burst(app, "\r")
        await until(pilot, lambda: said in str(line.content))
        assert len(str(line.content)) < 300
        assert app.crash is None
    assert os.listdir(tmp_path) == ["kept.csv"]
    assert (tmp_path / "kept.csv").read_text() == "kept\n"


async def test_after_an_arrow_a_file_is_gone_on_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with at_topics() as (app, pilot):
        for count in (1, 2, 3):
            burst(app, "w")
            await until(pilot, lambda: is_open(app, WriteScreen))
            app.screen.query_one(Input).value = ">> topics.csv"
            burst(app, "\r")
            await until(pilot, lambda: not is_open(app, WriteScreen))
            lines = (tmp_path / "topics.csv").read_text().splitlines()
            rows = [line for line in lines if line != lines[0]]
            assert (lines.count(lines[0]), len(rows)) == (1, len(lines) - 1)
            assert rows == rows[: len(rows) // count] * count
        assert app.crash is None
    assert os.listdir(tmp_path) == ["topics.csv"]
