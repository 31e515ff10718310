"""A record's link for a web UI, the filter of the settings, and the records around a group's commit."""

from __future__ import annotations

import pytest

from kafkatui.model.place import PlaceKind
from kafkatui.model.record import Record
from kafkatui.model.replacing import replace
from kafkatui.model.tail_start import TailStart
from kafkatui.model.topic_settings import TopicSettings
from kafkatui.tui.actions.copy import copy_choices
from kafkatui.tui.pages.group.progress import GroupProgressPane
from kafkatui.tui.pages.topic.messages import TopicMessagesPane
from tests.tui.fake_app import FakeDriver, fake_app_at
from tests.tui.fake_session import FakeSession, fake_profile
from tests.tui.sample_cluster import known_session


def records(*offsets: int) -> list[Record]:
    return [Record("orders", 0, offset, 1_000, "create", b"k", f"value {offset}".encode()) for offset in offsets]


def pane(driver: FakeDriver) -> TopicMessagesPane:
    assert isinstance(driver.pane, TopicMessagesPane)
    return driver.pane


TEMPLATE = "http://ui.example.invalid/{cluster}/{topic}?partition={partition}&offset={offset}"


@pytest.mark.parametrize(
    ("template", "links"), [("", []), (TEMPLATE, ["http://ui.example.invalid/fake/orders?partition=0&offset=7"])]
)
async def test_a_record_is_copied_as_a_link_where_the_profile_has_a_template(template: str, links: list[str]) -> None:
    session = known_session(FakeSession(replace(fake_profile(), url_template=template)))
    async with fake_app_at(session, PlaceKind.TOPIC, "orders", "messages") as driver:
        await driver.wait_until(lambda: bool(session.tails))
        session.tails[0].feed(records(7))
        await driver.wait_until(lambda: pane(driver).cursor_record is not None)
        assert [choice.text for choice in copy_choices(pane(driver)) if choice.what == "link"] == links


async def test_messages_open_with_the_filter_of_the_settings_and_say_what_it_hides() -> None:
    topics = {"ord*": TopicSettings(filter="value:5")}
    session = known_session(FakeSession(replace(fake_profile(), topics=topics)))
    async with fake_app_at(session, PlaceKind.TOPIC, "orders", "messages") as driver:
        await driver.wait_until(lambda: bool(session.tails))
        session.tails[0].feed(records(*range(10)))
        await driver.wait_until(lambda: "filter of the settings: hides 9" in driver.foot)
        assert pane(driver).table.line_count == 1
        await driver.press("escape")
        await driver.wait_until(lambda: pane(driver).table.line_count == 10)
        await driver.wait_until(lambda: "hides" not in driver.foot)


async def test_m_on_a_groups_partition_shows_the_records_around_its_commit() -> None:
    session = known_session(FakeSession())
    async with fake_app_at(session, PlaceKind.GROUP, "billing", "progress") as driver:
        await driver.wait_until(
            lambda: isinstance(driver.pane, GroupProgressPane) and driver.pane.cursor_row is not None
        )
        assert isinstance(driver.pane, GroupProgressPane)
        row = driver.pane.cursor_row
        assert row is not None
        assert row.committed is not None
        await driver.press("m")
        await driver.wait_until(lambda: bool(session.tails))
        what = session.tails[0].what
        assert what.start == TailStart.at_offsets({(row.topic, row.partition): max(0, row.committed - 50)})
        assert what.partitions == frozenset({row.partition})
        near = range(max(0, row.committed - 2), row.committed + 5)
        gap = [offset for offset in near if offset != row.committed]  # a marker may be there
        session.tails[0].feed([each._replace(topic=row.topic, partition=row.partition) for each in records(*gap)])
        first = row.committed + 1
        await driver.wait_until(lambda: (record := pane(driver).cursor_record) is not None and record.offset == first)
        assert not pane(driver).table.is_following
