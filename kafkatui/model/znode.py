"""A znode: data, stat, ACL and children."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import overload

from msgspec import Struct


class ZnodeStat(Struct, frozen=True):
    """ZooKeeper's Stat structure (zookeeperProgrammers, "ZooKeeper Stat Structure"); times in Unix milliseconds."""

    czxid: int
    mzxid: int
    pzxid: int
    created_ms: int
    modified_ms: int
    version: int
    children_version: int
    acl_version: int
    ephemeral_owner: int
    data_length: int
    children_count: int

    @property
    def is_ephemeral(self) -> bool:
        """An owner with the top bit set marks container and TTL nodes (0x8000… and 0xff…), which are not ephemeral."""
        return 0 < self.ephemeral_owner < 1 << 63 and self.ephemeral_owner >> 56 != 0xFF

    @property
    def has_only_children(self) -> bool:
        """Nothing to read in it, but something below it: a folder."""
        return self.data_length == 0 and self.children_count > 0


class ZnodeAcl(Struct, frozen=True):
    """One ACL entry: `permissions` in zkCli's letters (c create, d delete, r read, w write, a admin)."""

    scheme: str
    identity: str
    permissions: str


class Znode(Struct, frozen=True):
    """A znode as it was read.

    Attributes:
        path: absolute within the chroot, "/" for its root.
        data: None for null, which is not empty, and when it may not be read (then `data_error` says why).
    """

    path: str
    stat: ZnodeStat
    data: bytes | None
    data_error: str = ""
    acl: tuple[ZnodeAcl, ...] = ()
    acl_error: str = ""


class ZnodeChild(Struct, frozen=True):
    """A child in a listing.

    Attributes:
        stat: None until it was read, or when it may not be.
        is_hidden: its stat was asked for and may not be read.
        is_gone: it was there a moment ago.
    """

    name: str
    path: str
    stat: ZnodeStat | None = None
    is_hidden: bool = False
    is_gone: bool = False


def child_path(parent: str, name: str) -> str:
    """The path of a child."""
    return f"/{name}" if parent == "/" else f"{parent}/{name}"


class NamedChildren(Sequence[ZnodeChild]):
    """Children of one znode as their names alone: 100,000 are 100,000 strings, and a child is made when looked at.

    Args:
        parent: the path of the znode.
        names: in order, and not changed any more.
    """

    __slots__ = ("names", "parent")

    def __init__(self, parent: str, names: Sequence[str]) -> None:
        self.parent = parent
        self.names = names

    def __len__(self) -> int:
        return len(self.names)

    @overload
    def __getitem__(self, index: int) -> ZnodeChild: ...

    @overload
    def __getitem__(self, index: slice) -> NamedChildren: ...

    def __getitem__(self, index: int | slice) -> ZnodeChild | NamedChildren:
        if isinstance(index, slice):
            return NamedChildren(self.parent, self.names[index])
        name = self.names[index]
        return ZnodeChild(name, child_path(self.parent, name))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, NamedChildren):
            return NotImplemented
        return self.parent == other.parent and self.names == other.names

    def __hash__(self) -> int:
        return hash((self.parent, len(self.names)))

    def __repr__(self) -> str:
        return f"NamedChildren({self.parent!r}, {len(self.names):,} names)"


class ZnodeChildren(Struct, frozen=True):
    """The children of a znode, ordered by name (numbers by value)."""

    path: str
    children: NamedChildren


class ZooKeeperClients(Struct, frozen=True):
    """The clients of the server that was asked; those of the ensemble's other servers only these know.

    Attributes:
        server: host:port of the server.
        addresses: of the clients, by session id; None when the server does not tell.
    """

    server: str
    addresses: Mapping[int, str] | None


class ZooKeeperStatus(Struct, frozen=True):
    """What a ZooKeeper connection says of itself.

    Attributes:
        session_state: "connected", "read-only", "suspended", "lost", "connecting".
        version: the server's version, empty when `srvr` and `envi` are not allowed.
        cluster_id: Kafka's `/cluster/id` below the chroot; None when absent.
        server: host:port in use.
        set_back_at_seconds: Unix time at which the ensemble was found to be in an older state than it had shown before
            (restored from a backup, or made anew); None when it never was.
    """

    session_state: str
    version: str = ""
    cluster_id: str | None = None
    server: str = ""
    chroot: str = ""
    mode: str = ""
    znode_count: int | None = None
    connections: int | None = None
    latency_ms: tuple[float, float, float] | None = None
    set_back_at_seconds: float | None = None


def parent_of(path: str) -> str:
    """The znode above: "/" for "/a", and for "/" itself."""
    return path.rpartition("/")[0] or "/"
