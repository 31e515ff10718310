"""What a list without rows offers: nothing that needs one."""

from __future__ import annotations

from kafkatui.model.place import PlaceKind
from kafkatui.model.replacing import replace
from kafkatui.session.feeds import METADATA
from tests.tui.fake_app import fake_app_at
from tests.tui.fake_session import FakeSession
from tests.tui.sample_cluster import CLUSTER, known_session

NEEDING_ROWS = ("⏎ open", "space mark", "s sort")


async def test_keys_that_need_a_row_are_offered_once_there_is_one() -> None:
    session = known_session(FakeSession())
    session.ok(METADATA, replace(CLUSTER, topics={}))
    async with fake_app_at(session, PlaceKind.TOPICS, tab="topics") as driver:
        await driver.wait_until("This cluster has no topics yet")
        await driver.wait_until(lambda: not any(key in last_line(driver.screen_text) for key in NEEDING_ROWS))
        session.ok(METADATA, CLUSTER)
        await driver.wait_until(lambda: NEEDING_ROWS[0] in last_line(driver.screen_text))


def last_line(text: str) -> str:
    return text.rstrip().splitlines()[-1]
