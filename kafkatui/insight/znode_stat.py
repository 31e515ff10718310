"""ZooKeeper's Stat in human terms (zookeeperProgrammers, "ZooKeeper Stat Structure")."""

from __future__ import annotations

from kafkatui.insight.znode_fields import when
from kafkatui.model.znode import ZnodeStat

_CONTAINER = 1 << 63
_TTL_PREFIX = 0xFF

NOT_EPHEMERAL = "A container or TTL znode goes by itself, which no server tells; any other stays until it is deleted."
"""ZooKeeper's DataNode.copyStat gives an owner of 0 for all three."""


def describe_stat(stat: ZnodeStat, now_ms: int) -> list[tuple[str, str, str]]:
    """(label, value, explanation) of every field, in reading order.

    Args:
        now_ms: Unix milliseconds, for ages.
    """
    return [
        ("created", _moment(stat.created_ms, now_ms), "By the clock of the server that led the ensemble."),
        ("modified", _moment(stat.modified_ms, now_ms), "When its data was last written."),
        ("data version", f"{stat.version:,}", _writes(stat.version)),
        ("children version", f"{stat.children_version:,}", "How often a child came or went."),
        ("ACL version", f"{stat.acl_version:,}", "How often its ACL was changed."),
        ("lifetime", *_lifetime(stat)),
        ("data length", f"{stat.data_length:,} B", "ZooKeeper takes 1 MB at most (jute.maxbuffer)."),
        ("children", f"{stat.children_count:,}", "Direct children."),
        ("czxid", f"{stat.czxid:#x}", _transaction(stat.czxid, "Created it")),
        ("mzxid", f"{stat.mzxid:#x}", _transaction(stat.mzxid, "Last wrote its data")),
        ("pzxid", f"{stat.pzxid:#x}", _transaction(stat.pzxid, "Last added or removed a child")),
    ]


def _moment(unix_ms: int, now_ms: int) -> str:
    """A time of the stat; the root and what the server made itself have none."""
    return when(unix_ms, now_ms) if unix_ms else "n/a"


def _writes(version: int) -> str:
    if version == 0:
        return "Never written since it was created."
    return "Written once since it was created." if version == 1 else "Times its data was written since it was created."


def _transaction(zxid: int, did: str) -> str:
    """A zxid is the epoch of the ensemble's leader (upper 32 bits) and a count within it."""
    return f"{did}: transaction {zxid & 0xFFFF_FFFF:,} of epoch {zxid >> 32:,}."


def _lifetime(stat: ZnodeStat) -> tuple[str, str]:
    owner = stat.ephemeral_owner
    if owner == 0:
        return "not ephemeral", NOT_EPHEMERAL
    if owner == _CONTAINER:
        return "container", "The server deletes it some time after its last child."
    if owner >> 56 == _TTL_PREFIX:
        # The other 5 bytes of the owner are the time to live (EphemeralType.TTL, ZooKeeper 3.5.3).
        return f"TTL {owner & 0xFF_FFFF_FFFF:,} ms", "Deleted when it was not written for so long and has no child."
    return f"ephemeral, session {owner:#x}", "It goes when the session that created it ends."
