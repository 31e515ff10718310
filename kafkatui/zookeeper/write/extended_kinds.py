"""The requests for container and TTL znodes (ZooKeeper 3.5.3), which kazoo does not have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from kazoo.client import KazooClient
from kazoo.protocol.paths import _prefix_root
from kazoo.protocol.serialization import int_struct, long_struct, read_string, write_buffer, write_string
from kazoo.security import ACL
from msgspec import Struct

_CONTAINER, _TTL, _SEQUENTIAL_TTL = 4, 5, 6
"""org.apache.zookeeper.CreateMode."""


class CreateContainer(Struct, frozen=True):
    """zookeeper.jute, CreateRequest under the number of ZooDefs.OpCode.createContainer."""

    path: str
    data: bytes | None
    acl: Sequence[ACL]
    flags: int
    type: ClassVar[int] = 19

    def serialize(self) -> bytes:
        """As it is sent behind the header."""
        entries = b"".join(
            int_struct.pack(each.perms) + write_string(each.id.scheme) + write_string(each.id.id) for each in self.acl
        )
        count = int_struct.pack(len(self.acl))
        return bytes(write_string(self.path) + write_buffer(self.data) + count + entries + int_struct.pack(self.flags))

    @classmethod
    def deserialize(cls, answer: bytes, offset: int) -> str:
        """The path that was made; its stat follows and is not read."""
        return str(read_string(answer, offset)[0])


class CreateTtl(Struct, frozen=True):
    """zookeeper.jute, CreateTTLRequest."""

    path: str
    data: bytes | None
    acl: Sequence[ACL]
    flags: int
    ttl_ms: int
    type: ClassVar[int] = 21

    def serialize(self) -> bytes:
        """As it is sent behind the header."""
        plain = CreateContainer(self.path, self.data, self.acl, self.flags).serialize()
        return bytes(plain + long_struct.pack(self.ttl_ms))

    @classmethod
    def deserialize(cls, answer: bytes, offset: int) -> str:
        """The path that was made."""
        return str(read_string(answer, offset)[0])


def send_container(client: KazooClient, path: str, data: bytes | None, acl: Sequence[ACL]) -> Any:
    """Ask for a container; the result object, of the path with the chroot."""
    return _sent(client, CreateContainer(_prefix_root(client.chroot, path), data, acl, _CONTAINER))


def send_ttl(
    client: KazooClient, path: str, data: bytes | None, acl: Sequence[ACL], ttl_ms: int, *, is_sequential: bool
) -> Any:
    """Ask for a TTL znode; the result object, of the path with the chroot."""
    flags = _SEQUENTIAL_TTL if is_sequential else _TTL
    full = _prefix_root(client.chroot, path, trailing=is_sequential)
    return _sent(client, CreateTtl(full, data, acl, flags, ttl_ms))


def _sent(client: KazooClient, request: CreateContainer | CreateTtl) -> Any:
    result = client.handler.async_result()
    client._call(request, result)
    return result
