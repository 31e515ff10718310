"""Several topics on one Messages page: which they are, how each is read, and the way there and back."""

from __future__ import annotations

from textual.widgets import Input

from kafkatui.codec.decoded import Part
from kafkatui.model.cluster import ClusterMetadata, Partition, Topic
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.record import Record
from kafkatui.model.replacing import replace
from kafkatui.model.scan import ScanState
from kafkatui.model.tail import TailPhase
from kafkatui.session.feeds import METADATA
from kafkatui.session.notice import FeedUpdated
from tests.tui.fake_app import SMALL, FakeDriver, fake_app_at
from tests.tui.fake_session import NAME, FakeSession
from tests.tui.sample_cluster import CLUSTER, known_session


def topic(name: str, partitions: int = 1) -> Topic:
    return Topic(name, tuple(Partition(name, number, 1, (1,), (1,)) for number in range(partitions)))


def with_topics(*topics: Topic) -> ClusterMetadata:
    return replace(CLUSTER, topics={each.name: each for each in sorted(topics, key=lambda each: each.name)})


def session_with(*topics: Topic) -> FakeSession:
    session = known_session()
    session.ok(METADATA, with_topics(*topics))
    return session


def record(name: str, value: bytes, offset: int = 0) -> Record:
    return Record(name, 0, offset, 1_700_000_000_000, "create", b"k", value)


def learn(driver: FakeDriver, *topics: Topic) -> None:
    driver.session.ok(METADATA, with_topics(*topics))
    driver.main.take(FeedUpdated(NAME, METADATA))


async def test_marked_topics_are_followed_together_and_back_leads_to_the_list() -> None:
    session = session_with(topic("a"), topic("b"), topic("c"))
    async with fake_app_at(session) as driver:
        await driver.wait_until(lambda: driver.pane.table is not None and driver.pane.table.line_count == 3)
        await driver.pilot.press("space", "down", "down", "space", "m")
        await driver.wait_until(lambda: bool(session.tails))
        assert driver.main.navigator.here.subject == (NAME, PlaceKind.MESSAGES, "a,c")
        assert session.tails[0].topics == ("a", "c")
        session.tails[0].feed([record("a", b"of a"), record("c", b"of c")])
        await driver.wait_until(lambda: "of c" in driver.screen_text)
        assert "Topics › a,c" in driver.screen_text
        assert "Topic " in driver.text_of(driver.main.frame).splitlines()[4]
        await driver.pilot.press("minus")
        await driver.wait_until(lambda: not session.tails)
        assert driver.main.navigator.here.kind is PlaceKind.TOPICS
        await driver.pilot.press("plus")
        await driver.wait_until(lambda: bool(session.tails))
        assert driver.main.navigator.here.name == "a,c"


async def test_new_topics_that_match_and_new_partitions_join_and_what_is_missing_is_named() -> None:
    session = session_with(topic("aTopic"), topic("other"))
    async with fake_app_at(session, PlaceKind.MESSAGES, "gone,/^a.*[Tt]opic/") as driver:
        await driver.wait_until(lambda: bool(session.tails))
        tail = session.tails[0]
        assert tail.topics == ("aTopic",)
        await driver.wait_until(lambda: "1 topic  no topic gone" in driver.screen_text)
        learn(driver, topic("aTopic", 2), topic("a-topic"), topic("other"))
        await driver.wait_until(lambda: set(tail.partitions) == {("aTopic", 0), ("aTopic", 1), ("a-topic", 0)})
        learn(driver, topic("aTopic", 2), topic("gone"), topic("other"))
        expected = {("aTopic", 0), ("aTopic", 1), ("a-topic", 0), ("gone", 0)}
        await driver.wait_until(lambda: set(tail.partitions) == expected)
        assert "no topic" not in driver.screen_text


async def test_an_expression_that_matches_nothing_waits_and_one_that_means_nothing_says_so() -> None:
    session = session_with(topic("other"))
    async with fake_app_at(session, PlaceKind.MESSAGES, "/^a/") as driver:
        await driver.wait_until(lambda: bool(session.tails))
        session.tails[0].feed([])
        await driver.wait_until(lambda: "none matches" in driver.screen_text)
        await driver.show(Place(NAME, PlaceKind.MESSAGES, "/[/"))
        await driver.wait_until(lambda: "/[/ is no regular expression" in driver.screen_text)
        assert not session.tails


async def test_each_topic_is_decoded_in_its_own_way_and_p_and_m_mean_the_one_under_the_cursor() -> None:
    session = session_with(topic("a"), topic("b"))
    async with fake_app_at(session, PlaceKind.MESSAGES, "a,b") as driver:
        await driver.wait_until(lambda: bool(session.tails))
        assert driver.main.navigator.here.kind is PlaceKind.MESSAGES
        await driver.pilot.press("t")
        await driver.wait_until(lambda: "Put the cursor on a record" in driver.screen_text)
        session.decoding.choose("b", Part.VALUE, "hex")
        session.tails[0].feed([record("a", b"text"), record("b", b"\x01\x02")])
        await driver.wait_until(lambda: "01 02" in driver.screen_text and "text" in driver.screen_text)
        await driver.pilot.press("home")
        await driver.wait_until(lambda: driver.pane.topic_name() == "a")
        assert {target.name for target in driver.pane.targets()} == {"a"}
        await driver.pilot.press("m")
        await driver.wait_until(lambda: driver.main.navigator.here == Place(NAME, PlaceKind.TOPIC, "a", "messages"))


async def test_several_topics_are_followed_on_a_small_terminal() -> None:
    session = session_with(topic("a"), topic("b"))
    async with fake_app_at(session, PlaceKind.MESSAGES, "a,b", size=SMALL) as driver:
        await driver.wait_until(lambda: bool(session.tails))
        session.tails[0].feed([record("a", b"first"), record("b", b"second")], TailPhase.FOLLOWING)
        await driver.wait_until(lambda: "first" in driver.screen_text and "second" in driver.screen_text)
        await driver.pilot.press("slash", *"topic=b", "enter")
        await driver.wait_until(lambda: "first" not in driver.screen_text)
        assert "second" in driver.screen_text


async def test_marked_topics_are_searched_together_and_followed_and_back() -> None:
    session = session_with(topic("a"), topic("b"), topic("c"))
    async with fake_app_at(session) as driver:
        await driver.wait_until(lambda: driver.pane.table is not None and driver.pane.table.line_count == 3)
        await driver.pilot.press("space", "down", "down", "space", "F")
        await driver.wait_until(lambda: isinstance(driver.app.focused, Input) and driver.place.tab == "search")
        assert driver.main.navigator.here.subject == (NAME, PlaceKind.MESSAGES, "a,c")
        await driver.pilot.press(*"gift", "enter")
        await driver.wait_until(lambda: session.scans.run("a,c") is not None)
        run = session.scans.run("a,c")
        assert run is not None
        assert run.topics == ("a", "c")
        session.decoding.choose("c", Part.VALUE, "hex")
        found = ScanState(scanned=9, matched=2, seconds=0.1)
        session.scans.found("a,c", [record("a", b"gift of a"), record("c", b"gift")], found)
        await driver.wait_until(lambda: "gift of a" in driver.screen_text and "hex 67696674" in driver.screen_text)
        assert "2 topics" in driver.screen_text
        assert "Topic " in driver.text_of(driver.main.frame)
        await driver.pilot.press("m")
        await driver.wait_until(lambda: bool(session.tails))
        assert session.tails[0].topics == ("a", "c")
        await driver.pilot.press("F")
        await driver.wait_until(lambda: driver.place.tab == "search")
        assert session.scans.run("a,c") is run


async def test_a_search_of_topics_that_are_not_there_says_so_and_begins_none() -> None:
    session = session_with(topic("other"))
    async with fake_app_at(session, PlaceKind.MESSAGES, "/^a/", "search", size=SMALL) as driver:
        await driver.wait_until("There is no such topic, and none matches.")
        await driver.press("slash", *"gift", "enter")
        learn(driver, topic("other"), topic("about"))
        await driver.wait_until(lambda: "none matches" not in driver.screen_text)
        assert session.scans.run("/^a/") is None
        await driver.press("slash", "enter")
        await driver.wait_until(lambda: session.scans.run("/^a/") is not None)
        run = session.scans.run("/^a/")
        assert run is not None
        assert run.topics == ("about",)


async def test_search_of_several_topics_is_a_word_of_the_colon() -> None:
    session = session_with(topic("a"), topic("b"))
    async with fake_app_at(session) as driver:
        await driver.press("colon", *"search a,b", "enter")
        await driver.wait_until(lambda: driver.place.tab == "search")
        assert driver.main.navigator.here.subject == (NAME, PlaceKind.MESSAGES, "a,b")
