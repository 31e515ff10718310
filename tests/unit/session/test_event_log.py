"""What is kept of the timeline: bounded, and many changes of one cause as one line."""

from __future__ import annotations

from kafkatui.model.event import Cause, Event, EventKind, Severity
from kafkatui.model.place import Place, PlaceKind
from kafkatui.report.events import event_rows
from kafkatui.session.event_log import TOGETHER_SECONDS, EventLog

MOVED = Cause("leader 3 → {effects}", "partitions", Place("local", PlaceKind.BROKER, "3"))


def moved(number: int, at_seconds: float = 0.0, leader: int = 1) -> Event:
    """A partition that got another leader."""
    place = Place("local", PlaceKind.TOPIC, f"t{number}", cursor="0")
    return Event(
        at_seconds, "local", Severity.WARNING, "kafka", f"t{number}-0", f"leader 3 → {leader}", place,
        EventKind.LEADER, cause=MOVED, effect=str(leader), brokers=(3, leader),
    )  # fmt: skip


def test_what_follows_with_the_same_cause_becomes_one_line_that_keeps_what_it_stands_for() -> None:
    log = EventLog()
    log.extend(moved(number) for number in range(10))
    assert len(log) == 10
    log.extend(moved(number, 1.0, 2) for number in range(10, 15))
    (group,) = log.all()
    assert (group.subject, group.text, group.count) == ("15 partitions", "leader 3 → 1,2", 15)
    assert [member.subject for member in group.members] == [f"t{number}-0" for number in range(15)]


def test_what_comes_later_is_a_line_of_its_own() -> None:
    log = EventLog()
    log.extend(moved(number) for number in range(11))
    log.extend([moved(20, TOGETHER_SECONDS + 1)])
    assert [event.count for event in log.all()] == [11, 1]


def test_events_and_what_they_stand_for_are_bounded() -> None:
    log = EventLog(event_limit=3, member_limit=20)
    for minute in range(5):
        log.extend(moved(number, 60.0 * minute) for number in range(12))
    assert [(event.count, len(event.members)) for event in log.all()] == [(12, 0), (12, 0), (12, 12)]


def test_an_opened_line_lists_its_changes_and_a_topic_only_its_own() -> None:
    log = EventLog()
    log.extend(moved(number) for number in range(11))
    (row,) = event_rows(log.newest(9))
    assert row.can_open
    opened = event_rows(log.newest(9), {row.key})
    assert [each.is_member for each in opened] == [False] + [True] * 11
    log.extend([moved(11, 1.0)])
    assert event_rows(log.newest(9))[0].key == row.key, "it stays open while more of it comes"
    about = event_rows(log.newest(9), about=Place("local", PlaceKind.TOPIC, "t4"))
    assert [each.event.subject for each in about] == ["t4-0"]
    by_znode = event_rows(log.newest(9), about=Place("local", PlaceKind.ZNODE, "/brokers/topics/t4"))
    assert [each.event.subject for each in by_znode] == ["t4-0"]
    broker = event_rows(log.newest(9), about=Place("local", PlaceKind.BROKER, "3"))
    assert [each.event.subject for each in broker] == ["12 partitions"]


def test_what_an_earlier_run_saw_stands_before_it() -> None:
    log = EventLog()
    log.extend([moved(1, 100.0)])
    log.restore([moved(0, 1.0)])
    assert [event.at_seconds for event in log.newest(9)] == [100.0, 1.0]
