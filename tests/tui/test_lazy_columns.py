"""Sorting by what is read for the rows in view only reads all of it, as a task."""

from __future__ import annotations

from collections.abc import Mapping

from kafkatui.model.cluster import ClusterMetadata, Partition, Topic
from kafkatui.model.config_entry import ConfigEntry
from kafkatui.model.observed import Observed
from kafkatui.model.task import TaskPhase
from kafkatui.session.feeds import METADATA, TopicConfigsFeed
from kafkatui.session.tasks import Task
from kafkatui.tui.pages.topic.topics import CONFIG_BATCH
from kafkatui.view.shell import Loss, loss_question
from tests.tui.fake_app import FakeDriver, fake_app_at
from tests.tui.fake_session import FakeSession
from tests.tui.sample_cluster import BROKERS, CLUSTER_ID, known_session

COUNT = CONFIG_BATCH * 3
NAMES = [f"topic-{number:05}" for number in range(COUNT)]


def large_session() -> FakeSession:
    """1,500 topics; retention falls with the number; configurations are given when the test says so."""
    session = known_session()
    topics = {name: Topic(name, (Partition(name, 0, 1, (1,), (1,)),)) for name in NAMES}
    session.ok(METADATA, ClusterMetadata(CLUSTER_ID, 2, BROKERS, topics))
    session.answer(TopicConfigsFeed, lambda _: Observed.unknown())
    return session


def give(session: FakeSession, how_many: int) -> None:
    """Let the configurations of the first topics be readable."""

    def answer(feed: TopicConfigsFeed) -> Observed[Mapping[str, tuple[ConfigEntry, ...]]]:
        if any(NAMES.index(name) >= how_many for name in feed.topics):
            return Observed.unknown()
        entries: dict[str, tuple[ConfigEntry, ...]] = {
            name: (ConfigEntry("retention.ms", str((COUNT - NAMES.index(name)) * 3_600_000), "topic"),)
            for name in feed.topics
        }
        return Observed.ok(entries, session.started_at_seconds + 1e6)

    session.answer(TopicConfigsFeed, answer)


def loading(driver: FakeDriver) -> Task[object]:
    return next(task for task in driver.session.tasks.all() if "configuration" in task.state.title)


async def test_sorting_by_retention_reads_every_topics_with_progress_and_sorts_by_it() -> None:
    session = large_session()
    async with fake_app_at(session) as driver:
        table = driver.pane.table
        assert table is not None
        table.sort_by("retention")  # type: ignore[attr-defined]
        await driver.wait_until(lambda: session.tasks.running())
        task = loading(driver)
        assert task.state.title == "Read the configuration of 1,500 topics"
        assert loss_question([Loss("fake", tasks=(task.state,))]) is None
        give(session, CONFIG_BATCH)
        await driver.wait_until(lambda: task.state.progress.done == CONFIG_BATCH)
        assert (task.state.progress.total, task.state.progress.unit) == (COUNT, "topics")
        await driver.wait_until("1 task ▸ 33 %")
        give(session, COUNT)
        await driver.wait_until(lambda: task.state.phase is TaskPhase.DONE)
        await driver.wait_until(lambda: driver.rows[0]["name"] == NAMES[-1])
        assert [row["name"] for row in driver.rows] == NAMES[::-1]
        await driver.wait_until(lambda: sum(isinstance(feed, TopicConfigsFeed) for feed in session.held) >= 3)


async def test_sorting_by_another_column_stops_it() -> None:
    session = large_session()
    async with fake_app_at(session) as driver:
        table = driver.pane.table
        assert table is not None
        table.sort_by("retention")  # type: ignore[attr-defined]
        await driver.wait_until(lambda: session.tasks.running())
        task = loading(driver)
        table.sort_by("name", is_reversed=True)  # type: ignore[attr-defined]
        await driver.wait_until(lambda: task.state.phase is TaskPhase.CANCELLED)


async def test_leaving_the_page_stops_it() -> None:
    session = large_session()
    async with fake_app_at(session) as driver:
        table = driver.pane.table
        assert table is not None
        table.sort_by("cleanup")  # type: ignore[attr-defined]
        await driver.wait_until(lambda: session.tasks.running())
        task = loading(driver)
        await driver.press("4")
        await driver.wait_until(lambda: task.state.phase is TaskPhase.CANCELLED)
