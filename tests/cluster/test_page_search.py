"""The Search tab on a real cluster finds what the verb finds."""

from __future__ import annotations

import json

import pytest

from kafkatui.model.place import PlaceKind
from kafkatui.sandbox.cluster import Sandbox
from tests.cluster.app_driver import app_at, profile_of
from tests.cluster.messages_page import values
from tests.cluster.sharing import FreshTopic
from tests.cluster.test_scan import PARTITIONS, produce
from tests.cluster.verbs import run_verb

pytestmark = pytest.mark.cluster


async def test_what_is_typed_is_found_in_the_whole_topic(cluster: Sandbox, fresh_topic: FreshTopic) -> None:
    topic = fresh_topic(cluster, PARTITIONS)
    produce(cluster, topic, 3_000)
    expression = "berlin and value.number >= 2900"
    lines = run_verb(cluster, "search", topic, expression, "-o", "json").stdout.splitlines()
    wanted = sorted(json.loads(line)["value"] for line in lines)
    assert len(wanted) == 33
    fields = ("--column", "value.number", "--column", "key.id", "-o", "value")
    numbers = run_verb(cluster, "search", topic, expression, *fields).stdout.decode().splitlines()
    assert sorted(numbers) == sorted(f"{json.loads(value)['number']}\t" for value in wanted)
    async with app_at(profile_of(cluster), PlaceKind.TOPIC, topic) as app:
        await app.wait_for(lambda: len(app.rows) == PARTITIONS)
        await app.press("F")
        await app.wait_for(lambda: app.place.tab == "search")
        await app.press(*expression, "enter")
        await app.wait_for(lambda: sorted(values(app)) == wanted)
        await app.wait_for_text("3,000 scanned · 33 found", "complete")
        await app.wait_for(lambda: app.foot == "33 found")
        await app.press("vertical_line", "tab", "tab", *"value.number", "enter", "enter")
        await app.wait_for(lambda: sorted(f"{row['value.number']}\t" for row in app.rows) == sorted(numbers))
        produce(cluster, topic, 3)
        await app.press("r")
        await app.wait_for_text("3,003 scanned")
