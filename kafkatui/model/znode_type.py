"""How a znode lives: for good, with a session, or until it has been empty or unchanged for a while."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum

from kafkatui.model.znode import ZnodeStat

_CONTAINER_OWNER = 1 << 63
_TTL_OWNER = 0xFF
_TTL_BITS = (1 << 40) - 1
_SEQUENCE = re.compile(r"[0-9]{10}$")
"""Java's %010d."""

_MOST = (1 << 31) - 1
"""What a server counts to, in 32 bits, before it goes on with the least number there is."""


class ZnodeType(Enum):
    """What ZooKeeper's stat lets one know."""

    PERSISTENT = "persistent"
    EPHEMERAL = "ephemeral"
    CONTAINER = "container"
    TTL = "ttl"


TYPE_WORDS: Mapping[ZnodeType, str] = {
    ZnodeType.PERSISTENT: "It stays until somebody deletes it.",
    ZnodeType.EPHEMERAL: "It goes when the session that made it ends.",
    ZnodeType.CONTAINER: "The server deletes it some time after its last child has gone.",
    ZnodeType.TTL: "The server deletes it when it has no children and was not changed for that long.",
}


def znode_type(stat: ZnodeStat) -> ZnodeType:
    """By the owner, as EphemeralType of ZooKeeper 3.5 has it: 0x8000… a container, 0xff… one with a time to live."""
    owner = stat.ephemeral_owner & 0xFFFF_FFFF_FFFF_FFFF
    if owner == 0:
        return ZnodeType.PERSISTENT
    if owner == _CONTAINER_OWNER:
        return ZnodeType.CONTAINER
    return ZnodeType.TTL if owner >> 56 == _TTL_OWNER else ZnodeType.EPHEMERAL


def ttl_ms(stat: ZnodeStat) -> int | None:
    """How long a TTL znode may stay unchanged; None of any other."""
    return stat.ephemeral_owner & _TTL_BITS if znode_type(stat) is ZnodeType.TTL else None


def lifetime_words(stat: ZnodeStat) -> str:
    """ "ephemeral", "container", "ttl 60,000 ms"; empty of all others, which a server gives as if they stayed."""
    kind = znode_type(stat)
    if kind is ZnodeType.PERSISTENT:
        return ""
    return f"ttl {ttl_ms(stat):,} ms" if kind is ZnodeType.TTL else kind.value


def unsigned_name(name: str) -> str:
    """The name of a sequential znode whose number is negative, with the number that comes after the greatest one."""
    if (found := _negative(name)) is None:
        return name
    head, number = found
    return f"{head}{(1 << 32) + number}"


def _negative(name: str) -> tuple[str, int] | None:
    """What stands before the negative number of a sequential znode, and that number.

    ZooKeeper counts in 32 bits and writes `%010d`: after 2,147,483,647 comes -2147483648. The sign of a number is one
    of the ten. A number that a letter or a digit stands before may be the name's own, with a hyphen.
    """
    for digits in (9, 10):
        head, sign, number = name[: -digits - 1], name[-digits - 1 : -digits], name[-digits:]
        if sign != "-" or not (number.isascii() and number.isdecimal()) or head[-1:].isalnum():
            continue
        value = int(number)
        if 0 < value <= _MOST + 1 and not (digits == 10 and number[0] == "0"):
            return head, -value
    return None


def sequence_of(name: str) -> int | None:
    """The number that the server put behind a sequential znode's name, which may have grown negative; None without.

    A name may end in ten digits by itself: the server does not tell.
    """
    if (negative := _negative(name)) is not None:
        return negative[1]
    found = _SEQUENCE.search(name)
    number = None if found is None else int(found.group())
    return number if number is not None and number <= _MOST else None
