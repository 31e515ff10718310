"""An ensemble's own configuration, as ZooKeeper 3.5 to 3.9 write it and people type it."""

from __future__ import annotations

import pytest

from kafkatui.codec.dynamic_config import parse_dynamic_config, parse_member
from kafkatui.model.errors import UsageError
from kafkatui.model.membership_config import OBSERVER, PARTICIPANT, EnsembleMember

TEXT = """\
server.10=zk-10:2888:3888:observer;0.0.0.0:2181
server.2=[::1]:2888:3888|zk-2:2888:3888:participant;[::1]:2181
server.1=zk-1:2888:3888
group.1=1:2
version=100000a3f"""


def test_what_the_znode_says() -> None:
    config = parse_dynamic_config(TEXT)
    assert config.members == (
        EnsembleMember(1, "zk-1:2888:3888", PARTICIPANT, ""),
        EnsembleMember(2, "[::1]:2888:3888|zk-2:2888:3888", PARTICIPANT, "[::1]:2181"),
        EnsembleMember(10, "zk-10:2888:3888", OBSERVER, "0.0.0.0:2181"),
    )
    assert [each.id for each in config.voters] == [1, 2]
    assert (config.version, config.others) == (0x100000A3F, ("group.1=1:2",))
    assert parse_dynamic_config("").members == ()


@pytest.mark.parametrize("text", ["4=h:1:2:observer;3", " server.4=h:1:2:OBSERVER;3 "])
def test_a_member_is_typed_with_or_without_its_word(text: str) -> None:
    member = parse_member(text)
    assert (member.line, member.text) == ("server.4=h:1:2:observer;3", "h:1:2:observer;3")


@pytest.mark.parametrize("text", ["", "h:1:2", "4=h:1", "4=h:1:x", "4=:1:2", "x=h:1:2;3"])
def test_what_is_no_member_is_said(text: str) -> None:
    with pytest.raises(UsageError, match="no member"):
        parse_member(text)
