"""The tab of a registry's subjects, and what Enter shows: versions, references, what changed; the jumps to topics."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from types import SimpleNamespace

import pytest

from kafkatui.kafka.registry.requests import RegistryRequests
from kafkatui.model.place import PlaceKind
from kafkatui.model.replacing import replace
from kafkatui.model.schema_subject import Subject, Subjects
from kafkatui.session.feeds import SubjectsFeed
from kafkatui.tui.screens.action import ActionScreen
from kafkatui.tui.screens.record_diff import RecordDiffScreen
from kafkatui.tui.screens.subject import SubjectScreen
from tests.drive.drawn import is_open
from tests.tui.fake_app import SMALL, WIDE, FakeDriver, fake_app_at
from tests.tui.fake_session import FakeSession, fake_profile
from tests.tui.sample_cluster import SUBJECTS, known_session
from tests.unit.kafka.registry_server import Contents, registry_server

pytest.importorskip("confluent_kafka.schema_registry", exc_type=ImportError)

ONE = '{"type":"record","name":"O","fields":[{"name":"id","type":"long"}]}'
TWO = '{"type":"record","name":"O","fields":[{"name":"id","type":"long"},{"name":"city","type":"string","default":""}]}'
REFERENCES = [{"name": "Address", "subject": "address-value", "version": 2}]


@pytest.fixture
def session() -> Iterator[FakeSession]:
    with registry_server() as (url, contents):
        yield session_on(url, contents)


def session_on(url: str, contents: Contents) -> FakeSession:
    contents.add("orders-value", ONE)
    contents.add("orders-value", TWO, references=REFERENCES)
    profile = fake_profile()
    made = known_session(FakeSession(replace(profile, kafka={**profile.kafka, "schema.registry.url": url})))
    requests = RegistryRequests({"url": url}, 5.0)
    made.actions.context._clients = SimpleNamespace(registry=lambda: requests)  # type: ignore[assignment]
    return made


@pytest.mark.parametrize("size", [WIDE, SMALL])
async def test_enter_shows_the_newest_version_and_the_one_before(session: FakeSession, size: tuple[int, int]) -> None:
    async with fake_app_at(session, PlaceKind.CLUSTER, tab="schemas", size=size) as driver:
        await driver.wait_until(lambda: "orders-value" in driver.screen_text)
        await driver.press("end", "enter")
        await driver.wait_until(lambda: is_open(driver.app, SubjectScreen))

        def text() -> str:
            return driver.text_of(driver.app.screen)

        await driver.wait_until(lambda: "orders-value version 2 · avro schema 2" in text())
        assert "2 of 2 versions · refers to Address=address-value/2" in text()
        await driver.wait_until(lambda: '"city"' in text())
        await driver.press("D")
        await driver.wait_until(lambda: is_open(driver.app, RecordDiffScreen))
        await driver.wait_until(lambda: '+       "name": "city"' in text())
        await driver.press("escape", "left_square_bracket")
        await driver.wait_until(lambda: "orders-value version 1 · avro schema 1" in text())
        assert '"city"' not in text()
        await driver.press("left_square_bracket", "D")
        assert "orders-value version 1" in text(), "there is none before it"
        await driver.press("right_square_bracket")
        await driver.wait_until(lambda: "orders-value version 2" in text())
        await driver.press("escape")
        await driver.wait_until(lambda: not isinstance(driver.app.screen, SubjectScreen))


async def test_a_subject_leads_to_its_topic_and_a_topic_to_its_subjects(session: FakeSession) -> None:
    async with fake_app_at(session, PlaceKind.CLUSTER, tab="schemas", size=WIDE) as driver:
        await driver.wait_until(lambda: "orders-value" in driver.screen_text)
        await driver.press("end", "M")
        await driver.wait_until(lambda: driver.place.kind is PlaceKind.TOPIC)
        assert driver.place.name == "orders"
        await driver.press("M")
        await driver.wait_until(lambda: driver.place.tab == "schemas")
        await driver.wait_until(lambda: "2 of 3 subjects" in driver.screen_text)


def _is_shown(driver: FakeDriver, words: str) -> bool:
    return words in driver.screen_text


async def test_o_shows_one_context_after_the_other(session: FakeSession) -> None:
    others = (Subject(":.eu:orders-value"), Subject(":.us:clicks-value"))
    session.ok(SubjectsFeed(), Subjects((Subject("orders-key"), *others)))
    async with fake_app_at(session, PlaceKind.CLUSTER, tab="schemas", size=WIDE) as driver:
        await driver.wait_until(lambda: "3 contexts" in driver.screen_text)
        for context, shown, hidden in ((".", "orders-key", "eu:orders"), (".eu", ":.eu:orders-value", "clicks")):
            await driver.press("o")
            words = f"only context {context} "
            await driver.wait_until(partial(_is_shown, driver, words))
            assert shown in driver.screen_text
            assert hidden not in driver.screen_text
        session.ok(SubjectsFeed(), Subjects(others[1:]))
        await driver.wait_until(lambda: "clicks" in driver.screen_text and "only context" not in driver.screen_text)
    session.ok(SubjectsFeed(), SUBJECTS)


async def test_the_first_schema_is_registered_from_an_empty_list(session: FakeSession) -> None:
    session.ok(SubjectsFeed(), Subjects(()))
    async with fake_app_at(session, PlaceKind.CLUSTER, tab="schemas", size=WIDE) as driver:
        await driver.wait_until(lambda: "no subjects" in driver.screen_text)
        await driver.press("e")
        await driver.wait_until(lambda: is_open(driver.app, ActionScreen))
        await driver.wait_until(lambda: "Register a schema" in driver.text_of(driver.app.screen))
    session.ok(SubjectsFeed(), SUBJECTS)
