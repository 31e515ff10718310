"""What became of transactions stands beside the values in view, in words in the record panel, and nowhere else."""

from __future__ import annotations

from kafkatui.model.log_bounds import LogBounds
from kafkatui.model.place import PlaceKind
from kafkatui.model.record import Record
from kafkatui.model.transaction import FateKind, FateRange, PartitionFates, TransactionFate, TransactionMarker
from kafkatui.session.feeds import LogBoundsFeed
from kafkatui.tui.actions.write import choices_to_write
from kafkatui.tui.pages.topic.messages import TopicMessagesPane
from tests.tui.fake_app import SMALL, FakeDriver, fake_app_at
from tests.tui.fake_session import FakeSession
from tests.tui.sample_cluster import known_session

KINDS = (FateKind.NONE, FateKind.COMMITTED, FateKind.ABORTED, FateKind.OPEN)
RECORDS = [Record("orders", 0, offset, 1_000, "create", b"k", f"value {offset}".encode()) for offset in range(5)]


def told() -> PartitionFates:
    """Of the first four records each fate; the leader cannot tell of the fifth."""
    ranges = [
        FateRange(offset, offset, TransactionFate(kind, -1 if kind is FateKind.NONE else 4001))
        for offset, kind in enumerate(KINDS)
    ]
    return PartitionFates(("orders", 0), tuple(ranges), 4, has_transactions=True)


def values(driver: FakeDriver) -> list[str]:
    pane = driver.pane
    assert isinstance(pane, TopicMessagesPane)
    rows = (pane.table.row_at(index) for index in pane.table.visible_range)
    return [pane.table.definition.column("value").cell(row).text for row in rows if row is not None]


async def test_each_record_in_view_has_its_mark_and_the_panel_says_it_in_words() -> None:
    session = known_session(FakeSession())
    session.told_fates = {("orders", 0): told()}
    async with fake_app_at(session, PlaceKind.TOPIC, "orders", "messages") as driver:
        await driver.wait_until(lambda: bool(session.tails))
        session.tails[0].feed(RECORDS)
        marked = ["· value 0", "✓ value 1", "✗ aborted value 2", "○ open value 3", "? value 4"]
        await driver.wait_until(lambda: values(driver) == marked)
        await driver.wait_until(lambda: "✗ aborted value 2" in driver.text_of(driver.main.frame))
        await driver.press("home", "down", "down")
        await driver.wait_until(lambda: "✗ aborted by its producer 4001" in driver.text_of(driver.main))
        await driver.press("down")
        await driver.wait_until(lambda: "○ open: not yet committed by its producer 4001" in driver.text_of(driver.main))
        await driver.press("i")  # of committed records there is nothing to tell
        await driver.wait_until(lambda: session.tails[-1].buffer.next_serial == 0)
        session.tails[-1].feed(RECORDS[:1])
        await driver.wait_until(lambda: values(driver) == ["value 0"])


async def test_without_transactions_nothing_is_shown_and_nothing_more_is_asked() -> None:
    session = known_session(FakeSession())
    async with fake_app_at(session, PlaceKind.TOPIC, "orders", "messages") as driver:
        await driver.wait_until(lambda: bool(session.tails))
        session.tails[0].feed(RECORDS)
        await driver.wait_until(lambda: bool(session.fates_asked))
        assert values(driver) == [f"value {offset}" for offset in range(5)]
        assert session.fates_asked == [{("orders", 0): [0, 4]}]


async def test_the_settings_say_how_far_each_kind_of_reader_gets_where_there_is_room() -> None:
    session = known_session(FakeSession())
    session.ok(LogBoundsFeed("orders"), {("orders", 0): LogBounds(3, 90, 1_234), ("orders", 1): LogBounds(0, 5, 5)})
    async with fake_app_at(session, PlaceKind.TOPIC, "orders", "messages") as driver:
        await driver.wait_until(lambda: bool(session.tails))
        assert "stable" not in driver.text_of(driver.main.frame)
        session.tails[0].feed(RECORDS)
        await driver.wait_until(lambda: "P0 start 3 stable 90 high 1,234" in driver.text_of(driver.main.frame))
    async with fake_app_at(session, PlaceKind.TOPIC, "orders", "messages", size=SMALL) as driver:
        await driver.wait_until(lambda: bool(session.tails))
        session.tails[0].feed(RECORDS)
        await driver.wait_until(
            lambda: (
                "isolation" in driver.text_of(driver.main.frame) or "uncommitted" in driver.text_of(driver.main.frame)
            )
        )
        assert "from last 100" in driver.text_of(driver.main.frame) or "last 100" in driver.text_of(driver.main.frame)


COMMIT = "── COMMIT of producer 4001, epoch 2 · coordinator epoch 3 ──"
ABORT = "── ABORT of producer 4001, epoch 2 · coordinator epoch 3 ──"


async def test_markers_are_lines_at_their_offsets_that_are_no_records() -> None:
    session = known_session(FakeSession())
    kinds = [(0, FateKind.COMMITTED), (2, FateKind.ABORTED)]
    ranges = tuple(FateRange(at, at, TransactionFate(kind, 4001)) for at, kind in kinds)
    markers = tuple(TransactionMarker(at + 1, at == 0, 4001, 2, 3, 5_000) for at, _ in kinds)
    key = ("orders", 0)
    session.told_fates = {key: PartitionFates(key, ranges, 4, has_transactions=True, markers=markers)}
    async with fake_app_at(session, PlaceKind.TOPIC, "orders", "messages") as driver:
        await driver.wait_until(lambda: bool(session.tails))
        session.tails[0].feed([RECORDS[0], RECORDS[2]])
        lines = ["✓ value 0", COMMIT, "✗ aborted value 2", ABORT]
        await driver.wait_until(lambda: values(driver) == lines)
        pane = driver.pane
        assert isinstance(pane, TopicMessagesPane)
        assert [pane.table.row_at(at).record.offset for at in range(4)] == [0, 1, 2, 3]  # type: ignore[union-attr]
        await driver.wait_until(lambda: "2 read · 2 kept · 2 markers" in driver.text_of(driver.main.frame))
        assert pane.cursor_record == RECORDS[2]  # what is followed is the newest record
        await driver.press("up")
        assert pane.cursor_record is None
        await driver.press("v")
        assert (pane.table.mark_count, pane.cursor_record) == (0, RECORDS[2])
        written = choices_to_write(pane)[0]
        assert (written.count, [row.record.offset for row in written.rows()]) == (2, [0, 2])
        await driver.press("slash", *"producer", "enter")
        await driver.wait_until(lambda: values(driver) == [])
        await driver.press("escape")
        await driver.wait_until(lambda: values(driver) == lines)
        await driver.press("comma")
        await driver.wait_until(lambda: values(driver) == lines[::2])
        await driver.wait_until(lambda: "markers hidden" in driver.text_of(driver.main.frame))
        await driver.press("comma")
        await driver.wait_until(lambda: values(driver) == lines)


async def test_a_log_that_begins_with_markers_has_them_above_its_first_record() -> None:
    session = known_session(FakeSession())
    key = ("orders", 0)
    fate = TransactionFate(FateKind.COMMITTED, 4001)
    markers = tuple(TransactionMarker(at, at != 2, 4001, 2, 3, 5_000) for at in (1, 2))
    ranges = (FateRange(3, 3, fate),)
    session.told_fates = {key: PartitionFates(key, ranges, 4, has_transactions=True, markers=markers)}
    session.ok(LogBoundsFeed("orders"), {key: LogBounds(1, 4, 4)})
    async with fake_app_at(session, PlaceKind.TOPIC, "orders", "messages") as driver:
        await driver.wait_until(lambda: bool(session.tails))
        session.tails[0].feed([RECORDS[3]])
        await driver.wait_until(lambda: values(driver) == [COMMIT, ABORT, "✓ value 3"])
        pane = driver.pane
        assert isinstance(pane, TopicMessagesPane)
        assert pane.cursor_record == RECORDS[3]
        await driver.press("home")
        await driver.wait_until(lambda: pane.cursor_record is None)
        session.tails[0].feed([RECORDS[4]])
        await driver.wait_until(lambda: values(driver) == [COMMIT, ABORT, "✓ value 3", "? value 4"])
        await driver.press("comma")
        await driver.wait_until(lambda: values(driver) == ["✓ value 3", "? value 4"])
