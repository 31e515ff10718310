"""`search --report FILE`: a file that cannot be is refused first, and one that could not be written is told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kafkatui.cli import search as search_module
from kafkatui.cli.failures import exit_code_of
from kafkatui.cli.main import kafkatui
from kafkatui.cli.search import _Writing
from kafkatui.model.cluster import ClusterMetadata, Topic
from kafkatui.model.profile import Profile
from kafkatui.model.scan import ScanState

FOUND = ScanState(scanned=3, matched=1)


class Told(_Writing):
    """Has looked at everything."""

    def __init__(self, *_: Any, **__: Any) -> None:
        self._state: ScanState | None = FOUND

    def search(self, *_: Any, **__: Any) -> ScanState:
        return FOUND


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Clusters that were asked."""
    asked: list[str] = []

    @contextmanager
    def open_it(_: object) -> Iterator[Any]:
        asked.append("local")
        metadata = ClusterMetadata("c", None, {}, {"orders": Topic("orders", ())})
        yield SimpleNamespace(
            profile=Profile("local", {"bootstrap.servers": "a:1"}),
            decoding=None,
            scans=SimpleNamespace(get_ready=lambda: None),
            fetch=lambda _: metadata,
        )

    monkeypatch.setattr(search_module, "opened_session", open_it)
    monkeypatch.setattr(search_module, "_Writing", Told)
    return asked


def run(file: Path) -> int:
    return exit_code_of(kafkatui, ["search", "orders", "x", "--report", str(file)])


def test_it_says_what_was_looked_at(tmp_path: Path, opened: list[str]) -> None:
    assert run(tmp_path / "report.json") == 0
    assert json.loads((tmp_path / "report.json").read_text())["matched"] == 1


def test_without_a_folder_for_it_nothing_is_looked_for(
    tmp_path: Path, opened: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path / "none" / "report.json") == 2
    assert f"there is no folder {tmp_path / 'none'}" in capsys.readouterr().err
    assert opened == []


def test_one_that_could_not_be_written_is_told_at_the_end(
    tmp_path: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    assert run(tmp_path / "report.json") == 2
    assert "The report could not be written" in (told := capsys.readouterr().err)
    assert "No space left on device" in told
    assert "3 scanned" in told, "what was looked at is told all the same"
