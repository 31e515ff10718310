"""Whatever is wrong says what to do next: in the panel below a list, or in a line where there is none."""

from __future__ import annotations

import importlib
import pkgutil
import time
from collections.abc import Iterator, Mapping

import pytest

import kafkatui.view
from kafkatui.insight.health import health
from kafkatui.model.cluster import ClusterMetadata, Partition, Topic
from kafkatui.model.connector import Connectors
from kafkatui.model.event import EventKind, Severity
from kafkatui.model.finding import Examination, Finding, Subject
from kafkatui.model.kinds import KINDS
from kafkatui.model.observed import Observed, ObservedState
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.presence import Link, LinkState, PresenceState
from kafkatui.model.replacing import replace
from kafkatui.model.verdict import Verdict, VerdictKind
from kafkatui.report.cluster_partitions import WRONG, PartitionState
from kafkatui.session.action_catalogue import catalogue
from kafkatui.session.feeds import EXAMINATION, METADATA, ConnectorsFeed, GroupFeed
from kafkatui.tui.pages.base.next_line import NextLine
from kafkatui.tui.pages.base.registry import build
from kafkatui.tui.pages.base.table_pane import TablePane
from kafkatui.tui.pages.group import progress
from kafkatui.tui.screens.action import ActionScreen
from kafkatui.view.consumption_cells import verdict_tone
from kafkatui.view.event_detail import EVENT_STEPS, event_step
from kafkatui.view.group_columns import _STATE_TONES
from kafkatui.view.next_steps import (
    BROKER_STEPS,
    GROUP_STATE_STEPS,
    LINK_STEPS,
    PARTITION_STEPS,
    NextStep,
    next_lines,
    verdict_step,
)
from kafkatui.view.overview_health import health_lines
from kafkatui.view.overview_side import _LINK_WORDS
from kafkatui.view.span import Tone
from kafkatui.view.status_line import kafka_parts, zookeeper_parts
from kafkatui.view.table import TableDefinition
from tests.drive.drawn import is_open
from tests.tui.every_pane import NAMES
from tests.tui.fake_app import FakeDriver, fake_app_at
from tests.tui.fake_session import NAME, FakeSession, fake_profile
from tests.tui.sample_cluster import BROKERS, CLUSTER, CONNECTORS, TRANSACTIONS, event, known_session

NOT_WRONG = {
    "config_page": "what is set here",
    "configs": "what is set here",
    "log-levels": "what is not as it was",
    "log-lines": "what a server wrote: the line says it",
    "records": "tombstones",
    "findings": "each finding has its own",
}
"""What `!` keeps of these tables is nothing that is wrong."""


def test_every_verdict_that_needs_somebody_says_what_to_do() -> None:
    for kind in VerdictKind:
        verdict = Verdict(kind, "so it is")
        assert bool(verdict_step(verdict)) == (verdict_tone(verdict) in (Tone.BAD, Tone.WARNING)), kind
        assert verdict_step(replace(verdict, warnings=("3 min behind",))), kind


def test_every_state_that_is_shown_as_wrong_says_what_to_do() -> None:
    assert set(BROKER_STEPS) == set(PresenceState) - {PresenceState.UP}
    assert set(PARTITION_STEPS) == set(PartitionState) - {PartitionState.MOVING}
    assert set(PARTITION_STEPS) > WRONG
    assert set(LINK_STEPS) == {state for state, (_, tone) in _LINK_WORDS.items() if tone in (Tone.BAD, Tone.WARNING)}
    assert set(GROUP_STATE_STEPS) == {state for state, tone in _STATE_TONES.items() if tone in (Tone.BAD, Tone.WARNING)}


def test_every_event_that_is_bad_or_may_be_says_what_to_do() -> None:
    assert set(EVENT_STEPS) == set(EventKind)
    for severity in Severity:
        step = event_step(replace(event(), severity=severity, kind=None))
        assert bool(step) == (severity in (Severity.BAD, Severity.WARNING))


def definitions() -> Iterator[tuple[PlaceKind, str, TableDefinition[object]]]:
    """The tables of all pages."""
    session = known_session()
    for kind, row in KINDS.items():
        for tab in row.tabs:
            pane = build(tab, session, Place(NAME, kind, NAMES.get(kind, ""), tab.id))
            if isinstance(pane, TablePane):
                yield kind, tab.id, pane.definition


def test_every_table_that_can_keep_what_is_wrong_says_what_to_do_about_it() -> None:
    nothing = TableDefinition("", "", "", (), str, str).next_step
    silent = {
        f"{kind.value}/{tab}: {table.id}"
        for kind, tab, table in definitions()
        if table.is_wrong is not None and table.next_step is nothing and table.id not in NOT_WRONG
    }
    assert not silent


BAD_PARTITIONS = (
    Partition("orders", 0, -1, (1, 2), ()),
    Partition("orders", 1, 1, (1, 2), (1,)),
    Partition("orders", 2, 2, (1, 2), (1, 2)),
)


@pytest.mark.parametrize("partition", BAD_PARTITIONS)
@pytest.mark.parametrize("controller", [None, 1])
@pytest.mark.parametrize("minimum", [1, 2, None])
def test_every_line_of_the_health_that_is_wrong_says_what_to_do(
    partition: Partition, controller: int | None, minimum: int | None
) -> None:
    topics = {"orders": Topic("orders", (partition,))}
    metadata = ClusterMetadata("id", controller, {1: BROKERS[1]}, topics)
    known = health(metadata, (1, 2), min_isr=None if minimum is None else {"orders": minimum})
    lines = health_lines(NAME, metadata, known, (), "not told")
    wrong = [line for line in lines if line.tone in (Tone.BAD, Tone.WARNING)]
    assert wrong
    for line in lines:
        assert bool(line.next_step) == (line in wrong), line
    assert all(line.place is not None for line in wrong), "Enter leads there"


def test_every_word_of_the_header_that_is_wrong_leads_somewhere() -> None:
    topics = {"orders": Topic("orders", BAD_PARTITIONS)}
    metadata = ClusterMetadata("id", None, {1: BROKERS[1]}, topics)
    readings = [
        Observed.ok(metadata, 1.0),
        Observed(ObservedState.STALE, metadata, 1.0, "no answer"),
        Observed(ObservedState.FAILED, None, None, "no answer"),
    ]
    parts = [
        part
        for reading in readings
        for part in kafka_parts(reading, health(metadata) if reading.value else None, (), NAME)
    ]
    parts += [
        part for state in LinkState for part in zookeeper_parts(Link(state, ""), Observed.unknown(), NAME)
    ]  # fmt: skip
    assert {part.text for part in parts if part.tone is Tone.BAD} >= {"leaderless 1", "Kafka does not answer"}
    for part in parts:
        if part.tone in (Tone.BAD, Tone.WARNING):
            assert part.place is not None, part


def finding() -> Finding:
    subject = Subject("orders", PlaceKind.TOPIC, "orders", "partitions")
    return Finding("partition-leaderless", Severity.BAD, subject, "No leader.", (), 1.0, "Nobody reads it.", "Start 1.")


async def test_a_click_on_the_headers_findings_leads_to_the_worst_and_enter_to_where_it_is() -> None:
    session = known_session()
    mild = replace(finding(), rule="leader-skew", severity=Severity.WARNING, title="A broker leads too much.")
    session.ok(EXAMINATION, Examination((mild, finding()), 1.0))
    async with fake_app_at(session) as driver:
        await driver.click("2 findings")
        await driver.wait_until(lambda: driver.place.tab == "doctor")
        await driver.wait_until("Start 1.")
        await driver.press("enter")
        await driver.wait_until(lambda: (driver.place.kind, driver.place.name) == (PlaceKind.TOPIC, "orders"))
        await driver.press("9")
        await driver.wait_until(lambda: driver.place.tab == "doctor")


def unwell(session: FakeSession) -> FakeSession:
    """A cluster of which a broker is gone, and a partition has no leader."""
    topic = Topic("orders", (Partition("orders", 0, -1, (3,), (3,)), Partition("orders", 1, 2, (2, 3, 1), (2,))))
    topics = {**CLUSTER.topics, "orders": topic}
    session.ok(METADATA, replace(CLUSTER, brokers={1: BROKERS[1], 2: BROKERS[2]}, topics=topics))
    return session


@pytest.mark.parametrize("size", [(160, 50), (100, 30), (80, 24)])
async def test_the_panel_or_the_line_below_a_list_says_what_to_do(size: tuple[int, int]) -> None:
    session = unwell(known_session())
    async with fake_app_at(session, PlaceKind.BROKERS, size=size) as driver:
        await driver.wait_until("gone")
        line = driver.pane.query_one(NextLine)
        assert "Start it again" not in driver.screen_text, "the first broker is there"
        await driver.press("down", "down")
        await driver.wait_until("Start it again, or empty it")
        has_panel = bool(driver.main.frame.query_one("#details").display)
        await driver.wait_until(lambda: bool(line.display) is not has_panel)
        await driver.press("z")
        await driver.wait_until(lambda: bool(line.display) is has_panel)
        assert "Start it again, or empty it" in " ".join(driver.screen_text.split())


async def test_the_overview_says_what_to_do_about_the_line_in_focus_else_about_the_worst() -> None:
    async with fake_app_at(unwell(known_session()), PlaceKind.CLUSTER) as driver:
        await driver.wait_until("Next  Brokers: Start it again")
        await driver.press("tab", "down", "down", "down")
        await driver.wait_until("Next  Start a broker that keeps it.")
        await driver.press("enter")
        await driver.wait_until(lambda: driver.place.tab == "partitions")
        await driver.wait_until("Next         Start a broker that keeps it.")


async def test_a_connectors_panel_has_its_tasks_and_why_they_failed() -> None:
    session = known_session()
    session.ok(ConnectorsFeed(), Connectors(CONNECTORS.connectors))
    async with fake_app_at(session, PlaceKind.CLUSTER, tab="connectors") as driver:
        for words in (
            "✗ FAILED  10.0.0.8:8083  java.lang.Error: disk full",
            "Next       Read why: ⏎ has the whole trace.",
        ):
            await driver.wait_until(words)


def test_a_step_takes_as_many_lines_as_it_needs() -> None:
    step = "Start it again, or empty it if it will not come back."
    assert ["".join(text for text, _ in line) for line in next_lines(step, 6, 30)] == [
        "Next  Start it again, or empty",
        "      it if it will not come",
        "      back.",
    ]
    assert next_lines("", 6, 30) == []
    assert len(next_lines(step, 6, 0)) == 1


def all_steps() -> Iterator[NextStep]:
    """Every sentence of the program that says what it begins with."""
    for found in pkgutil.iter_modules(kafkatui.view.__path__):
        module = importlib.import_module(f"{kafkatui.view.__name__}.{found.name}")
        for value in vars(module).values():
            for each in value.values() if isinstance(value, Mapping) else (value,):
                if isinstance(each, NextStep):
                    yield each


def test_every_step_begins_with_an_action_or_a_page_that_is_there() -> None:
    steps = list(all_steps())
    assert len(steps) > 20
    for step in steps:
        tabs = {tab.id for kind, row in KINDS.items() for tab in row.tabs if step.page in (None, kind)}
        assert step.action or step.page or step.tab, step
        assert not step.action or step.action in catalogue(), step
        assert step.tab in {*tabs, ""}, step


async def on_row(driver: FakeDriver, **cells: str) -> None:
    """Put the cursor on the row that has those texts in its columns."""
    await driver.wait_until(lambda: any(cells.items() <= row.items() for row in driver.rows))
    table = driver.pane.table
    assert table is not None
    table.move_cursor(next(index for index, row in enumerate(driver.rows) if cells.items() <= row.items()))
    await driver.pilot.pause()


async def opens_dialog(driver: FakeDriver, action_id: str, target: str) -> None:
    """`n` opens the dialog of an action for one thing; nothing is done."""
    await driver.wait_until(lambda: driver.pane.next_step() is not None)
    await driver.press("n")
    await driver.wait_until(lambda: is_open(driver.app, ActionScreen))
    dialog = driver.app.screen
    assert isinstance(dialog, ActionScreen)
    assert (dialog._action.spec.id, [each.text for each in dialog._targets]) == (action_id, [target])
    await driver.press("escape")
    await driver.wait_until(lambda: not is_open(driver.app, ActionScreen))


async def test_n_opens_the_dialog_of_the_action_that_is_named() -> None:
    session = unwell(known_session())
    async with fake_app_at(session, PlaceKind.BROKERS) as driver:
        await driver.wait_until(lambda: len(driver.rows) == 3)
        await driver.press("down", "down")
        await driver.wait_until("Start it again, or empty it")
        await opens_dialog(driver, "broker.decommission", "3")
        await driver.show(Place(NAME, PlaceKind.CLUSTER, tab="transactions"))
        hanging = TRANSACTIONS[1]
        await driver.wait_until("Abort it: d.")
        await on_row(driver, partition=str(hanging.partition))
        await opens_dialog(driver, "transaction.abort", hanging.text)


async def test_where_nothing_is_wrong_there_is_no_next_step() -> None:
    async with fake_app_at(known_session(), PlaceKind.GROUPS) as driver:
        await driver.wait_until(lambda: driver.pane.copied() == ("billing", "group"))
        before = driver.place
        await driver.press("n")
        assert not driver.main.dispatcher.offer("next_step").is_here
        assert driver.place.subject == before.subject
        assert not is_open(driver.app, ActionScreen)


async def test_n_leads_to_the_page_where_to_look_or_to_where_enter_does() -> None:
    session = unwell(known_session())
    session.tell(replace(event(), severity=Severity.BAD, kind=EventKind.SERVER))
    async with fake_app_at(session, PlaceKind.TOPICS) as driver:
        await driver.wait_until("Start a broker that keeps it.")
        await driver.press("n")
        await driver.wait_until(lambda: driver.place.kind is PlaceKind.BROKERS)
        await driver.press("6")
        await driver.wait_until("See which servers serve")
        await driver.press("n")
        await driver.wait_until(lambda: (driver.place.kind, driver.place.tab) == (PlaceKind.ZOOKEEPER, "ensemble"))
        await driver.show(Place(NAME, PlaceKind.TOPIC, "orders", "relations"))
        await driver.wait_until("! leads 0")
        await on_row(driver, kind="broker", name="1")
        await driver.press("n")
        await driver.wait_until(lambda: driver.place.subject == (NAME, PlaceKind.BROKER, "1"))


async def test_the_findings_key_is_that_of_findings_alone() -> None:
    session = known_session()
    session.ok(EXAMINATION, Examination((replace(finding(), action="partition.elect"),), 1.0))
    async with fake_app_at(session, PlaceKind.CLUSTER, tab="doctor") as driver:
        await driver.wait_until("Start 1.")
        assert driver.main.dispatcher.offer("finding.step").is_open
        session = unwell(session)
        await driver.show(Place(NAME, PlaceKind.BROKERS))
        await driver.wait_until("gone")
        await driver.press("down", "down")
        await driver.wait_until(lambda: driver.pane.next_step() is not None)
        assert not driver.main.dispatcher.offer("finding.step").is_here
        assert driver.main.dispatcher.offer("next_step").is_open


async def test_where_nothing_may_be_changed_n_leads_to_the_page_instead() -> None:
    session = unwell(known_session(FakeSession(fake_profile(is_read_only=True))))
    async with fake_app_at(session, PlaceKind.BROKERS) as driver:
        await driver.wait_until("gone")
        await driver.press("down", "down")
        await driver.wait_until("Start it again, or empty it")
        await driver.press("n")
        await driver.wait_until(lambda: driver.place.subject == (NAME, PlaceKind.BROKER, "3"))
        assert not is_open(driver.app, ActionScreen)


async def test_n_on_the_overview_begins_what_its_foot_says() -> None:
    async with fake_app_at(unwell(known_session()), PlaceKind.CLUSTER) as driver:
        await driver.wait_until("Next  Brokers: Start it again")
        await driver.press("n")
        await driver.wait_until(lambda: driver.place.kind is PlaceKind.BROKERS)
        await driver.press("minus")
        await driver.wait_until(lambda: driver.place.kind is PlaceKind.CLUSTER)
        await driver.wait_until("Next  Brokers: Start it again")
        await driver.press("down", "down")
        await driver.wait_until("Next  Start it again")
        await opens_dialog(driver, "broker.decommission", "3")


async def test_what_to_do_about_a_group_is_said_while_its_verdict_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "verdict_step", lambda _: "Look at its consumers.")
    session = known_session()
    async with fake_app_at(session, PlaceKind.GROUP, "billing", "progress") as driver:
        await driver.wait_until("Next  Look at its consumers.")
        known = session.observed(GroupFeed("billing"))
        session.put(GroupFeed("billing"), known.failing("Its coordinator is gone.", time.time()))
        await driver.wait_until(lambda: "Look at its consumers." not in driver.screen_text)
        assert isinstance(driver.pane, TablePane)
        assert driver.pane.said_step() == ""


async def test_the_last_line_has_the_key_where_something_is_to_be_done() -> None:
    async with fake_app_at(known_session(), PlaceKind.TOPICS) as driver:
        await driver.wait_until("orders")
        await driver.wait_until(lambda: "n next step" in driver.screen_text.splitlines()[-1])
        await driver.press("I")
        await driver.wait_until("__consumer_offsets")
        await driver.press("home")
        await driver.wait_until(lambda: "n next step" not in driver.screen_text.splitlines()[-1])
