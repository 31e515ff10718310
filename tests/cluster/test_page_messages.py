"""The Messages tab on a real cluster: following, looking at a record, and producing beside it."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from confluent_kafka.admin import AdminClient, NewTopic  # type: ignore[attr-defined]
from rich.segment import Segment
from textual.widgets import Input, OptionList

from kafkatui.model.place import PlaceKind
from kafkatui.model.profile import Profile
from kafkatui.sandbox.cluster import Sandbox
from kafkatui.sandbox.contents import ABORTED, COMMITTED
from kafkatui.sandbox.topics import ODDITIES, TRANSFERS
from kafkatui.tui.screens.decoding import DecodingScreen
from kafkatui.tui.screens.main import MainScreen
from tests.cluster.app_driver import AppDriver, app_at, profile_of
from tests.cluster.messages_page import PARTITIONS, at_the_end, page_topic, values, write
from tests.drive.drawn import is_open

pytestmark = pytest.mark.cluster

STALL_SECONDS = 0.25
"""On a machine shared with three brokers; a 1 MB value decoded on the loop takes several times that."""


@pytest.fixture(scope="module")
def admin(cluster: Sandbox) -> AdminClient:
    return AdminClient({"bootstrap.servers": cluster.bootstrap_servers, "log_level": 0})


@pytest.fixture
def topic(admin: AdminClient) -> Iterator[str]:
    """An empty topic of the test's own."""
    with page_topic(admin) as name:
        yield name


async def test_m_shows_the_newest_records_and_what_comes_without_a_group(
    cluster: Sandbox, topic: str, admin: AdminClient
) -> None:
    before = {group.group_id for group in admin.list_consumer_groups().result(20).valid}
    write(cluster, topic, ["old"])
    async with app_at(profile_of(cluster), PlaceKind.TOPIC, topic) as app:
        await app.wait_for(lambda: len(app.rows) == PARTITIONS)
        await app.press("m")
        await app.wait_for(lambda: app.place.tab == "messages" and values(app) == ["old"])
        await at_the_end(app)
        write(cluster, topic, ["new", "newer"], partition=1)
        await app.wait_for(lambda: values(app) == ["old", "new", "newer"])
        await app.wait_for(lambda: "3 read" in app.foot and "3 kept" in app.foot)
        assert {group.group_id for group in admin.list_consumer_groups().result(20).valid} == before


async def test_a_pause_loses_nothing(cluster: Sandbox, topic: str) -> None:
    async with app_at(profile_of(cluster), PlaceKind.TOPIC, topic, "messages") as app:
        await at_the_end(app)
        write(cluster, topic, ["before"])
        await app.wait_for(lambda: values(app) == ["before"])
        await app.press("space")
        await app.wait_for(lambda: app.foot.startswith("paused"))
        write(cluster, topic, [f"meanwhile {number}" for number in range(50)], partition=2)
        await app.wait_for(lambda: app.session.metadata.has_value)
        assert values(app) == ["before"]
        await app.press("space")
        await app.wait_for(lambda: values(app) == ["before", *(f"meanwhile {number}" for number in range(50))])


async def test_a_filter_counts_its_matches_and_takes_in_what_comes(cluster: Sandbox, topic: str) -> None:
    write(cluster, topic, ["apple", "pear", "apple pie"], partition=0)
    async with app_at(profile_of(cluster), PlaceKind.TOPIC, topic, "messages") as app:
        await app.wait_for(lambda: len(values(app)) == 3)
        await app.press("slash", *"apple")
        await app.wait_for_text("filter apple  2 match")
        assert values(app) == ["apple", "apple pie"]
        write(cluster, topic, ["pineapple", "plum"], partition=0)
        await app.wait_for_text("3 match")
        await app.press("enter", "escape")
        await app.wait_for(lambda: len(values(app)) == 5)
        assert "match" not in app.screen_text


async def test_what_matched_stands_out_and_marked_records_are_copied_and_written(
    cluster: Sandbox, topic: str, tmp_path: Path
) -> None:
    write(cluster, topic, ["apple", "pear", "apple pie", "plum"], partition=0)
    async with app_at(profile_of(cluster), PlaceKind.TOPIC, topic, "messages") as app:
        await app.wait_for(lambda: len(values(app)) == 4)
        table = app.messages.table
        await app.press("slash", *"ppl", "enter")
        await app.wait_for(lambda: values(app) == ["apple", "apple pie"])
        assert [[part.text for part in table.render_line(y) if is_match(part)] for y in (1, 2)] == [["ppl"], ["ppl"]]
        await app.press("escape", "asterisk", *"p.*m|apple", "enter")
        await app.wait_for(lambda: "2 marked" in app.foot)
        await app.press("home", "down", "v")
        await app.wait_for(lambda: "3 marked" in app.foot)
        write(cluster, topic, ["quince"], partition=0)
        await app.wait_for(lambda: len(values(app)) == 5)
        assert [row.record.offset for row in table.marked_rows] == [0, 1, 3]
        await app.press("y", "y")
        await app.wait_for(lambda: app.app.clipboard == "apple\npear\nplum")
        await app.press("w")
        await app.wait_for_text("Write 3 marked records")
        app.app.screen.query_one(Input).value = str(tmp_path / "marked.jsonl")
        await app.press("enter")
        await app.wait_for(lambda: (tmp_path / "marked.jsonl").exists())
        written = [json.loads(line) for line in (tmp_path / "marked.jsonl").read_text().splitlines()]
        assert [(each["partition"], each["offset"], each["value"]) for each in written] == [
            (0, 0, "apple"), (0, 1, "pear"), (0, 3, "plum"),
        ]  # fmt: skip
        await app.wait_for(lambda: is_open(app.app, MainScreen))
        await app.press("escape")
        await app.wait_for(lambda: "marked" not in app.foot)
        assert app.place.tab == "messages"


def is_match(segment: Segment) -> bool:
    return bool(segment.style and segment.style.underline)


async def test_from_the_beginning_the_end_and_a_bad_start(cluster: Sandbox, topic: str) -> None:
    write(cluster, topic, [f"{number}" for number in range(150)], partition=0)
    async with app_at(profile_of(cluster), PlaceKind.TOPIC, topic, "messages") as app:
        await app.wait_for(lambda: len(values(app)) == 100)
        await app.press("f")
        await app.wait_for(lambda: app.app.screen.query(OptionList))
        app.app.screen.query_one(Input).focus()
        await app.press(*"nonsense", "enter")
        await app.wait_for_text("“nonsense” names no place to begin", "offset:100")
        app.app.screen.query_one(Input).value = "beginning"
        await app.press("enter")
        await app.wait_for(lambda: len(values(app)) == 150)
        await app.wait_for_text("from beginning")
        await app.press("f", "enter")
        await app.wait_for_text("from end", "Nothing has been written since.")
        assert values(app) == []
        write(cluster, topic, ["now"])
        await app.wait_for(lambda: values(app) == ["now"])


async def test_an_aborted_transaction_is_seen_only_uncommitted(cluster: Sandbox) -> None:
    async with app_at(profile_of(cluster), PlaceKind.TOPIC, TRANSFERS, "messages") as app:

        def records() -> list[str]:
            """Without the lines of markers, which come once they are known."""
            return [value for value in values(app) if not value.startswith("── ")]

        await app.wait_for(lambda: len(records()) == 2 * COMMITTED + ABORTED)
        await app.wait_for_text("isolation uncommitted")
        assert sum("aborted" in value for value in records()) == ABORTED
        await app.press("i")
        await app.wait_for_text("isolation committed")
        await app.wait_for(lambda: len(records()) == 2 * COMMITTED)
        assert not any("aborted" in value for value in records())
        await at_the_end(app)


async def test_odd_records_are_told_apart_and_never_reach_the_terminal_raw(cluster: Sandbox) -> None:
    async with app_at(profile_of(cluster), PlaceKind.TOPIC, ODDITIES, "messages") as app:
        await app.wait_for(lambda: app.row("key", "large"))
        assert app.row("value", "no key")["key"] == "∅ null"
        assert app.row("value", "an empty key")["key"] == "∅ empty"
        assert app.row("key", "empty-value")["value"] == "∅ empty"
        assert app.row("key", "null-value")["value"] == "∅ null (tombstone)"
        assert app.row("key", "binary")["value"].startswith("hex 000102")
        assert app.row("key", "not-utf-8")["value"].startswith("hex 536d")
        assert app.row("key", "escape")["value"] == "␛[31mred␛[0m ␛]0;title␇ ␛[2J"
        everything = "".join(text for row in app.rows for text in row.values())
        assert not any(character < " " or character in "\x7f\x9b\u202e\u202c" for character in everything)


async def test_a_filter_looks_at_whole_records_and_again_when_they_are_decoded_in_another_way(
    cluster: Sandbox, topic: str
) -> None:
    write(cluster, topic, ["x" * 300 + " needle"], key=b"long")
    write(cluster, topic, ["short"], key=b"header", headers=[("trace-id", b"a needle")])
    write(cluster, topic, ["\0\0\0\0\0\0\x10B"], key=b"\0\0\0\7")
    async with app_at(profile_of(cluster), PlaceKind.TOPIC, topic, "messages") as app:
        await app.wait_for(lambda: len(app.rows) == 3)
        await app.press("slash", *"needle", "enter")
        await app.wait_for(lambda: {row["key"] for row in app.rows} == {"long", "header"})
        await app.press("escape", "slash", *"4162", "enter")
        await app.wait_for(lambda: values(app) == ["int64 4162"])
        await decode_as(app, "t", "hex")
        await app.wait_for_text("decode hex")
        await app.wait_for(lambda: not app.rows)
        await decode_as(app, "t", "auto")
        await app.wait_for_text("decode auto")
        await app.wait_for(lambda: values(app) == ["int64 4162"])
        await decode_as(app, "T", "hex")
        await app.wait_for_text("decode auto, key hex")
        assert [row["key"] for row in app.rows] == ["hex 00000007"]
        remembered = app.session.memory.path
        await app.wait_for(lambda: remembered.exists() and '"key": "hex"' in remembered.read_text())
    async with app_at(profile_of(cluster), PlaceKind.TOPIC, topic, "messages") as app:
        await app.wait_for_text("decode auto, key hex")


async def decode_as(app: AppDriver, key: str, name: str) -> None:
    """Choose how values (`t`) or keys (`T`) are read."""
    await app.press(key)
    await app.wait_for(lambda: is_open(app.app, DecodingScreen))
    await app.press(*name, "enter")


async def test_a_megabyte_opens_without_holding_the_screen(cluster: Sandbox) -> None:
    async with app_at(profile_of(cluster), PlaceKind.TOPIC, ODDITIES, "messages") as app:
        await app.wait_for(lambda: app.row("key", "large"))
        keys = [row["key"] for row in app.rows]
        longest = 0.0

        async def beat() -> None:
            nonlocal longest
            while True:
                before = time.thread_time()
                await asyncio.sleep(0)
                longest = max(longest, time.thread_time() - before)

        beating = asyncio.create_task(beat())
        app.messages.table.move_cursor(keys.index("large"))
        await app.wait_for(lambda: "one very large value" in app.details)
        beating.cancel()
        assert longest < STALL_SECONDS, "the loop's own work, on a busy machine"
        assert "1.0 MB" in app.details


async def test_markup_and_escape_sequences_are_shown_as_they_are(cluster: Sandbox, topic: str) -> None:
    headers = [("[red]name[/]", b"[link=x]value"), ("esc\x1b[2J", b"\x1b]0;title\x1b\\")]
    write(cluster, topic, ["[bold]no[/bold] [/] \x1b[31mred"], key=b"[blink]key", headers=headers)
    async with app_at(profile_of(cluster), PlaceKind.TOPIC, topic, "messages") as app:
        await app.wait_for_text("[bold]no[/bold] [/] ␛[31mred", "[blink]key")
        await app.wait_for_text("[red]name[/]=[link=x]value", "esc␛[2J=␛]0;title␛\\")
        assert "\x1b" not in app.screen_text


async def test_a_topic_deleted_while_followed_stays_deleted_until_it_is_made_again(
    cluster: Sandbox, topic: str, admin: AdminClient
) -> None:
    write(cluster, topic, ["last words"])
    async with app_at(profile_of(cluster), PlaceKind.TOPIC, topic, "messages") as app:
        await app.wait_for(lambda: values(app) == ["last words"])
        admin.delete_topics([topic])[topic].result(30)
        await app.wait_for(lambda: app.foot.startswith("deleted"))
        assert values(app) == ["last words"]
        assert topic not in admin.list_topics(timeout=10).topics
        admin.create_topics([NewTopic(topic, PARTITIONS, 3)])[topic].result(30)
        await at_the_end(app)
        write(cluster, topic, ["first words"])
        await app.wait_for(
            lambda: [each for each in values(app) if not each.startswith("──")] == ["last words", "first words"]
        )
        await app.wait_for_text("── the topic was deleted and made anew ──", "2 read · 2 kept")


async def test_a_topic_that_is_not_there_is_said_and_not_made(cluster: Sandbox, admin: AdminClient) -> None:
    name = "pagetests-not-there"
    async with app_at(profile_of(cluster), PlaceKind.TOPIC, name, "messages") as app:
        await app.wait_for_text(f"There is no topic {name}", "does not create it")
        assert name not in admin.list_topics(timeout=10).topics


async def test_without_a_cluster_it_says_why_there_is_nothing() -> None:
    nowhere = Profile("test", {"bootstrap.servers": "127.0.0.1:1"}, request_timeout_seconds=2)
    async with app_at(nowhere, PlaceKind.TOPIC, "any", "messages") as app:
        await app.wait_for_text("✗ ", "r tries now")


async def test_a_filter_that_matches_no_record_does_not_say_that_there_is_none(cluster: Sandbox) -> None:
    async with app_at(profile_of(cluster), PlaceKind.TOPIC, "orders", "messages") as app:
        await app.wait_for(lambda: app.messages.table.line_count > 0)
        await app.press("slash", *"zzzz")
        await app.wait_for_text("No record kept matches the filter; Esc clears it.")
        await app.press("escape", "escape")
        await app.wait_for(lambda: app.messages.table.line_count > 0)
