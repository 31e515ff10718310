"""Events are added to a file, and read back when the cluster is opened the next time."""

from __future__ import annotations

import stat
from pathlib import Path

from kafkatui.codec.event_line import event_line, parse_event_line
from kafkatui.insight.event_groups import group_of
from kafkatui.model.event import Event
from kafkatui.model.replacing import replace
from kafkatui.session.event_file import EventFile
from kafkatui.session.event_log import EVENT_LIMIT, EventLog
from tests.unit.session.test_event_log import moved

WAIT_SECONDS = 30.0


def single() -> Event:
    """One as a file keeps it: alone, so without a cause."""
    return replace(moved(1, 1_700_000_000.125), cause=None, effect="", changed_at_seconds=1_700_000_000.0)


def test_an_event_comes_back_as_it_was() -> None:
    assert parse_event_line(event_line(single()), "local") == single()
    group = group_of([moved(number, 1_700_000_000.0) for number in range(12)])
    back = parse_event_line(event_line(group), "local")
    assert back is not None
    assert (back.subject, back.text, back.count, len(back.members)) == (group.subject, group.text, 12, 12)
    assert back.members[3].place == group.members[3].place


def test_what_is_no_event_is_passed_over() -> None:
    for line in (b"", b"{}", b"[1]", b"\xff", b'{"time": "x"}', event_line(single())[:40].encode()):
        assert parse_event_line(line, "local") is None


def test_a_file_is_added_to_and_read_back(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "events.jsonl"
    assert EventFile(path, "local").read() == []
    for number in range(2):  # two runs
        file = EventFile(path, "local")
        file.append([replace(single(), subject=f"run {number}")])
        file.close(WAIT_SECONDS)
    with path.open("a") as other:
        other.write("not an event\n")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    log = EventLog()
    log.extend([moved(9, 1_800_000_000.0)])
    EventFile(path, "renamed").recall(log)
    assert [event.subject for event in log.all()] == ["run 0", "run 1", "t9-0"]
    assert log.all()[0].cluster == "renamed"


def test_only_the_newest_of_a_long_file_are_read(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    path.write_text("".join(f"{event_line(replace(single(), subject=str(n)))}\n" for n in range(EVENT_LIMIT + 10)))
    read = EventFile(path, "local").read()
    assert (len(read), read[0].subject, read[-1].subject) == (EVENT_LIMIT, "10", str(EVENT_LIMIT + 9))
