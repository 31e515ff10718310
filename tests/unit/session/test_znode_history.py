"""A znode's history: every reading of it is compared with the one before, whoever asked for it."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from kafkatui.insight.znode_changes import COMPARED_BYTES, GONE
from kafkatui.model.observed import Observed, ObservedState
from kafkatui.model.replacing import replace
from kafkatui.model.znode import NamedChildren, Znode, ZnodeChildren, ZnodeStat
from kafkatui.session.feeds.kafka import TopicConfigsFeed
from kafkatui.session.feeds.zookeeper import ZnodeChildrenFeed, ZnodeFeed
from kafkatui.session.learned import Learned
from kafkatui.session.znode_history import COMPARED_CHILDREN, ENTRIES_KEPT, ZNODES_KEPT, ZnodeHistory

PATH = "/controller"
STAT = ZnodeStat(
    czxid=10,
    mzxid=10,
    pzxid=10,
    created_ms=0,
    modified_ms=0,
    version=0,
    children_version=0,
    acl_version=0,
    ephemeral_owner=0,
    data_length=0,
    children_count=0,
)
MISSING: Observed[Znode] = Observed(ObservedState.FAILED, None, None, f"{PATH}: {GONE}")


@pytest.fixture
def history() -> ZnodeHistory:
    return ZnodeHistory(lambda: 1_000.0)


def znode(data: bytes | None = b"", error: str = "", path: str = PATH, **stat: int) -> Znode:
    return Znode(path, replace(STAT, data_length=len(data or b""), **stat), data, error)


def saw(history: ZnodeHistory, *readings: Znode | Observed[Znode]) -> list[str]:
    """What is told after these readings, oldest first."""
    for reading in readings:
        history.see(ZnodeFeed(PATH), reading if isinstance(reading, Observed) else Observed.ok(reading, 0.0))
    return told(history)


def told(history: ZnodeHistory, path: str = PATH) -> list[str]:
    return [f"{entry.kind.value} {entry.text}".rstrip() for entry in reversed(history.of(path))]


def listed(history: ZnodeHistory, names: Iterable[str]) -> None:
    children = ZnodeChildren(PATH, NamedChildren(PATH, sorted(names)))
    history.see(ZnodeChildrenFeed(PATH), Observed.ok(children, 0.0))


def test_the_first_reading_is_no_change(history: ZnodeHistory) -> None:
    assert saw(history, znode(b"1"), znode(b"1")) == []
    assert history.since_seconds(PATH) == 1_000.0


def test_fields_that_changed_are_named(history: ZnodeHistory) -> None:
    before, after = znode(b'{"brokerid":3,"version":1}'), znode(b'{"brokerid":2,"version":1}', version=1)
    assert saw(history, before, after) == ["changed brokerid 3 → 2"]


def test_what_was_missed_between_two_readings_is_counted(history: ZnodeHistory) -> None:
    assert saw(history, znode(b"1"), znode(b"2", version=4)) == ["changed 1 → 2 (version 0 → 4)"]


def test_it_is_deleted_once_and_made_again(history: ZnodeHistory) -> None:
    assert saw(history, znode(b"1"), MISSING, MISSING, znode(b"1", czxid=11)) == ["deleted", "created"]


def test_one_that_was_never_there_appears(history: ZnodeHistory) -> None:
    assert saw(history, MISSING, znode(b"1")) == ["created"]


def test_one_made_anew_between_two_readings_is_another(history: ZnodeHistory) -> None:
    assert saw(history, znode(b"1"), znode(b"2", czxid=11)) == ["replaced deleted and created again: 1 → 2"]


def test_a_failed_reading_is_no_change(history: ZnodeHistory) -> None:
    lost: Observed[Znode] = Observed(ObservedState.STALE, znode(b"1"), 0.0, "The connection was lost.")
    assert saw(history, znode(b"1"), lost, znode(b"1")) == []


def test_data_nobody_may_read_is_not_called_the_same(history: ZnodeHistory) -> None:
    hidden = znode(None, "no access"), znode(None, "no access", version=1)
    assert saw(history, *hidden) == ["changed its data may not be read"]


@pytest.mark.parametrize("after_bytes", [COMPARED_BYTES + 1, COMPARED_BYTES + 2, 1])
def test_large_data_is_told_by_its_size(history: ZnodeHistory, after_bytes: int) -> None:
    readings = znode(b"x" * (COMPARED_BYTES + 1)), znode(b"y" * after_bytes, version=1)
    assert saw(history, *readings) == [f"changed {COMPARED_BYTES + 1:,} → {after_bytes:,} bytes"]


def test_a_secret_is_not_told(history: ZnodeHistory) -> None:
    path = "/config/users/alice"
    for version, key in enumerate(("c2VjcmV0", "b3RoZXI=")):
        data = b'{"version":1,"config":{"SCRAM-SHA-256":"salt=%s,stored_key=x,iterations=4096"}}' % key.encode()
        history.see(ZnodeFeed(path), Observed.ok(znode(data, path=path, version=version), 0.0))
    assert not any(secret in line for line in told(history, path) for secret in ("c2VjcmV0", "b3RoZXI="))


def test_children_are_told_by_name_and_not_counted_beside(history: ZnodeHistory) -> None:
    saw(history, znode(children_count=2))
    listed(history, ("a", "b"))
    saw(history, znode(children_count=2, children_version=2))
    listed(history, ("b", "c"))
    assert told(history) == ["children +c  −a"]


def test_very_many_children_are_counted(history: ZnodeHistory) -> None:
    listed(history, map(str, range(COMPARED_CHILDREN + 1)))
    readings = znode(children_count=1001), znode(children_count=1002, children_version=1)
    listed(history, map(str, range(COMPARED_CHILDREN + 2)))
    assert saw(history, *readings) == ["children 1,001 → 1,002"]


def test_it_goes_on_for_a_znode_looked_at_again_later(history: ZnodeHistory) -> None:
    saw(history, znode(b"1"))
    history.see(ZnodeFeed("/other"), Observed.ok(znode(path="/other"), 0.0))
    assert saw(history, znode(b"2", version=1)) == ["changed 1 → 2"]


def test_no_more_is_kept_than_can_be_read(history: ZnodeHistory) -> None:
    saw(history, *(znode(version=version) for version in range(ENTRIES_KEPT + 9)))
    assert len(history.of(PATH)) == ENTRIES_KEPT
    for number in range(ZNODES_KEPT):
        history.see(ZnodeFeed(f"/{number}"), Observed.ok(znode(path=f"/{number}"), 0.0))
    assert history.of(PATH) == ()


def test_another_zookeeper_begins_anew(history: ZnodeHistory) -> None:
    saw(history, znode(b"1"))
    history.forget_all()
    assert saw(history, znode(b"2", czxid=99)) == []


def test_what_the_session_learns_goes_there() -> None:
    learned = Learned()
    learned.see(ZnodeFeed(PATH), Observed.ok(znode(b"1"), 0.0))
    learned.see(ZnodeFeed(PATH), Observed.ok(znode(b"2", version=1), 0.0))
    learned.see(TopicConfigsFeed(("orders",)), Observed.ok({}, 0.0))
    assert told(learned.znodes) == ["changed 1 → 2"]
