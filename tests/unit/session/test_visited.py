"""The places last visited are there in the next run: bounded, each once, readable by nobody else, and only names."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from kafkatui.model.place import Place, PlaceKind
from kafkatui.session.memory import Memory
from kafkatui.session.visited import LONGEST_NAME, MOST_VISITS, Visited

PATIENCE_SECONDS = 30.0

ORDERS = Place("local", PlaceKind.TOPIC, "orders", "messages", filter="value.card = 4711", cursor="0 12")
BILLING = Place("local", PlaceKind.GROUP, "billing", "progress")
DOCTOR = Place("local", PlaceKind.CLUSTER, tab="doctor")


def written(path: Path, *places: Place, cluster: str = "local") -> Visited:
    visited = Visited(path, cluster)
    for place in places:
        visited.note(place)
    visited.close(PATIENCE_SECONDS)
    return visited


def read(path: Path) -> list[Place]:
    visited = Visited(path, "local")
    visited.close(PATIENCE_SECONDS)
    assert visited.is_read
    return [visit.place for visit in visited.visits]


def test_the_next_run_knows_where_one_was_the_newest_first(tmp_path: Path) -> None:
    path = tmp_path / "visited" / "local.json"
    written(path, ORDERS, BILLING, DOCTOR, Place("local", PlaceKind.CLUSTER, tab="events"), ORDERS.at(tab="config"))
    assert [(place.kind, place.name, place.tab) for place in read(path)] == [
        (PlaceKind.TOPIC, "orders", "config"),
        (PlaceKind.CLUSTER, "", "events"),
        (PlaceKind.CLUSTER, "", "doctor"),
        (PlaceKind.GROUP, "billing", "progress"),
    ]
    assert Visited(path, "local").newest_in_file() == Place("local", PlaceKind.TOPIC, "orders", "config")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_it_keeps_names_and_tabs_and_nothing_that_was_typed(tmp_path: Path) -> None:
    path = tmp_path / "local.json"
    written(path, ORDERS)
    (kept,) = json.loads(path.read_text())
    assert set(kept) == {"kind", "name", "tab", "at_seconds"}
    assert "4711" not in path.read_text()


def test_it_is_bounded(tmp_path: Path) -> None:
    path = tmp_path / "local.json"
    written(path, *(Place("local", PlaceKind.TOPIC, f"t{number}") for number in range(MOST_VISITS + 20)))
    assert len(read(path)) == MOST_VISITS
    assert read(path)[0].name == f"t{MOST_VISITS + 19}"
    written(path, Place("local", PlaceKind.ZNODE, "/" + "x" * LONGEST_NAME))
    assert read(path)[0].name == f"t{MOST_VISITS + 19}"


def test_two_windows_keep_what_the_other_noted(tmp_path: Path) -> None:
    path = tmp_path / "local.json"
    one, other = Visited(path, "local"), Visited(path, "local")
    one.note(ORDERS)
    one.close(PATIENCE_SECONDS)
    other.note(BILLING)
    other.close(PATIENCE_SECONDS)
    assert [place.name for place in read(path)] == ["billing", "orders"]


@pytest.mark.parametrize(("first", "second"), [
    (100.0006, 100.0009), (100.0, 100.0), (1_800_000_000.1235, 1_800_000_000.1236), (200.0, 200.0000004),
])  # fmt: skip
def test_what_was_noted_a_moment_later_is_the_newer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: float, second: float
) -> None:
    path = tmp_path / "local.json"
    one, other = Visited(path, "local"), Visited(path, "local")
    monkeypatch.setattr("kafkatui.session.visited.time.time", lambda: first)
    one.note(ORDERS)
    one.close(PATIENCE_SECONDS)
    monkeypatch.setattr("kafkatui.session.visited.time.time", lambda: second)
    other.note(BILLING)
    other.close(PATIENCE_SECONDS)
    assert [place.name for place in read(path)] == ["billing", "orders"]


def test_of_two_at_one_moment_the_later_is_the_newer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kafkatui.session.visited.time.time", lambda: 100.0)
    written(tmp_path / "local.json", ORDERS, BILLING, DOCTOR)
    assert [place.tab for place in read(tmp_path / "local.json")] == ["doctor", "progress", "messages"]


@pytest.mark.parametrize("text", [
    "", "{}", "[1, null]",
    '[{"kind": "moon", "name": "", "tab": "", "at_seconds": 1}]',
    '[{"kind": "broker", "name": "one", "tab": "", "at_seconds": 1}]',
    '[{"kind": "topic", "name": "", "tab": "", "at_seconds": 1}]',
])  # fmt: skip
def test_a_file_that_makes_no_sense_is_as_good_as_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "local.json"
    path.write_text(text)
    assert read(path) == []
    assert Visited(path, "local").newest_in_file() is None


def test_what_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "visited").write_text("in the way")
    visited = written(tmp_path / "visited" / "local.json", ORDERS)
    assert [visit.place.name for visit in visited.visits] == ["orders"]


def test_each_cluster_has_its_own(tmp_path: Path) -> None:
    prod, local = Memory(tmp_path, "prod"), Memory(tmp_path, "local")
    prod.visited.note(ORDERS)
    prod.close(PATIENCE_SECONDS)
    assert local.visited.newest_in_file() is None
    newest = Memory(tmp_path, "prod").visited.newest_in_file()
    assert newest == Place("prod", PlaceKind.TOPIC, "orders", "messages")
