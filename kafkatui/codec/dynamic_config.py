"""ZooKeeper's dynamic configuration as text: `server.1=host:2888:3888:participant;host:2181`, and its version."""

from __future__ import annotations

import re

from kafkatui.model.errors import UsageError
from kafkatui.model.membership_config import OBSERVER, PARTICIPANT, DynamicConfig, EnsembleMember

_MEMBER = re.compile(r"(?:server\.)?(\d+)\s*=\s*(\S+)")
_VERSION = re.compile(r"version=([0-9a-fA-F]+)")
_PEER = re.compile(r"(?:\[[^\]]+\]|[^:\[\]]+):\d+:\d+")

SYNTAX = "It reads ID=HOST:PORT:PORT[:participant|:observer];[HOST:]CLIENTPORT."


def parse_dynamic_config(text: str) -> DynamicConfig:
    """What the znode `/zookeeper/config` says; lines that are no member's are kept as they are."""
    members, others, version = [], [], None
    for line in filter(None, (each.strip() for each in text.splitlines())):
        if (number := _VERSION.fullmatch(line)) is not None:
            version = int(number[1], 16)
            continue
        try:
            members.append(parse_member(line))
        except UsageError:
            others.append(line)
    return DynamicConfig(tuple(sorted(members, key=lambda each: each.id)), version, tuple(others))


def parse_member(text: str) -> EnsembleMember:
    """A member as ZooKeeper has it, `server.` left out or not.

    Raises:
        UsageError: it is none.
    """
    found = _MEMBER.fullmatch(text.strip())
    if found is None:
        raise UsageError(f"“{text.strip()}” is no member of an ensemble.", SYNTAX)
    peer, _, client = found[2].partition(";")
    role = PARTICIPANT
    for word in (PARTICIPANT, OBSERVER):
        if peer.lower().endswith(f":{word}"):
            peer, role = peer[: -len(word) - 1], word
    if not all(_PEER.fullmatch(each) for each in peer.split("|")):
        raise UsageError(f"“{text.strip()}” is no member of an ensemble.", SYNTAX)
    return EnsembleMember(int(found[1]), peer, role, client)
