"""`D` and `E` on records: two compared on a screen of their own, one given to the user's editor."""

from __future__ import annotations

import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from textual.app import App

from kafkatui.model.record import Record
from kafkatui.session.decoding import Decoding
from kafkatui.tui import outside
from kafkatui.tui.actions.editor import open_in_editor
from kafkatui.tui.screens.record_diff import DiffView, RecordDiffScreen
from kafkatui.tui.theme import variables_for
from kafkatui.view.record_diff import record_diff
from tests.drive.until import until


class DiffApp(App[None]):
    def get_theme_variable_defaults(self) -> dict[str, str]:
        return variables_for(self.current_theme)


def screen() -> RecordDiffScreen:
    reader = Decoding().record_reader("t")
    one, other = (
        (Record("t", 0, offset, 1, "create", key, value), reader)
        for offset, key, value in ((1, b"k", b'{"a":1,"b":3}'), (2, b"l", b'{"a":1,"b":2}'))
    )
    return RecordDiffScreen(record_diff(one, other))


async def test_side_by_side_where_there_is_room_else_one_below_the_other() -> None:
    app = DiffApp()
    async with app.run_test(size=(160, 30)) as pilot:
        app.push_screen(screen())
        await until(pilot, lambda: isinstance(app.screen, RecordDiffScreen) and app.screen.query(DiffView))
        view = app.screen.query_one(DiffView)
        await until(pilot, lambda: view.visible_text()[0] == "key: 1 line differs")
        half = view.view_size.width // 2
        assert view.visible_text()[1] == f"{'− k':<{half}}+ l"
        assert "2 lines differ, in key and value" in str(app.screen.query_one("Vertical").border_title)
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: view.visible_text()[1:3] == ["− k", "+ l"])
        await pilot.press("home", "n", "n")
        assert view.cursor_index == view.visible_text().index('−   "b": 3')
        await pilot.press("N")
        assert view.cursor_index == 1
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, RecordDiffScreen))


def looked_at(path: Path) -> tuple[str, int, Path]:
    return path.read_text(), stat.S_IMODE(path.stat().st_mode), path


async def test_the_editor_gets_a_file_that_it_can_only_read_and_that_is_gone_afterwards(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[tuple[str, int, Path]] = []

    async def edit(app: App[Any], argv: Sequence[str], **_: Any) -> int:
        seen.append(looked_at(Path(argv[-1])))
        return 0

    monkeypatch.setattr(outside, "outside", edit)
    app = DiffApp()
    async with app.run_test() as pilot:
        open_in_editor(app.screen, "a value", lambda: ('{"a": 1}', ".json"))
        await until(pilot, lambda: seen)
        [(text, mode, path)] = seen
        assert (text, mode, path.suffix) == ('{"a": 1}', 0o400, ".json")
        await until(pilot, lambda: not path.exists())
