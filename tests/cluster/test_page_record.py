"""One record on a real cluster: its value as a tree, the records beside it, two compared, all that match written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from textual.widgets import Input

from kafkatui.model.place import PlaceKind
from kafkatui.sandbox.cluster import Sandbox
from kafkatui.tui.screens.main import MainScreen
from kafkatui.tui.screens.record_diff import DiffView, RecordDiffScreen
from kafkatui.tui.screens.write_file import WriteScreen
from tests.cluster.app_driver import app_at, profile_of
from tests.cluster.messages_page import values, write
from tests.cluster.sharing import FreshTopic
from tests.drive.drawn import is_open

pytestmark = pytest.mark.cluster


async def test_a_record_is_unfolded_filtered_by_compared_and_written_with_all_that_match(
    cluster: Sandbox, fresh_topic: FreshTopic, tmp_path: Path
) -> None:
    topic = fresh_topic(cluster)
    orders = [json.dumps({"n": number, "user": {"city": ("Oslo", "Rome")[number % 2]}}) for number in range(150)]
    write(cluster, topic, orders, key=b"k", partition=0)
    async with app_at(profile_of(cluster), PlaceKind.TOPIC, topic, "messages") as app:
        await app.wait_for(lambda: len(values(app)) == 100)
        await app.press("home", "enter", "v")
        tree = app.messages.record_panel.value.tree_view
        await app.wait_for(lambda: '   city: "Oslo"' in tree.visible_text() and "  n: 50" in tree.visible_text())
        await app.press("J")
        await app.wait_for(lambda: '   city: "Rome"' in tree.visible_text() and "  n: 51" in tree.visible_text())
        await app.press("K", "end", "equals_sign")
        await app.wait_for_text('filter value.user.city = "Oslo"')
        await app.wait_for(lambda: len(values(app)) == 50)
        await app.press("escape", "home", "v", "v")
        await app.wait_for(lambda: app.messages.table.mark_count == 2)
        await app.press("D")
        await app.wait_for(lambda: is_open(app.app, RecordDiffScreen))
        shown = app.app.screen.query_one(DiffView)
        await app.wait_for(lambda: "value: 1 line differs" in shown.visible_text())
        await app.press("escape", "w")
        await app.wait_for(lambda: is_open(app.app, WriteScreen))
        app.app.screen.query_one(Input).value = str(tmp_path / "all.jsonl")
        await app.press("tab", "left")
        await app.wait_for_text("Write all that match")
        app.app.screen.query_one(Input).focus()
        await app.press("enter")
        await app.wait_for(lambda: is_open(app.app, MainScreen))
        written = [json.loads(line) for line in (tmp_path / "all.jsonl").read_text().splitlines()]
        assert [each["value"] for each in written] == orders[::2], "those that are not shown, too"
