"""A calm first minute: values that come one after the other move no column, and the cursor stays where it is."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

import pytest

from kafkatui.insight.lag import total_lag
from kafkatui.model.capabilities import Capabilities, Capability
from kafkatui.model.cluster import NO_LEADER, OffsetRange, Partition
from kafkatui.model.config_entry import ConfigEntry, LogDir
from kafkatui.model.group import GroupOffsets
from kafkatui.model.group_samples import GroupSample, GroupsSample
from kafkatui.model.lag_history import LagHistory
from kafkatui.model.observed import Observed
from kafkatui.model.offset_sample import OffsetSample
from kafkatui.model.place import PlaceKind
from kafkatui.model.replacing import replace
from kafkatui.session.feeds import (
    METADATA,
    CapabilitiesFeed,
    GroupFeed,
    GroupsFeed,
    LogDirsFeed,
    NewestRecordsFeed,
    OffsetsFeed,
    TopicConfigsFeed,
    TransactionsFeed,
)
from kafkatui.tui.pages.overview.overview import OverviewPane
from kafkatui.tui.widgets.table_view import TableView
from tests.tui.fake_app import FakeDriver, fake_app_at
from tests.tui.fake_session import FakeSession
from tests.tui.sample_cluster import BILLING, CLUSTER, RANGES, known_session

Step = Callable[[FakeSession], None]

SIZES = pytest.mark.parametrize("size", [(160, 50), (100, 30), (80, 24)], ids=lambda size: f"{size[0]}x{size[1]}")
EVERY_PAGE = [
    (PlaceKind.CLUSTER, "", "overview"),
    (PlaceKind.CLUSTER, "", "partitions"),
    (PlaceKind.TOPICS, "", ""),
    (PlaceKind.TOPIC, "orders", "partitions"),
    (PlaceKind.TOPIC, "orders", "groups"),
    (PlaceKind.BROKERS, "", "brokers"),
    (PlaceKind.BROKER, "2", "partitions"),
    (PlaceKind.GROUPS, "", ""),
    (PlaceKind.GROUP, "billing", "progress"),
]
PAGES = pytest.mark.parametrize(("kind", "name", "tab"), EVERY_PAGE)


def sample(end: int, rate: float | None, at_seconds: float) -> OffsetSample:
    """Everything ends there."""
    ranges = dict.fromkeys(RANGES, OffsetRange(end // 2, end))
    rates = {} if rate is None else dict.fromkeys(RANGES, rate)
    return OffsetSample(ranges, rates, at_seconds)


def written(end: int, rate: float | None, ago_seconds: float) -> Step:
    """So much has been written by then."""

    def happen(session: FakeSession) -> None:
        offsets = sample(end, rate, time.time() - ago_seconds)
        session.answer(OffsetsFeed, lambda _: Observed.ok(offsets, offsets.read_at_seconds))

    return happen


def consumed(committed: int, end: int, rate: float | None, ago_seconds: float) -> Step:
    """So far a group is by then."""

    def happen(session: FakeSession) -> None:
        commits = GroupOffsets("billing", {("orders", 0): committed, ("orders", 1): end}, {}, {})
        offsets = sample(end, rate, time.time() - ago_seconds)
        rates = {} if rate is None else {("orders", 0): rate, ("orders", 1): rate}
        one = GroupSample(BILLING, commits, offsets, rates, {} if rate is None else dict(offsets.rates))
        known = replace(total_lag(()), known=end - committed)
        session.ok(
            GroupsFeed(),
            GroupsSample(
                (BILLING,), {"billing": commits}, offsets, lags={"billing": known},
                lag_history={"billing": LagHistory()}, commit_rates={"billing": rates},
            ),
        )  # fmt: skip
        session.ok(GroupFeed("billing"), one)

    return happen


def described(session: FakeSession) -> None:
    """Configurations and what brokers can do are there."""
    config = (ConfigEntry("cleanup.policy", "compact,delete", "topic", is_own=True),
              ConfigEntry("min.insync.replicas", "2", "topic", is_own=True),
              ConfigEntry("retention.ms", "604800000", "default"))  # fmt: skip
    now = time.time()
    session.answer(TopicConfigsFeed, lambda feed: Observed.ok(dict.fromkeys(feed.topics, config), now))
    session.answer(TransactionsFeed, lambda feed: Observed.ok(dict.fromkeys(feed.topics, True), now))
    session.ok(CapabilitiesFeed(), Capabilities("3.9", False, frozenset(Capability)))
    times: Observed[Mapping[str, int | None]] = Observed.ok({"orders": int(now * 1000) - 7_300_000}, now)
    session.answer(NewestRecordsFeed, lambda _: times)


def stored(session: FakeSession) -> None:
    """Brokers tell what is on their disks."""
    known = known_session().observed(LogDirsFeed()).value or ()
    session.ok(LogDirsFeed(), tuple(_larger(log_dir) for log_dir in known))


def _larger(log_dir: LogDir) -> LogDir:
    return replace(log_dir, replicas=tuple(replace(each, size_bytes=123_400_000) for each in log_dir.replicas))


STEPS: tuple[Step, ...] = (
    written(5, None, 40),
    consumed(4, 5, None, 39),
    written(1_234, 3.5, 30),
    stored,
    consumed(1_000, 1_234, 3.5, 29),
    described,
    written(834_567, 412.1, 20),
    consumed(750_000, 834_567, 398.7, 19),
    consumed(760_000, 838_567, 1_204.5, 9),
    written(839_999, 1_204.5, 2),
    consumed(770_000, 839_999, 398.7, 1),
)


def tables(driver: FakeDriver) -> list[TableView[object]]:
    """Those of the page."""
    if isinstance(driver.pane, OverviewPane):
        return [panel.table for panel in driver.pane._table_panels()]
    assert driver.pane.table is not None
    return [driver.pane.table]


def held(driver: FakeDriver) -> dict[str, object]:
    """What must not move by itself: where tables are, their headings, and the row under the cursor with its line."""
    found: dict[str, object] = {}
    for table in tables(driver):
        name = table.definition.id
        found[f"{name} at"] = (table.region.x, table.region.y, table.region.width)
        if table.line_count:
            found[f"{name} headings"] = table.build_header().text
            found[f"{name} cursor"] = (table.cursor_key, table.cursor_index - table.top_index)
    return found


@SIZES
@PAGES
async def test_what_comes_late_moves_nothing(size: tuple[int, int], kind: PlaceKind, name: str, tab: str) -> None:
    session = FakeSession()
    session.ok(METADATA, CLUSTER)
    if kind is PlaceKind.GROUPS or kind is PlaceKind.GROUP or tab == "groups":
        consumed(3, 5, None, 50)(session)
    async with fake_app_at(session, kind, name, tab, size=size) as driver:
        await driver.wait_until(lambda: any(table.line_count for table in tables(driver)))
        await driver.pilot.pause()
        before = held(driver)
        for number, step in enumerate(STEPS):
            step(session)
            session.put(METADATA, session.metadata)
            await driver.pilot.pause(0.3 if kind is PlaceKind.TOPICS else 0.05)  # topics are drawn so often at most
            after = held(driver)
            moved = {name: (was, after.get(name)) for name, was in before.items() if was != after.get(name)}
            assert not moved, f"after step {number}: {moved}\n{driver.screen_text}"
            before = after


def broken(partition: Partition) -> Partition:
    """Without broker 2: it leads nothing, and is in no ISR."""
    isr = tuple(each for each in partition.isr if each != 2)
    return replace(partition, isr=isr, leader=isr[0] if isr else NO_LEADER)


@SIZES
@pytest.mark.parametrize(
    ("kind", "name", "tab"),
    [each for each in EVERY_PAGE if each[0] is not PlaceKind.GROUP and each[2] != "groups"],
)
async def test_what_breaks_moves_nothing(size: tuple[int, int], kind: PlaceKind, name: str, tab: str) -> None:
    session = FakeSession()
    session.ok(METADATA, CLUSTER)
    for step in (written(839_999, 1_204.5, 2), stored, described):
        step(session)
    consumed(770_000, 839_999, 398.7, 1)(session)
    async with fake_app_at(session, kind, name, tab, size=size) as driver:
        await driver.wait_until(lambda: any(table.line_count for table in tables(driver)))
        await driver.pilot.pause(0.3)
        before = held(driver)
        topics = {
            each.name: replace(each, partitions=tuple(map(broken, each.partitions))) for each in CLUSTER.topics.values()
        }
        brokers = {number: each for number, each in CLUSTER.brokers.items() if number != 2}
        session.ok(METADATA, replace(CLUSTER, topics=topics, brokers=brokers, controller_id=1))
        await driver.wait_until("2/3 brokers")
        await driver.pilot.pause(0.3)  # topics are drawn so often at most
        moved = {name: (was, held(driver).get(name)) for name, was in before.items() if was != held(driver).get(name)}
        assert not moved, f"{moved}\n{driver.screen_text}"
