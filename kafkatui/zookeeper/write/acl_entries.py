"""ACL entries as kazoo sends them."""

from __future__ import annotations

from collections.abc import Sequence

from kazoo.security import ACL, Id

from kafkatui.codec.znode_acl import HIDDEN
from kafkatui.model.errors import UsageError
from kafkatui.model.znode import ZnodeAcl
from kafkatui.zookeeper.tree import LETTERS

_FRAME_BYTES = 12
"""An entry's permissions and the lengths of its two strings."""


def kazoo_acl(acl: Sequence[ZnodeAcl]) -> list[ACL]:
    """The entries for a request.

    Raises:
        UsageError: there is none, or one cannot be meant.
    """
    if not acl:
        raise UsageError("A znode needs an ACL with at least one entry.")
    return [_entry(each) for each in acl]


def _entry(entry: ZnodeAcl) -> ACL:
    if HIDDEN in entry.identity:
        raise UsageError(
            f"The ACL entry {entry.scheme}:{entry.identity} holds kafkatui's mask in place of a password's hash.",
            "Give the hash itself.",
        )
    bits = {letter: bit for bit, letter in LETTERS}
    if not entry.permissions or any(letter not in bits for letter in entry.permissions):
        raise UsageError(f"The permissions of an ACL entry are some of cdrwa, not {entry.permissions!r}.")
    return ACL(sum(bits[letter] for letter in set(entry.permissions)), Id(entry.scheme, entry.identity))


def entries_bytes(acl: Sequence[ZnodeAcl]) -> int:
    """How long the entries are in a request."""
    return 4 + sum(_FRAME_BYTES + len(each.scheme.encode()) + len(each.identity.encode()) for each in acl)
