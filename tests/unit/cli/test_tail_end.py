"""How a tail ends that could not read everything."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from kafkatui.cli.tail_writer import Limits, TailWriter
from kafkatui.codec.decoder import RecordReader
from kafkatui.model.errors import RequestFailed
from kafkatui.model.tail import TailPhase, TailState
from kafkatui.session.whole_reading import WholeReading

NOT_READ = "orders-1 is not read: the partition has no leader"
STATE = TailState(TailPhase.ENDED, NOT_READ, "", {("orders", 1): "the partition has no leader"})


def reader_of(_: str) -> RecordReader:
    raise AssertionError("nothing is read")


def test_the_name_of_what_was_not_read_is_told_as_it_is() -> None:
    nothing = cast(Any, None)
    writer = TailWriter(nothing, nothing, "value", Limits(), reader_of, is_raw=True)
    with pytest.raises(RequestFailed) as raised:
        writer._is_over(STATE)
    assert raised.value.what == f"Not everything was read: {NOT_READ}."
    tail = SimpleNamespace(state=STATE, statistics=SimpleNamespace(deleted_count=0))
    assert WholeReading(cast(Any, tail), nothing).problem == f"Not everything was read: {NOT_READ}."
