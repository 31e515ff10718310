"""Producing beside the tail on a real cluster: what is typed arrives, and what cannot be sent is said."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from confluent_kafka.admin import AdminClient

from kafkatui.kafka.write import produce as kafka_produce
from kafkatui.model.errors import ReadOnly
from kafkatui.model.place import PlaceKind
from kafkatui.model.record import OutgoingRecord
from kafkatui.sandbox.cluster import Sandbox
from kafkatui.tui.pages.topic.produce_panel import ProducePanel
from kafkatui.tui.pages.topic.record_panel import RecordPanel
from tests.cluster.app_driver import MEDIUM, SMALL, WIDE, app_at, profile_of
from tests.cluster.messages_page import at_the_end, page_topic, reports, sent, values

pytestmark = pytest.mark.cluster


@pytest.fixture(scope="module")
def admin(cluster: Sandbox) -> AdminClient:
    return AdminClient({"bootstrap.servers": cluster.bootstrap_servers, "log_level": 0})


@pytest.fixture
def topic(admin: AdminClient) -> Iterator[str]:
    """An empty topic of the test's own."""
    with page_topic(admin) as name:
        yield name


@pytest.mark.parametrize("size", [WIDE, MEDIUM, SMALL])
async def test_a_record_sent_is_reported_and_stands_in_the_tail(
    cluster: Sandbox, topic: str, size: tuple[int, int]
) -> None:
    async with app_at(profile_of(cluster), PlaceKind.TOPIC, topic, "messages", size=size) as app:
        await at_the_end(app)
        await app.press("p", *"hello", "ctrl+s")
        await app.wait_for_text(f"✓ {topic}[", "]@0")
        await app.press("ctrl+j")
        await app.wait_for(lambda: reports(app).count("✓") == 2 and values(app) == ["hello", "hello"])
        assert "sent 2" in sent(app)
        await app.wait_for_text(" ms")
        is_tail_visible = app.messages.table.region.height > 0
        assert is_tail_visible == (size != SMALL)
        await app.press("escape")
        await app.wait_for(lambda: app.messages.table.region.height > 0 and app.messages.table.has_focus)
        await app.wait_for_text("hello")


async def test_key_headers_partition_and_json_arrive_as_typed(cluster: Sandbox, topic: str) -> None:
    async with app_at(profile_of(cluster), PlaceKind.TOPIC, topic, "messages") as app:
        await at_the_end(app)
        await app.press("p", "ctrl+t")
        await app.fill("key", "c-1")
        await app.wait_for_text("murmur2 → ")
        await app.fill("headers", "trace=1, empty=")
        await app.fill("partition", "2")
        await app.fill("value", '{"order": 1}')
        await app.press("ctrl+s")
        await app.wait_for_text(f"✓ {topic}[2]@0")
        await app.wait_for(lambda: app.rows)
        row = app.rows[0]
        assert (row["key"], row["partition"], row["offset"], row["headers"]) == ("c-1", "2", "0", "2")
        await app.wait_for_text("trace=1", '"order": 1', "Record 2 @ 0", "value    json")


@pytest.mark.parametrize(
    ("fields", "keys", "complaint"),
    [
        ({"value": '{"broken": '}, ["ctrl+t"], "Not JSON"),
        ({"headers": "no separator"}, [], "does not read name=value"),
        ({"partition": "3"}, [], "has partitions 0 to 2; there is no 3"),
        ({"times": "1000001"}, [], "times: from 1 to 1,000,000"),
        ({"times": "0"}, [], "times: from 1 to 1,000,000"),
    ],
)
async def test_what_cannot_be_sent_is_said_where_it_was_typed(
    cluster: Sandbox, topic: str, fields: dict[str, str], keys: list[str], complaint: str
) -> None:
    async with app_at(profile_of(cluster), PlaceKind.TOPIC, topic, "messages") as app:
        await at_the_end(app)
        await app.press("p", *keys)
        for field, text in fields.items():
            await app.fill(field, text)
        await app.press("ctrl+s")
        await app.wait_for(lambda: complaint in reports(app).replace("\n", " "))
        assert "sent" not in sent(app)
        assert complaint.split()[0] in app.details


async def test_five_megabytes_are_refused_with_the_limit(cluster: Sandbox, topic: str) -> None:
    async with app_at(profile_of(cluster), PlaceKind.TOPIC, topic, "messages") as app:
        await at_the_end(app)
        await app.press("p")
        await app.fill("value", "x" * 5_000_000)
        await app.press("ctrl+s")
        await app.wait_for(lambda: "5,000,000 bytes" in reports(app) and "message.max.bytes" in reports(app))
        assert values(app) == []


async def test_a_thousand_records_are_all_reported_and_counted(cluster: Sandbox, topic: str) -> None:
    async with app_at(profile_of(cluster), PlaceKind.TOPIC, topic, "messages") as app:
        await at_the_end(app)
        await app.press("p", *"again")
        await app.fill("times", "1000")
        await app.press("ctrl+s")
        await app.wait_for(lambda: "sent 1,000" in sent(app) and "on the way" not in sent(app))
        assert "failed" not in sent(app)
        await app.wait_for(lambda: values(app) == ["again"] * 1000)


async def test_what_was_asked_to_be_sent_is_sent_though_the_page_is_left(cluster: Sandbox, topic: str) -> None:
    async with app_at(profile_of(cluster), PlaceKind.TOPIC, topic, "messages") as app:
        await at_the_end(app)
        await app.press("p", *"again")
        await app.fill("times", "3000")
        app.find(ProducePanel).action_send()
        assert "sent 3,000" not in sent(app)
        app.main.frame.switch_tab(-1)
        await app.wait_for(lambda: app.pane.place.tab == "partitions" and "3,000 messages" in app.foot)


async def test_null_is_sent_as_a_tombstone(cluster: Sandbox, topic: str) -> None:
    async with app_at(profile_of(cluster), PlaceKind.TOPIC, topic, "messages") as app:
        await at_the_end(app)
        await app.press("p")
        await app.fill("key", "gone")
        await app.press("ctrl+n", "ctrl+s")
        await app.wait_for(lambda: values(app) == ["∅ null (tombstone)"])
        await app.wait_for_text("null: a tombstone, which deletes its key")


async def test_read_only_builds_nothing_that_writes(
    cluster: Sandbox, topic: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[object] = []
    monkeypatch.setattr(kafka_produce, "KafkaProducer", built.append)
    async with app_at(profile_of(cluster, is_read_only=True), PlaceKind.TOPIC, topic, "messages") as app:
        await at_the_end(app)
        await app.press("p", *"typed")
        assert not app.main.query(ProducePanel)
        assert app.main.query(RecordPanel)
        with pytest.raises(ReadOnly):
            app.session.produce(OutgoingRecord(topic, None, b"x"), lambda _: None)
        assert built == []


async def test_p_says_why_nothing_can_be_produced(cluster: Sandbox, topic: str) -> None:
    async with app_at(profile_of(cluster, is_read_only=True), PlaceKind.TOPIC, topic, "messages") as app:
        await at_the_end(app)
        await app.press("p")
        await app.pilot.pause()
        assert "read-only: nothing can be changed" in app.screen_text
