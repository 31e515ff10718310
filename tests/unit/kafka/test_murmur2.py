from __future__ import annotations

import pytest

from kafkatui.kafka.write.murmur2 import murmur2, partition_for


@pytest.mark.parametrize(
    ("data", "signed"),
    [
        (b"21", -973932308),
        (b"foobar", -790332482),
        (b"a-little-bit-long-string", -985981536),
        (b"a-little-bit-longer-string", -1486304829),
        (b"lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971),
        (b"abc", 479470107),
    ],
)
def test_hash_equals_that_of_the_java_client(data: bytes, signed: int) -> None:
    """The values of org.apache.kafka.common.utils.UtilsTest.testMurmur2."""
    assert murmur2(data) == signed % (1 << 32)


def test_without_a_key_no_partition_is_foretold() -> None:
    assert partition_for(None, 6) is None
    assert partition_for(b"key", 0) is None


def test_an_empty_key_is_a_key() -> None:
    assert partition_for(b"", 6) == (murmur2(b"") & 0x7FFFFFFF) % 6
