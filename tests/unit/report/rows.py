"""Rows with some values given, for tests of what is shown of them; everything else is unknown."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from kafkatui.model.cluster import Topic
from kafkatui.model.observed import Observed
from kafkatui.model.presence import Link, LinkState
from kafkatui.model.replacing import replace
from kafkatui.report.brokers import Registrations
from kafkatui.report.disk_sizes import LogDirs
from kafkatui.report.topics import TopicReadings, TopicRow, topic_row

NO_LINK = Link(LinkState.NONE, "No ZooKeeper is configured.")
NO_REGISTRATIONS: Registrations = Observed.unknown()
NO_LOG_DIRS: LogDirs = Observed.unknown()


def row_of(topic: Topic, unreachable: Collection[int] = (), **values: Any) -> TopicRow:
    """The row of a topic of which only the metadata was read, with `values` in place of what is unknown."""
    return replace(topic_row(topic, TopicReadings(unreachable=unreachable)), **values)
