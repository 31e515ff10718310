"""The requests that kazoo does not have, byte by byte."""

from __future__ import annotations

import struct

from kazoo.security import OPEN_ACL_UNSAFE

from kafkatui.zookeeper.write.extended_kinds import CreateContainer, CreateTtl

ACL = struct.pack("!ii", 1, 31) + struct.pack("!i5s", 5, b"world") + struct.pack("!i6s", 6, b"anyone")


def test_a_container_is_asked_for_with_its_own_number_and_mode() -> None:
    request = CreateContainer("/a", b"xy", OPEN_ACL_UNSAFE, 4)
    assert request.type == 19
    start = struct.pack("!i2s", 2, b"/a") + struct.pack("!i2s", 2, b"xy")
    assert request.serialize() == start + ACL + struct.pack("!i", 4)


def test_a_ttl_stands_behind_the_mode_and_null_is_no_empty_data() -> None:
    request = CreateTtl("/a", None, OPEN_ACL_UNSAFE, 6, 1_500)
    assert request.type == 21
    start = struct.pack("!i2s", 2, b"/a") + struct.pack("!i", -1)
    assert request.serialize() == start + ACL + struct.pack("!iq", 6, 1_500)
    assert CreateTtl.deserialize(struct.pack("!i3s", 3, b"/a0") + bytes(80), 0) == "/a0"
