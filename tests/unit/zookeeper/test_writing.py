"""A change is refused before it costs the connection, conflicts with what is there, and is not called failed unseen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any, cast

import kazoo.exceptions as kazoo
import pytest
from kazoo.protocol.states import ZnodeStat as RawStat

from kafkatui.model.errors import (
    Conflict,
    ConnectError,
    KafkatuiError,
    NotAuthorized,
    NotFound,
    OutcomeUnknown,
    ReadOnly,
    RequestFailed,
    TimedOut,
    UsageError,
)
from kafkatui.model.znode import ZnodeAcl
from kafkatui.zookeeper.connection import CONNECTED, READ_ONLY, ZooKeeperConnection
from kafkatui.zookeeper.settings import ClientOptions
from kafkatui.zookeeper.write.change import max_data_bytes
from kafkatui.zookeeper.write.data import set_data
from kafkatui.zookeeper.write.existence import create_znode, delete_znode


def raw_stat(version: int) -> RawStat:
    return RawStat(1, 2, 3, 4, version, 0, 0, 0, 5, 0, 6)


class Server:
    """Answers in turn; what is sent is kept as (kazoo's method, its arguments)."""

    def __init__(self, *answers: Any, state: str = CONNECTED, chroot: str = "") -> None:
        self.answers = list(answers)
        self.state = state
        self.chroot = chroot
        self.server = "zk:2181"
        self.options = ClientOptions((("zk", 2181),), chroot)
        self.sent: list[tuple[str, tuple[Any, ...]]] = []

    def outcomes(self, sends: Sequence[Callable[[Any], Any]], what: str, timeout: float | None = None) -> list[Any]:
        client = SimpleNamespace(
            **{name: self._keep(name) for name in ("set_async", "create_async", "delete_async", "exists_async")},
            get_async=self._keep("get_async"),
            get_children_async=self._keep("get_children_async"),
        )
        for send in sends:
            send(client)
        answers = [self.answers.pop(0) for _ in sends]
        for answer in answers:
            if isinstance(answer, KafkatuiError):
                raise answer
        return answers

    def request(self, send: Callable[[Any], Any], what: str, timeout: float | None = None) -> Any:
        return self.outcomes([send], what, timeout)[0]

    def _keep(self, name: str) -> Callable[..., None]:
        return lambda *arguments: self.sent.append((name, arguments))


def connected(server: Server) -> ZooKeeperConnection:
    return cast(ZooKeeperConnection, server)


@pytest.mark.parametrize("data", [b"new", b"", None])
def test_data_are_sent_as_they_are_and_the_new_version_comes_back(data: bytes | None) -> None:
    server = Server(raw_stat(8))
    assert set_data(connected(server), "/x", data, 7).version == 8
    assert server.sent == [("set_async", ("/x", data, 7))]


def test_a_version_that_is_not_there_any_more_is_a_conflict_with_what_is() -> None:
    server = Server(kazoo.BadVersionError(), (b"theirs", raw_stat(9)))
    with pytest.raises(Conflict, match="after version 7 was read and is at 9 now") as caught:
        set_data(connected(server), "/x", b"ours", 7)
    assert caught.value.there is not None
    assert (caught.value.there.data, caught.value.there.stat.version) == (b"theirs", 9)


def test_a_conflict_with_a_znode_that_is_gone_says_that_it_is_gone() -> None:
    with pytest.raises(NotFound):
        set_data(connected(Server(kazoo.BadVersionError(), kazoo.NoNodeError())), "/x", b"ours", 7)


def test_a_conflict_that_may_not_be_read_is_still_one() -> None:
    server = Server(kazoo.BadVersionError(), kazoo.NoAuthError(), kazoo.NoAuthError())
    server.outcomes = _denying_reads(server)  # type: ignore[method-assign]
    with pytest.raises(Conflict) as caught:
        set_data(connected(server), "/x", b"ours", 7)
    assert caught.value.there is None


def _denying_reads(server: Server) -> Any:
    plain = server.outcomes

    def outcomes(sends: Any, what: str, timeout: float | None = None) -> list[Any]:
        if what.startswith("read") and len(server.answers) == 1:
            raise NotAuthorized("no")
        return plain(sends, what, timeout)

    return outcomes


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (kazoo.NoNodeError(), NotFound),
        (kazoo.NoAuthError(), NotAuthorized),
        (kazoo.NotReadOnlyCallError(), ReadOnly),
        (kazoo.QuotaExceededError(), RequestFailed),
        (kazoo.ConnectionLoss(), OutcomeUnknown),
        (kazoo.SessionExpiredError(), OutcomeUnknown),
        (TimedOut("no answer"), OutcomeUnknown),
        (ConnectError("not connected, nothing sent"), ConnectError),
    ],
)
def test_every_end_of_a_write_is_told_as_what_it_is(answer: Exception, expected: type[KafkatuiError]) -> None:
    with pytest.raises(expected) as of_set:
        set_data(connected(Server(answer)), "/x", b"", 0)
    with pytest.raises(expected) as of_delete:
        delete_znode(connected(Server(answer)), "/x", 0)
    assert {type(of_set.value), type(of_delete.value)} == {expected}


def test_a_server_without_quorum_is_not_even_asked() -> None:
    server = Server(state=READ_ONLY)
    with pytest.raises(ReadOnly):
        set_data(connected(server), "/x", b"", 0)
    assert server.sent == []


@pytest.mark.parametrize("chroot", ["", "/kafka"])
@pytest.mark.parametrize("path", ["/x", "/größe/日本語"])
def test_the_largest_request_fills_jute_maxbuffer_to_the_byte(chroot: str, path: str) -> None:
    server = Server(raw_stat(1), chroot=chroot)
    room = max_data_bytes(connected(server), path)
    assert room == 1_048_575 - 8 - 4 - len((chroot + path).encode()) - 4 - 4 - 25
    set_data(connected(server), path, b"x" * room, 0)
    with pytest.raises(RequestFailed, match=r"jute\.maxbuffer"):
        set_data(connected(server), path, b"x" * (room + 1), 0)
    assert len(server.sent) == 1


@pytest.mark.parametrize("path", ["x", "/x/", "/a//b", "/\udcff", "/a\nb", ""])
def test_a_path_that_cannot_be_meant_is_a_usage_error(path: str) -> None:
    with pytest.raises(UsageError):
        set_data(connected(Server()), path, b"", 0)
    with pytest.raises(UsageError):
        create_znode(connected(Server()), path, b"")
    with pytest.raises(UsageError):
        delete_znode(connected(Server()), path, 0)


def test_a_created_znode_that_nobody_may_read_is_created_all_the_same() -> None:
    assert create_znode(connected(Server("/x", kazoo.NoAuthError())), "/x", b"") is None
    stat = create_znode(connected(Server("/x", raw_stat(0))), "/x", None)
    assert stat is not None
    assert stat.version == 0


@pytest.mark.parametrize(
    ("answers", "expected", "words"),
    [
        ([kazoo.NodeExistsError(), raw_stat(0), (b"old", raw_stat(3))], Conflict, "already"),
        ([kazoo.NoNodeError(), None], NotFound, "parent"),
        ([kazoo.NoAuthError(), None], NotAuthorized, "parent's ACL"),
        ([kazoo.NoChildrenForEphemeralsError(), None], RequestFailed, "ephemeral"),
        ([kazoo.InvalidACLError(), None], RequestFailed, "ACL"),
    ],
)
def test_what_keeps_a_znode_from_being_made_is_said(
    answers: list[Any], expected: type[KafkatuiError], words: str
) -> None:
    with pytest.raises(expected, match=words):
        create_znode(connected(Server(*answers)), "/a/b", b"")


@pytest.mark.parametrize(
    "entry", [ZnodeAcl("digest", "alice:••••", "r"), ZnodeAcl("world", "anyone", ""), ZnodeAcl("world", "anyone", "x")]
)
def test_an_acl_that_holds_our_mask_or_no_permission_is_refused(entry: ZnodeAcl) -> None:
    with pytest.raises(UsageError):
        create_znode(connected(Server()), "/x", b"", [entry])


def test_a_znode_with_children_is_not_deleted_and_the_root_never() -> None:
    with pytest.raises(RequestFailed, match="has children"):
        delete_znode(connected(Server(kazoo.NotEmptyError())), "/x", 0)
    with pytest.raises(UsageError):
        delete_znode(connected(Server()), "/", -1)
