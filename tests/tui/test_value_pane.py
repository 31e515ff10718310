"""A value as a tree and as text, and what is looked for in it, without a cluster."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from textual import on
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import Static

from kafkatui.tui.chrome.find_bar import FindBar
from kafkatui.tui.chrome.value_pane import ValuePane
from kafkatui.tui.chrome.value_tree import MOST_UNFOLDED
from kafkatui.tui.messages import Hint
from kafkatui.tui.theme import variables_for
from tests.drive.until import until
from tests.tui.test_znode_value_view import AUTO_READER, reader_of

ORDER = b'{"user":{"id":42,"name":"Ada"},"items":[{"sku":"x-1","n":1},{"sku":"x-2","n":2}],"note":"to Oslo"}'
TREE = [
    "▾ user {2}", "   id: 42", '   name: "Ada"', "▾ items [2]", " ▾ [0] {2}", '    sku: "x-1"', "    n: 1",
    " ▾ [1] {2}", '    sku: "x-2"', "    n: 2", '  note: "to Oslo"',
]  # fmt: skip


class PaneApp(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.value = ValuePane(root="value", can_filter=True)
        self.conditions: list[str] = []
        self.hints: list[str] = []

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return variables_for(self.current_theme)

    def compose(self) -> ComposeResult:
        yield self.value

    @on(ValuePane.FilterBy)
    def _filter(self, event: ValuePane.FilterBy) -> None:
        self.conditions.append(event.expression)

    @on(Hint)
    def _hint(self, event: Hint) -> None:
        self.hints.append(event.text)

    def fields(self) -> list[str]:
        return [line for line in self.value.tree_view.visible_text() if line]

    def text(self) -> list[str]:
        return [line for line in self.value.view.visible_text() if line]

    @property
    def remark(self) -> str:
        return str(self.query_one(".find--remark", Static).content)


async def opened(app: PaneApp, pilot: Pilot[Any], data: bytes, *keys: str) -> None:
    app.value.show_value(data, AUTO_READER)
    app.value.focus_value()
    await pilot.pause()
    await pilot.press(*keys)
    await pilot.pause()


async def test_a_value_is_a_tree_and_text_again_and_is_folded_and_unfolded() -> None:
    app = PaneApp()
    async with app.run_test(size=(60, 20)) as pilot:
        await opened(app, pilot, ORDER, "v")
        assert app.value.is_tree
        assert app.value.tree_view.has_focus
        assert app.fields() == TREE
        await pilot.press("enter")
        assert app.fields() == ["▸ user {2}", *TREE[3:]]
        await pilot.press("z")
        assert app.fields() == ["▸ user {2}", "▸ items [2]", '  note: "to Oslo"']
        await pilot.press("down", "right", "down")
        assert app.fields() == ["▸ user {2}", "▾ items [2]", " ▸ [0] {2}", " ▸ [1] {2}", '  note: "to Oslo"']
        await pilot.press("Z")
        assert app.fields() == TREE
        await pilot.press("v")
        await until(pilot, lambda: app.text()[:1] == ["{"])
        assert app.value.view.has_focus


async def test_the_next_value_is_folded_as_the_one_before_and_the_cursor_stays_at_its_field() -> None:
    app = PaneApp()
    async with app.run_test(size=(60, 20)) as pilot:
        await opened(app, pilot, ORDER, "v", "z", "down", "right")
        app.value.show_value(b'{"items":[{"sku":"y"}],"new":[{"a":1}],"user":{"id":7}}', AUTO_READER)
        await pilot.pause()
        assert app.fields() == ["▾ items [1]", " ▸ [0] {1}", "▸ new [1]", "▸ user {1}"]
        assert app.value.tree_view.cursor_key == '."items"'
        app.value.show_value(b"no JSON", AUTO_READER)
        await pilot.pause()
        assert app.text() == ["no JSON"]
        assert app.value.view.has_focus
        app.value.show_value(ORDER, AUTO_READER)
        await pilot.pause()
        assert app.fields() == ["▸ user {2}", "▾ items [2]", " ▸ [0] {2}", " ▸ [1] {2}", '  note: "to Oslo"']
        assert app.value.tree_view.has_focus


async def test_names_that_come_twice_are_two_fields() -> None:
    app = PaneApp()
    async with app.run_test(size=(60, 20)) as pilot:
        await opened(app, pilot, b'{"a":{"b":1},"a":{"b":2}}', "v", "down", "down", "left")
        assert app.fields() == ["▾ a {1}", "   b: 1", "▸ a {1}"]


async def test_a_field_is_copied_and_filtered_by() -> None:
    app = PaneApp()
    async with app.run_test(size=(60, 20)) as pilot:
        await opened(app, pilot, ORDER, "v", *["down"] * 5)
        assert [(each.what, each.text) for each in app.value.copy_choices()] == [
            ("node's value", "x-1"),
            ("node's path", "value.items[0].sku"),
            ("condition", 'value.items[0].sku = "x-1"'),
        ]
        await pilot.press("equals_sign")
        assert app.conditions == ['value.items[0].sku = "x-1"']
        await pilot.press("v", "equals_sign")
        assert app.value.copy_choices() == []
        assert len(app.conditions) == 1


async def test_a_text_is_found_in_the_text_and_in_the_tree_which_unfolds_to_it() -> None:
    app = PaneApp()
    async with app.run_test(size=(40, 8)) as pilot:
        await opened(app, pilot, json.dumps({"a": list(range(100, 160)), "b": ["Oslo", {"c": "oslo 2"}]}).encode())
        await pilot.press("slash", *"oslo")
        assert app.remark == "1 of 2"
        assert any("Oslo" in line for line in app.text()), "it is scrolled to"
        await pilot.press("enter", "n")
        assert app.remark == "2 of 2"
        await pilot.press("n", "N", "N")
        assert app.remark == "1 of 2"
        await pilot.press("v", "z")
        assert app.remark == "2 found"
        await pilot.press("n", "n")
        assert app.remark == "2 of 2"
        assert app.value.copy_choices()[1].text == "value.b[1].c"
        assert any("oslo 2" in line for line in app.fields())
        app.value.show_value(b'{"c":"OSLO"}', AUTO_READER)
        await pilot.pause()
        assert app.remark == "1 found", "it is looked for in the next value, too"
        await pilot.press("escape")
        assert not app.query_one(FindBar).display
        await pilot.press("n")
        assert app.fields() == ['  c: "OSLO"']


async def test_esc_while_typing_looks_for_nothing_and_gives_the_keys_back() -> None:
    app = PaneApp()
    async with app.run_test(size=(40, 8)) as pilot:
        await opened(app, pilot, b"some text", "slash", *"zzz")
        assert app.remark == "not found"
        await pilot.press("escape")
        assert app.value.view.has_focus
        assert not app.query_one(FindBar).display


async def test_matches_are_lit_up_where_they_stand() -> None:
    app = PaneApp()
    async with app.run_test(size=(40, 8)) as pilot:
        await opened(app, pilot, b"a needle, a Needle", "slash", *"needle", "enter")
        lit = [part.text for part in app.value.view.render_line(0) if part.style and part.style.underline]
        reverse = [part.text for part in app.value.view.render_line(0) if part.style and part.style.reverse]
        assert (lit, reverse) == (["needle", "Needle"], ["needle"])


async def test_what_has_no_structure_stays_text_and_says_so() -> None:
    app = PaneApp()
    async with app.run_test(size=(40, 8)) as pilot:
        app.value.show_value(b"plain", reader_of("text"))
        app.value.focus_value()
        await pilot.press("v")
        assert app.text() == ["plain"]
        assert "nothing to fold" in app.hints[0]


@pytest.mark.usefixtures("uncollected")
async def test_a_megabyte_is_unfolded_and_searched_without_holding_the_loop() -> None:
    data = json.dumps([{"number": number, "text": "x" * 40} for number in range(14_000)]).encode()
    app = PaneApp()
    longest = 0.0

    async def timed(*keys: str) -> None:
        nonlocal longest
        for key in keys:
            started = time.thread_time()
            await pilot.press(key)
            longest = max(longest, time.thread_time() - started)

    async with app.run_test(size=(60, 20)) as pilot:
        app.value.show_value(data, AUTO_READER)
        await until(pilot, lambda: app.value.text is not None)
        app.value.focus_value()
        await timed("v")
        await until(pilot, lambda: app.value.is_tree)
        await timed("Z", "end", "left", "enter", "home", "down", "slash", *"r: 13999")
        assert app.hints
        await until(pilot, lambda: app.remark == "1 of 1")
        assert app.value.copy_choices() == []
        await timed("enter", "n")
        assert app.value.copy_choices()[1].text == "value[13999].number"
        assert len(app.value.tree_view.expanded_keys) <= MOST_UNFOLDED + 2
    assert longest < 0.25, "the loop's own work, on a busy machine"
