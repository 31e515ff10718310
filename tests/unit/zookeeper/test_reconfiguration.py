"""Why servers do not let an ensemble be changed is said in their own terms."""

from __future__ import annotations

from typing import cast

import kazoo.exceptions as kazoo
import pytest

from kafkatui.model.errors import Conflict, KafkatuiError, NotAuthorized, NotSupported, RequestFailed
from kafkatui.zookeeper.connection import CONNECTED, ZooKeeperConnection
from kafkatui.zookeeper.write.reconfiguration import reconfigure


class Server:
    """Answers every request with one thing."""

    state, server = CONNECTED, "zk:2181"

    def __init__(self, answer: object) -> None:
        self.answer = answer

    def outcomes(self, sends: object, what: str, timeout: float | None = None) -> list[object]:
        return [self.answer]


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        (kazoo.ReconfigDisabledError(), NotSupported, "reconfigEnabled=true"),
        (kazoo.UnimplementedError(), NotSupported, "stands alone"),
        (kazoo.NoAuthError(), NotAuthorized, "superuser"),
        (kazoo.BadVersionError(), Conflict, "changed since"),
        (kazoo.ReconfigInProcessError(), Conflict, "being changed"),
        (kazoo.NewConfigNoQuorumError(), RequestFailed, "no majority is connected"),
        (kazoo.BadArgumentsError(), RequestFailed, "Two must vote"),
    ],
)
def test_a_refusal_is_explained(answer: Exception, kind: type[KafkatuiError], words: str) -> None:
    with pytest.raises(kind) as caught:
        reconfigure(cast(ZooKeeperConnection, Server(answer)), (), (3,), 1)
    assert words in str(caught.value)


def test_what_is_left_is_told() -> None:
    left = reconfigure(cast(ZooKeeperConnection, Server((b"server.1=h:1:2\nversion=ff", None))), (), (3,), 1)
    assert ([each.id for each in left.members], left.version) == ([1], 255)
