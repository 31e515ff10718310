"""Where a log begins and ends: what is written meanwhile is no open transaction, and no end before what was read."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from kafkatui.kafka.read import offsets
from kafkatui.model.cluster import OffsetRange
from kafkatui.model.log_bounds import LogBounds
from kafkatui.model.observed import Observed
from kafkatui.session.clients import Clients
from kafkatui.session.feeds import LogBoundsFeed
from kafkatui.view.transaction_words import bounds_spans
from tests.tui.sample_cluster import CLUSTER


def test_a_busy_topic_has_no_open_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    ends = iter((10, 15, 20, 25))

    def read(connection: Any, partitions: Any, **_: Any) -> dict[Any, OffsetRange]:
        end = next(ends)  # it grows from one request to the next
        return {key: OffsetRange(0, end) for key in partitions}

    monkeypatch.setattr(offsets, "read_offsets", read)
    kafka = SimpleNamespace(silent_brokers=tuple)
    clients = cast(Clients, SimpleNamespace(metadata=lambda: CLUSTER, kafka=kafka))
    found = LogBoundsFeed("orders").read(clients, Observed.unknown(), lambda _: None)
    assert found
    assert not any(bounds.has_open for bounds in found.values())


def test_an_end_is_no_smaller_than_what_was_read() -> None:
    def words(bounds: LogBounds, position: int) -> str:
        return "".join(text for text, _ in bounds_spans(bounds, 0, position))

    assert words(LogBounds(0, 90, 1_234), 1_234) == "P0 start 0 stable 90 high 1,234"
    assert words(LogBounds(0, 1_234, 1_234), 1_240) == "P0 start 0 stable ≥1,234 high ≥1,240"
