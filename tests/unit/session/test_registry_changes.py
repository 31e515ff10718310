"""What changed in ZooKeeper since it was read."""

from __future__ import annotations

from kafkatui.session.registry_changes import MOST_KEPT, RegistryChanges


def test_nothing_is_known_until_everything_is_told() -> None:
    changes = RegistryChanges()
    changes.note("/a")
    assert changes.number == -1
    assert changes.since(changes.number) is None
    changes.begin()
    assert changes.since(-1) is None
    assert changes.since(changes.number) == frozenset()
    assert changes.since(changes.number - 1) is None


def test_whoever_read_at_some_count_is_told_what_came_later_whoever_else_asked() -> None:
    changes = RegistryChanges()
    changes.begin()
    first = changes.number
    changes.note("/a")
    second = changes.number
    changes.note("/b")
    assert changes.since(first) == frozenset({"/a", "/b"})
    assert changes.since(first) == frozenset({"/a", "/b"})
    assert changes.since(second) == frozenset({"/b"})
    changes.note("/a")
    assert changes.since(second) == frozenset({"/a", "/b"})


def test_after_a_gap_or_too_many_changes_all_is_read_again() -> None:
    changes = RegistryChanges()
    changes.begin()
    before = changes.number
    changes.miss()
    assert changes.since(before) is None
    before = changes.number
    for number in range(MOST_KEPT + 1):
        changes.note(f"/{number}")
    assert changes.since(before) is None
    assert changes.since(changes.number) == frozenset()
    before = changes.number
    changes.end()
    assert changes.since(before) is None
